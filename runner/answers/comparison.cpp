#include "runner/answers/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "fleet/recorder/fleet_metrics.hpp"
#include "runner/answers/measured_file.hpp"
#include "runner/kinds/replications.hpp"
#include "sim/queues/queue_metrics.hpp"

namespace cutpoint {
namespace {

/// What is compared by default, as far as an experiment has it.
const std::vector<std::string>& usual_metrics() {
  static const std::vector<std::string> kUsual = [] {
    std::vector<std::string> names;
    const auto add_compared = [&](const auto& metrics) {
      for (const auto& metric : metrics) {
        if (metric.is_compared) {
          names.emplace_back(metric.name);
        }
      }
    };
    add_compared(kFleetMetrics);
    add_compared(kQueueMetrics);
    names.insert(names.end(), {"saturation_throughput", "bounded_throughput"});
    return names;
  }();
  return kUsual;
}

/// One of the two things that are compared: a file, or the part of it where an axis has a value.
struct Side {
  const MeasuredFile& file;
  std::size_t fixed_axis;  // number of axes if none is
  std::size_t fixed_position;

  [[nodiscard]] std::vector<std::size_t> free_axes() const {
    std::vector<std::size_t> axes;
    for (std::size_t i = 0; i < file.axes().size(); ++i) {
      if (i != fixed_axis) {
        axes.push_back(i);
      }
    }
    return axes;
  }
};

Side side_of(const MeasuredFile& file, const std::string& axis, const std::string& value) {
  if (axis.empty()) {
    return {file, file.axes().size(), 0};
  }
  const std::size_t number = file.axis(axis);
  return {file, number, file.position(number, value)};
}

/// The metrics to compare: those that were asked for, or the usual ones, as far as both files have
/// them with intervals. Throws: InputError if there are none, or one that was asked for is missing.
std::vector<std::string> chosen_metrics(const MeasuredFile& a,
                                        const MeasuredFile& b,
                                        const std::vector<std::string>& wanted) {
  std::vector<std::string> known;
  for (const std::string& name : a.metrics()) {
    if (std::ranges::count(b.metrics(), name) > 0) {
      known.push_back(name);
    }
  }
  if (known.empty()) {
    throw InputError{{b.path().string()},
                     "has no metrics with intervals in common with " + a.path().string() +
                         "; experiments of one kind can be compared, and not those of decisions"};
  }
  std::vector<std::string> chosen;
  for (const std::string& name : wanted.empty() ? usual_metrics() : wanted) {
    if (std::ranges::count(known, name) > 0) {
      chosen.push_back(name);
    } else if (!wanted.empty()) {
      throw InputError{{b.path().string()},
                       "no metric \"" + name + "\" in both" + suggestion(name, known)};
    }
  }
  return chosen;
}

/// The axes of the other side by the order of this one's. Throws: InputError if they are not the
/// same.
std::vector<std::size_t> matching_axes(const Side& a, const Side& b) {
  std::vector<std::size_t> matches;
  for (const std::size_t axis : a.free_axes()) {
    const auto& name = a.file.axes()[axis].name;
    const auto match = std::ranges::find(b.file.axes(), name, &MeasuredAxis::name);
    if (match == b.file.axes().end()) {
      throw InputError{
          {b.file.path().string()},
          fmt::format(
              "does not vary {}, and {} does; only sweeps over the same axes can be compared",
              name,
              a.file.path().string())};
    }
    matches.push_back(static_cast<std::size_t>(match - b.file.axes().begin()));
  }
  if (b.free_axes().size() != matches.size()) {
    throw InputError{{b.file.path().string()},
                     "varies more axes than " + a.file.path().string() +
                         "; only sweeps over the same axes can be compared"};
  }
  return matches;
}

/// Indices of a point of either side that have the same parameters.
struct PointPair {
  std::size_t a;
  std::size_t b;
  std::vector<ParameterValue> parameters;
};

/// The points whose parameters both sides have, in the order of the first. Values of axes are
/// compared exactly: both files wrote them from scenarios by the same rules.
std::vector<PointPair> shared_points(const Side& a, const Side& b) {
  const std::vector<std::size_t> axes_a = a.free_axes();
  const std::vector<std::size_t> axes_b = matching_axes(a, b);
  std::vector<PointPair> pairs;
  for (std::size_t point = 0; point < a.file.points(); ++point) {
    const std::vector<std::size_t> position = a.file.position_of(point);
    if (a.fixed_axis < position.size() && position[a.fixed_axis] != a.fixed_position) {
      continue;
    }
    PointPair pair{point, 0, {}};
    std::vector<std::size_t> there(b.file.axes().size(), b.fixed_position);
    bool is_shared = true;
    for (std::size_t i = 0; i < axes_a.size() && is_shared; ++i) {
      pair.parameters.push_back(a.file.axes()[axes_a[i]].values[position[axes_a[i]]]);
      const auto& values = b.file.axes()[axes_b[i]].values;
      const auto match = std::ranges::find(values, pair.parameters.back());
      is_shared = match != values.end();
      there[axes_b[i]] = static_cast<std::size_t>(match - values.begin());
    }
    if (is_shared) {
      pair.b = b.file.index_of(there);
      pairs.push_back(std::move(pair));
    }
  }
  if (pairs.empty()) {
    throw InputError{{b.file.path().string()},
                     "has no point with the parameters of one in " + a.file.path().string()};
  }
  return pairs;
}

/// Whether the numbers of a point estimate a steady state; those of an unstable one, or of one that
/// was not run, do not.
bool has_numbers(const MeasuredFile& file, std::size_t point) {
  const std::string& status = file.status(point);
  return status == "converged" || status == "budget";
}

/// Rows of the runs that both sides have, of equal seed and replication; none if one side has a run
/// without a partner, as the estimates that are compared are of all runs.
std::vector<std::pair<std::size_t, std::size_t>> common_runs(const Side& a,
                                                             const Side& b,
                                                             const PointPair& pair) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> rows_of_b;
  for (const MeasuredRun& run : b.file.runs(pair.b)) {
    rows_of_b[{run.seed, run.replication}] = run.row;
  }
  std::vector<std::pair<std::size_t, std::size_t>> rows;
  for (const MeasuredRun& run : a.file.runs(pair.a)) {
    if (const auto other = rows_of_b.find({run.seed, run.replication}); other != rows_of_b.end()) {
      rows.emplace_back(run.row, other->second);
    }
  }
  const bool is_complete =
      rows.size() == a.file.runs(pair.a).size() && rows.size() == b.file.runs(pair.b).size();
  return is_complete ? rows : std::vector<std::pair<std::size_t, std::size_t>>{};
}

/// The files that both scenarios use and that differ, or that only one of them uses; none if one of
/// the results does not name its files.
std::vector<DifferingInput> differing_inputs(const MeasuredFile& a, const MeasuredFile& b) {
  std::vector<DifferingInput> differing;
  if (a.inputs().empty() || b.inputs().empty()) {
    return differing;
  }
  const auto add =
      [&](const ScenarioInput& input, const std::string& in_a, const std::string& in_b) {
        if (input.kind != InputKind::Scenario && in_a != in_b) {
          differing.push_back({input.name, input.kind, in_a, in_b});
        }
      };
  for (const ScenarioInput& input : a.inputs()) {
    const ScenarioInput* other = counterpart(input, b.inputs());
    add(input, input.sha256, other == nullptr ? "" : other->sha256);
  }
  for (const ScenarioInput& input : b.inputs()) {
    if (counterpart(input, a.inputs()) == nullptr) {
      add(input, "", input.sha256);
    }
  }
  return differing;
}

/// Whether runs with another such file have met other arrivals or other rates of links, whatever
/// their random numbers.
bool changes_what_is_met(InputKind kind) {
  return kind == InputKind::ArrivalTrace || kind == InputKind::ArrivalDistribution ||
         kind == InputKind::LinkTrace;
}

/// Whether the text of a scenario may name a file by the key `file`, as traces and distributions
/// do.
bool has_key_file(std::string_view text) {
  constexpr std::string_view kKey = "file";
  for (std::size_t at = text.find(kKey); at != text.npos; at = text.find(kKey, at + 1)) {
    const std::size_t next = text.find_first_not_of("\"' \t", at + kKey.size());
    if (next != text.npos && text[next] == '=') {
      return true;
    }
  }
  return false;
}

/// Whether arrivals or rates of links may come from files. A file of a layout that names no inputs
/// is asked for what its text may name.
bool may_meet_files(const MeasuredFile& file) {
  return file.inputs().empty()
             ? has_key_file(file.scenario())
             : std::ranges::any_of(file.inputs(), changes_what_is_met, &ScenarioInput::kind);
}

/// Why it cannot be known whether two files met the same arrivals and rates of links; nothing if it
/// can.
std::optional<std::string> unknown_inputs(const MeasuredFile& a, const MeasuredFile& b) {
  if (a.path() != b.path() && (may_meet_files(a) || may_meet_files(b))) {
    for (const MeasuredFile* file : {&a, &b}) {
      if (file->inputs().empty()) {
        return file->path().string() + " does not say which files it used; run the scenario again";
      }
    }
  }
  return std::nullopt;
}

/// Settles whether runs are compared in pairs: how many pairs every point has that has numbers at
/// all, and if they are too few, why.
void settle_pairing(const Side& a,
                    const Side& b,
                    const std::vector<PointPair>& points,
                    Comparison& comparison) {
  const auto other = std::ranges::find_if(comparison.differing_inputs, [](const auto& input) {
    return changes_what_is_met(input.kind);
  });
  if (other != comparison.differing_inputs.end()) {
    comparison.why_unpaired =
        "the " + std::string{to_string(other->kind)} + ' ' + other->name + " differs";
    return;
  }
  if (const auto why = unknown_inputs(a.file, b.file)) {
    comparison.why_unpaired = *why;
    return;
  }
  std::optional<std::size_t> least;
  bool has_few_runs = false;
  bool has_more_runs = false;
  for (const PointPair& point : points) {
    if (has_numbers(a.file, point.a) && has_numbers(b.file, point.b)) {
      const std::size_t pairs = common_runs(a, b, point).size();
      least = std::min(least.value_or(pairs), pairs);
      has_few_runs =
          has_few_runs || a.file.runs(point.a).size() < 2 || b.file.runs(point.b).size() < 2;
      has_more_runs = has_more_runs || a.file.runs(point.a).size() != b.file.runs(point.b).size();
    }
  }
  comparison.pairs = least.value_or(0) >= 2 ? *least : 0;
  if (comparison.pairs > 0) {
    return;
  }
  for (const Side* side : {&a, &b}) {
    if (!side->file.has_runs()) {
      comparison.why_unpaired = side->file.path().string() + " keeps no single runs";
      return;
    }
  }
  comparison.why_unpaired = has_few_runs    ? "pairs take at least two replications"
                            : has_more_runs ? "one has more replications than the other"
                                            : "the seeds differ";
}

/// One metric of one point on both sides. The difference is significant if its interval leaves out
/// zero.
ComparedMetric compare_metric(
    const std::string& name, const Side& a, const Side& b, const PointPair& point, bool is_paired) {
  ComparedMetric metric{name, a.file.unit(name), {}, {}, {}, {}};
  if (!has_numbers(a.file, point.a) || !has_numbers(b.file, point.b)) {
    return metric;
  }
  metric.a = a.file.estimate(name, point.a);
  metric.b = b.file.estimate(name, point.b);
  DifferenceAndRatio compared = compare_independent(metric.a, metric.b);
  if (is_paired) {
    std::vector<double> of_a;
    std::vector<double> of_b;
    for (const auto& [row_a, row_b] : common_runs(a, b, point)) {
      of_a.push_back(a.file.of_run(name, row_a));
      of_b.push_back(b.file.of_run(name, row_b));
    }
    compared = compare_pairs({metric.a, of_a}, {metric.b, of_b});
  }
  if (is_quantile(name)) {
    compared = within_bins(compared, metric.a, metric.b);
  }
  metric.difference = compared.difference;
  metric.ratio = compared.ratio;
  metric.is_significant = std::abs(metric.difference.value) > metric.difference.half_width;
  return metric;
}

}  // namespace

