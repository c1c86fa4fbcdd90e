#include "predictor/model_selection.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

using Configuration = std::array<int, 11>;

Configuration configuration_of(const ProfileRow& row) {
  const auto& [kernel, stride, pad, group] = row.layer.window;
  const Shape& in = row.layer.input;
  const Shape& out = row.layer.output;
  return {kernel,
          stride,
          pad,
          group,
          in.channels,
          in.height,
          in.width,
          out.channels,
          out.height,
          out.width,
          row.items};
}

std::uint64_t hash_of(const Configuration& configuration) {
  std::uint64_t hash = 0;
  for (const int value : configuration) {
    hash = (hash ^ static_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15;  // golden ratio
    hash ^= hash >> 32U;
  }
  return hash;
}

std::vector<Observation> joined(const Folds& folds, std::size_t left_out = kFolds) {
  std::vector<Observation> all;
  for (std::size_t i = 0; i < kFolds; ++i) {
    if (i != left_out) {
      all.insert(all.end(), folds[i].begin(), folds[i].end());
    }
  }
  return all;
}

struct HeldOutError {
  double mape = 0.0;
  double r_squared = 0.0;
};

HeldOutError held_out_error(const ModelForm& form,
                            const Folds& folds,
                            double Observation::*measured) {
  const std::vector<Observation> all = joined(folds);
  const auto count = static_cast<double>(all.size());
  double sum = 0.0;
  for (const Observation& observation : all) {
    sum += observation.*measured;
  }
  const double mean = sum / count;

  HeldOutError error;
  double squared_residuals = 0.0;
  double squared_deviations = 0.0;
  for (std::size_t i = 0; i < kFolds; ++i) {
    const std::unique_ptr<LayerModel> model = form.fit(joined(folds, i));
    for (const Observation& observation : folds[i]) {
      const double truth = observation.*measured;
      const double residual = model->predict(observation.features) - truth;
      error.mape += std::abs(residual) * relative_weight(truth) / count;
      squared_residuals += residual * residual;
      squared_deviations += (truth - mean) * (truth - mean);
    }
  }
  if (squared_deviations > 0.0) {
    error.r_squared = 1.0 - squared_residuals / squared_deviations;
  } else {
    error.r_squared = squared_residuals > 0.0 ? 0.0 : 1.0;
  }
  return error;
}

}  // namespace

Folds deal_into_folds(std::vector<ProfileRow> rows) {
  std::ranges::sort(rows, {}, [](const ProfileRow& row) {
    const Configuration configuration = configuration_of(row);
    return std::tuple{hash_of(configuration), configuration, row.time, row.power.value()};
  });
  Folds folds;
  std::size_t configurations = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || configuration_of(rows[i]) != configuration_of(rows[i - 1])) {
      ++configurations;
    }
    folds[configurations % kFolds].push_back({.features = features_of(rows[i].layer, rows[i].items),
                                              .seconds = rows[i].time.count(),
                                              .watts = rows[i].power.value()});
  }
  return folds;
}

SelectedModel select_model(std::span<const ModelForm> forms,
                           const Folds& folds,
                           double Observation::*measured) {
  struct Candidate {
    const ModelForm* form = nullptr;
    HeldOutError error{.mape = std::numeric_limits<double>::infinity()};
  };
  Candidate paper;
  Candidate ours;
  for (const ModelForm& form : forms) {
    const HeldOutError error = held_out_error(form, folds, measured);
    Candidate& best = form.from_paper ? paper : ours;
    if (error.mape < best.error.mape) {
      best = {.form = &form, .error = error};
    }
  }
  const Candidate& chosen = paper.error.mape <= kPaperHandicap * ours.error.mape ? paper : ours;

  CUTPOINT_EXPECTS(chosen.form != nullptr);
  const std::vector<Observation> all = joined(folds);
  SelectedModel selected{.model = chosen.form->fit(all), .report = {}};
  selected.report.form = chosen.form->name;
  selected.report.rows = all.size();
  selected.report.held_out_mape = chosen.error.mape;
  selected.report.held_out_r_squared = chosen.error.r_squared;
  selected.report.paper_held_out_mape = paper.error.mape;
  selected.report.condition_number = selected.model->condition_number();
  selected.report.rank_deficient = selected.model->is_rank_deficient();
  return selected;
}

}  // namespace cutpoint
