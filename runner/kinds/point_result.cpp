#include "runner/kinds/point_result.hpp"

#include <bit>

#include "sim/engine/fingerprint.hpp"

namespace cutpoint {
namespace {

std::vector<NamedEstimate> fleet_metrics_of(const Point& point, const PointResult& result) {
  const bool is_throughput = point.run.kind == ExperimentKind::Throughput;
  std::vector<NamedEstimate> metrics;
  for (const FleetMetricInfo& info : fleet_metrics()) {
    // The throughput of a saturated pool is reported under a name of its own.
    if (is_throughput && (!info.of_backlogged_source || info.metric == FleetMetric::Throughput)) {
      continue;
    }
    metrics.push_back({std::string{info.name},
                       std::string{info.unit},
                       std::string{info.long_name} + (is_throughput ? " (saturated pool)" : ""),
                       result.fleet ? (*result.fleet)[info.metric] : Estimate{}});
  }
  return metrics;
}

std::vector<NamedEstimate> queue_metrics_of(const Point& point, const PointResult& result) {
  std::vector<NamedEstimate> metrics;
  for (const QueueMetricInfo& info : queue_metrics()) {
    metrics.push_back({std::string{info.name},
                       std::string{info.unit},
                       std::string{info.long_name},
                       result.queues ? (*result.queues)[info.metric] : Estimate{}});
  }
  const std::size_t classes = queues_of(point)->class_shares.size();
  for (std::size_t i = 0; classes > 1 && i < classes; ++i) {
    const bool is_known = result.queues && i < result.queues->class_waiting_times.size();
    metrics.push_back({"waiting_time_mean_class_" + std::to_string(i),
                       "s",
                       "mean time in the system not served, of class " + std::to_string(i),
                       is_known ? result.queues->class_waiting_times[i] : Estimate{}});
  }
  return metrics;
}

}  // namespace

std::string_view to_string(PointStatus status) {
  switch (status) {
    case PointStatus::Converged:
      return "converged";
    case PointStatus::Budget:
      return "budget";
    case PointStatus::Unstable:
      return "unstable";
    case PointStatus::NotRun:
      return "not run";
    case PointStatus::Excluded:
      return "excluded";
  }
  return "unknown";
}

PointStatus to_point_status(RunStatus status) {
  switch (status) {
    case RunStatus::Converged:
      return PointStatus::Converged;
    case RunStatus::Budget:
      return PointStatus::Budget;
    case RunStatus::Unstable:
      return PointStatus::Unstable;
  }
  return PointStatus::NotRun;
}

std::string limited_by(const Point& point, const PointResult& result) {
  switch (result.end.limit) {
    case RunLimit::None:
      return "";
    case RunLimit::Observations:
      return queues_of(point) != nullptr ? "jobs" : "queries";
    case RunLimit::Source:
      return "arrivals";
    case RunLimit::Clock:
      return "clock";
    case RunLimit::Line:
      break;
  }
  const QueueSystem* queues = queues_of(point);
  if (queues == nullptr) {
    return std::string{to_string(static_cast<FleetLine>(result.end.line))};
  }
  const std::vector<StationSettings>& stations = queues->stations;
  return result.end.line < stations.size() ? "station " + stations[result.end.line].name
                                           : "unknown";
}

std::vector<NamedEstimate> metrics_of(const Point& point, const PointResult& result) {
  if (point.run.kind == ExperimentKind::Decisions) {
    return {};  // Costs of single queries are no metrics of a run.
  }
  return queues_of(point) != nullptr ? queue_metrics_of(point, result)
                                     : fleet_metrics_of(point, result);
}

bool is_quantile(std::string_view metric) {
  const auto of_fleets = find_fleet_metric(metric);
  const auto of_queues = find_queue_metric(metric);
  return of_fleets ? is_quantile(*of_fleets) : of_queues && is_quantile(*of_queues);
}

Bookkeeping bookkeeping_of(const PointResult& result) {
  if (result.fleet) {
    return {result.fleet->completed,
            result.fleet->discarded_share,
            result.fleet->events,
            result.fleet->fingerprint};
  }
  if (result.queues) {
    return {result.queues->departures,
            result.queues->discarded_share,
            result.queues->events,
            result.queues->fingerprint};
  }
  if (result.decisions) {
    Fingerprint all;
    for (const DecidedQuery& query : *result.decisions) {
      for (const ExplainedCut& cut : query.cuts) {
        all.add(std::bit_cast<std::uint64_t>(cut.actual.latency.count()));
        all.add(std::bit_cast<std::uint64_t>(cut.actual.energy.value()));
      }
      all.add(std::bit_cast<std::uint64_t>(query.chosen.actual.latency.count()));
    }
    return {.completed = result.decisions->size(), .fingerprint = all.value()};
  }
  return {};
}

}  // namespace cutpoint