DifferenceAndRatio compare_pairs(const ComparedRuns& a, const ComparedRuns& b) {
  CUTPOINT_EXPECTS(a.runs.size() == b.runs.size());
  CUTPOINT_EXPECTS(a.runs.size() >= 2);

  std::vector<double> differences;
  for (std::size_t i = 0; i < a.runs.size(); ++i) {
    differences.push_back(b.runs[i] - a.runs[i]);
  }
  // The mean difference is the ratio of the differences to ones, and the ratio of sums b / a is the
  // classical ratio estimator, whose interval knows that a and b vary together.
  const std::vector<double> ones(a.runs.size(), 1.0);
  const auto half_width = [](std::span<const double> of_b, std::span<const double> of_a) {
    return ratio_estimate(of_b, of_a, Batches::Independent).half_width;
  };
  DifferenceAndRatio compared{{b.estimate.value - a.estimate.value, half_width(differences, ones)},
                              {}};
  if (std::ranges::all_of(a.runs, [](double value) { return value > 0.0; })) {
    compared.ratio = {b.estimate.value / a.estimate.value, half_width(b.runs, a.runs)};
  }
  return compared;
}

DifferenceAndRatio compare_independent(const Estimate& a, const Estimate& b) {
  const double ratio = b.value / a.value;
  return {
      .difference = {b.value - a.value, std::hypot(a.half_width, b.half_width)},
      .ratio = {ratio,
                std::abs(ratio) * std::hypot(a.relative_half_width(), b.relative_half_width())}};
}

