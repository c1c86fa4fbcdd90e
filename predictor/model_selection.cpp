#include "predictor/model_selection.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/input_error.hpp"

namespace cutpoint {
namespace {

using Configuration = std::array<int, 13>;

/// The numbers that tell the rows of one layer from those of others; with `by_items`, rows with
/// other numbers of items count as other layers.
Configuration group_of(const ProfileRow& row, bool by_items) {
  const auto& [kernel, stride, pad, group, kernel_width, stride_width] = row.layer.window;
  const Shape& in = row.layer.input;
  const Shape& out = row.layer.output;
  return {kernel,
          stride,
          pad,
          group,
          kernel_width,
          stride_width,
          in.channels,
          in.height,
          in.width,
          out.channels,
          out.height,
          out.width,
          by_items ? row.items : 0};
}

/// A hash by which layers are put into an order that depends on neither names nor the order of
/// rows.
std::uint64_t hash_of(const Configuration& configuration) {
  std::uint64_t hash = 0;
  for (const int value : configuration) {
    hash = (hash ^ static_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15;  // golden ratio
    hash ^= hash >> 32U;
  }
  return hash;
}

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The observations of all folds but the one that is left out.
std::vector<Observation> joined(const Folds& folds, std::size_t left_out = kNone) {
  std::vector<Observation> all;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    if (i != left_out) {
      all.insert(all.end(), folds[i].begin(), folds[i].end());
    }
  }
  return all;
}

/// The quantile of order p of sorted values, the nearest of them. Requires: at least one.
double quantile(const std::vector<double>& sorted, double p) {
  return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1) + 0.5)];
}

/// The coefficient of determination, 1 - residual variance / total variance. If there is no
/// variance to explain, it is 1 for predictions without an error, else 0.
double r_squared(const std::vector<double>& truths, const std::vector<double>& predictions) {
  const double mean =
      std::accumulate(truths.begin(), truths.end(), 0.0) / static_cast<double>(truths.size());
  double residuals = 0.0;
  double deviations = 0.0;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    residuals += (predictions[i] - truths[i]) * (predictions[i] - truths[i]);
    deviations += (truths[i] - mean) * (truths[i] - mean);
  }
  if (deviations > 0.0) {
    return 1.0 - residuals / deviations;
  }
  return residuals > 0.0 ? 0.0 : 1.0;
}

/// The errors of a form on layers that it was not fitted to: each fold is predicted by a model that
/// is fitted to all other folds. O(folds) fits.
FitReport held_out_errors(const ModelForm& form,
                          const Folds& folds,
                          double Observation::*measured) {
  std::vector<double> truths;
  std::vector<double> predictions;
  std::vector<double> errors;
  FitReport report;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    const std::unique_ptr<LayerModel> model = form.fit(joined(folds, i));
    for (const Observation& observation : folds[i]) {
      truths.push_back(observation.*measured);
      predictions.push_back(model->predict(observation.features));
      const double error = (predictions.back() - truths.back()) * relative_weight(truths.back());
      report.held_out_bias += error;
      errors.push_back(std::abs(error));
      report.held_out_mape += std::abs(error);
    }
  }
  const auto count = static_cast<double>(errors.size());
  report.held_out_bias /= count;
  report.held_out_mape /= count;
  report.held_out_r_squared = r_squared(truths, predictions);
  std::ranges::sort(errors);
  report.held_out_median = quantile(errors, 0.5);
  report.held_out_p90 = quantile(errors, 0.9);
  report.held_out_worst = errors.back();
  return report;
}

/// The number of different layers among rows that are sorted by layer.
std::size_t count_groups(const std::vector<ProfileRow>& sorted, bool by_items) {
  std::size_t groups = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    groups +=
        i == 0 || group_of(sorted[i], by_items) != group_of(sorted[i - 1], by_items) ? 1U : 0U;
  }
  return groups;
}

}  // namespace

Folds deal_into_folds(std::vector<ProfileRow> rows) {
  CUTPOINT_EXPECTS(!rows.empty());
  std::ranges::sort(rows, {}, [](const ProfileRow& row) {
    const Configuration layer = group_of(row, false);
    return std::tuple{hash_of(layer), layer, row.items, row.time, row.power.value()};
  });
  const bool by_items = count_groups(rows, false) < kFewestGroups;
  const std::size_t groups = count_groups(rows, by_items);
  if (groups < kFewestGroups || rows.size() < kFewestRows) {
    throw InputError{
        {},
        fmt::format(
            "only {} rows with {} different configurations of type {}; a fit needs {} and {}",
            rows.size(),
            groups,
            to_string(rows.front().layer.type),
            kFewestRows,
            kFewestGroups)};
  }
  Folds folds(groups <= kMostSingleFolds ? groups : kFolds);
  std::size_t group = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && group_of(rows[i], by_items) != group_of(rows[i - 1], by_items)) {
      ++group;
    }
    folds[group % folds.size()].push_back({.features = features_of(rows[i].layer, rows[i].items),
                                           .seconds = rows[i].time.count(),
                                           .watts = rows[i].power.value()});
  }
  return folds;
}

SelectedModel select_model(std::span<const ModelForm> forms,
                           const Folds& folds,
                           double Observation::*measured,
                           ModelFamily family) {
  struct Candidate {
    const ModelForm* form = nullptr;
    FitReport report{};
  };
  Candidate paper;
  Candidate ours;
  for (const ModelForm& form : forms) {
    FitReport report = held_out_errors(form, folds, measured);
    Candidate& best = form.from_paper ? paper : ours;
    if (best.form == nullptr || report.held_out_mape < best.report.held_out_mape) {
      best = {.form = &form, .report = std::move(report)};
    }
  }
  constexpr double kNotTried = std::numeric_limits<double>::infinity();
  const double paper_mape = paper.form != nullptr ? paper.report.held_out_mape : kNotTried;
  const double our_mape = ours.form != nullptr ? ours.report.held_out_mape : kNotTried;
  const bool is_paper_good_enough = paper_mape <= kPaperHandicap * our_mape;
  const bool takes_paper =
      family == ModelFamily::Best ? is_paper_good_enough : family == ModelFamily::Paper;
  const Candidate& chosen = takes_paper ? paper : ours;
  CUTPOINT_EXPECTS(chosen.form != nullptr);

  const std::vector<Observation> all = joined(folds);
  SelectedModel selected{.model = chosen.form->fit(all), .report = chosen.report};
  selected.report.form = chosen.form->name;
  selected.report.rows = all.size();
  selected.report.paper_held_out_mape = paper_mape;
  selected.report.condition_number = selected.model->condition_number();
  selected.report.rank_deficient = selected.model->is_rank_deficient();
  return selected;
}

}  // namespace cutpoint
