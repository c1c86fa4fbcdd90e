#include "runner/kinds/replications.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "runner/kinds/kind.hpp"
#include "sim/stats/estimate.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint {
namespace {

/// The worst status of all runs.
PointStatus worst_status(std::span<const PointResult> runs) {
  PointStatus worst = PointStatus::Converged;
  for (const PointResult& run : runs) {
    worst = std::max(worst, run.status);
  }
  return worst;
}

bool is_precise(const Point& point, const PointResult& result) {
  const std::vector<NamedEstimate> metrics = kind_of(point).metrics(point, result);
  return std::ranges::all_of(point.run.precision.metrics, [&](const std::string& name) {
    const auto metric = std::ranges::find(metrics, name, &NamedEstimate::name);
    return metric != metrics.end() &&
           metric->estimate.relative_half_width() <= point.run.precision.relative;
  });
}

}  // namespace

bool is_quantile(std::string_view metric) {
  const auto of_fleets = FleetMetric::find(metric);
  const auto of_queues = QueueMetric::find(metric);
  return of_fleets ? (*of_fleets)->is_quantile() : of_queues && (*of_queues)->is_quantile();
}

double precision_of_one(const RunSettings& run) {
  constexpr double kAim = 0.8;
  constexpr double kNormal95 = 1.959963984540054;
  // The least precision that is asked for: the interval of a quantile cannot be narrower than its
  // bin, plus what rounding makes of it.
  constexpr double kOfQuantiles = Histogram::kRelativeError * (1.0 + 1e-9);
  if (run.replications == 1) {
    return run.precision.relative;
  }
  const double student = student_t_95(run.replications - 1);
  const double shared = kAim * run.precision.relative *
                        std::sqrt(static_cast<double>(run.replications)) * kNormal95 / student;
  const bool has_quantile = std::ranges::any_of(
      run.precision.metrics, [](const std::string& name) { return is_quantile(name); });
  return has_quantile ? std::max(shared, kOfQuantiles) : shared;
}

PointResult merge_replications(const Point& point, std::span<PointResult> runs) {
  CUTPOINT_EXPECTS(!runs.empty());
  if (runs.size() == 1) {
    return std::move(runs.front());
  }
  PointResult merged;
  merged.status = worst_status(runs);
  merged.end = std::ranges::find(runs, merged.status, &PointResult::status)->end;
  merged.outcome = kind_of(point).merge(point, runs);
  if (merged.status == PointStatus::Converged && !is_precise(point, merged)) {
    merged.status = PointStatus::Budget;
  }
  return merged;
}

}  // namespace cutpoint