DifferenceAndRatio within_bins(DifferenceAndRatio compared, const Estimate& a, const Estimate& b) {
  const double error_a = Histogram::error_at(Seconds{a.value}).count();
  const double error_b = Histogram::error_at(Seconds{b.value}).count();
  compared.difference.half_width = std::max(compared.difference.half_width, error_a + error_b);
  compared.ratio.half_width =
      std::max(compared.ratio.half_width,
               std::abs(compared.ratio.value) * (error_a / a.value + error_b / b.value));
  return compared;
}

Comparison compare(const ComparisonRequest& request) {
  const MeasuredFile file_a{request.a, request.reading};
  const MeasuredFile file_b{request.b, request.reading};
  if (file_a.experiment() != file_b.experiment()) {
    throw InputError{{request.b.string()},
                     fmt::format("an experiment of {}, and {} is one of {}",
                                 file_b.experiment(),
                                 request.a.string(),
                                 file_a.experiment())};
  }
  const Side a = side_of(file_a, request.axis, request.value_a);
  const Side b = side_of(file_b, request.axis, request.value_b);
  const std::vector<std::string> metrics = chosen_metrics(file_a, file_b, request.metrics);
  const std::vector<PointPair> points = shared_points(a, b);
  Comparison comparison;
  for (const std::size_t axis : a.free_axes()) {
    comparison.parameters.emplace_back(file_a.axes()[axis].name, file_a.axes()[axis].unit);
  }
  comparison.differing_inputs = differing_inputs(file_a, file_b);
  settle_pairing(a, b, points, comparison);
  for (const PointPair& point : points) {
    ComparedPoint compared{point.parameters, file_a.status(point.a), file_b.status(point.b), {}};
    for (const std::string& name : metrics) {
      const bool is_paired =
          comparison.pairs > 0 && file_a.is_known_of_runs(name) && file_b.is_known_of_runs(name);
      compared.metrics.push_back(compare_metric(name, a, b, point, is_paired));
    }
    comparison.points.push_back(std::move(compared));
  }
  return comparison;
}

}  // namespace cutpoint
