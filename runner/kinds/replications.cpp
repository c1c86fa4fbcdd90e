#include "runner/kinds/replications.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "sim/engine/fingerprint.hpp"
#include "sim/stats/estimate.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint {
namespace {

/// The least favorable status of all.
PointStatus worst_status(std::span<const PointResult> runs) {
  PointStatus worst = PointStatus::Converged;
  for (const PointResult& run : runs) {
    worst = std::max(worst, run.status);
  }
  return worst;
}

/// Adds up what is exact of a run.
template <class Result>
void add_bookkeeping(Result& sum, const Result& run, Fingerprint& fingerprint) {
  sum.discarded_share += run.discarded_share;
  sum.simulated += run.simulated;
  sum.events += run.events;
  sum.steady.merge(run.steady);
  fingerprint.add(run.fingerprint);
}

QueueResult merge_queues(const Point& point, std::span<const PointResult> runs) {
  QueueResult sum;
  Fingerprint fingerprint;
  std::vector<QueueBatch> batches;
  for (const PointResult& run : runs) {
    const QueueResult& queues = *run.queues;
    add_bookkeeping(sum, queues, fingerprint);
    sum.arrivals += queues.arrivals;
    sum.departures += queues.departures;
    sum.blocked += queues.blocked;
    sum.sojourn_sum += queues.sojourn_sum;
    sum.jobs_in_system_integral += queues.jobs_in_system_integral;
    sum.busy_integral += queues.busy_integral;
    sum.service_sum += queues.service_sum;
    batches.push_back(queues.steady);
  }
  const double servers = server_count(*queues_of(point));
  for (const QueueMetricInfo& info : queue_metrics()) {
    sum.metrics[static_cast<std::size_t>(info.metric)] =
        QueueTarget{info.metric, servers}.estimate(batches, Batches::Independent);
  }
  const std::size_t classes = runs.front().queues->class_waiting_times.size();
  for (std::size_t i = 0; i < classes; ++i) {
    sum.class_waiting_times.push_back(class_waiting_time(batches, i, Batches::Independent));
  }
  sum.discarded_share /= static_cast<double>(runs.size());
  sum.fingerprint = fingerprint.value();
  return sum;
}

FleetResult merge_fleets(const Point& point, std::span<const PointResult> runs) {
  FleetResult sum;
  Fingerprint fingerprint;
  std::vector<FleetBatch> batches;
  sum.cut_counts = runs.front().fleet->cut_counts;
  sum.records = runs.front().fleet->records;
  for (const PointResult& run : runs) {
    const FleetResult& fleet = *run.fleet;
    add_bookkeeping(sum, fleet, fingerprint);
    sum.issued += fleet.issued;
    sum.completed += fleet.completed;
    sum.in_flight += fleet.in_flight;
    batches.push_back(fleet.steady);
    for (std::size_t c = 0; &run != &runs.front() && c < sum.cut_counts.size(); ++c) {
      for (std::size_t a = 0; a < sum.cut_counts[c].size(); ++a) {
        std::ranges::transform(sum.cut_counts[c][a],
                               fleet.cut_counts[c][a],
                               sum.cut_counts[c][a].begin(),
                               std::plus{});
      }
    }
  }
  const ServerSettings& server = world_of(point)->server;
  const PoolSize pool =
      pool_size({server.servers, server.executors, server.processor.idle_power.value});
  for (const FleetMetricInfo& info : fleet_metrics()) {
    sum.metrics[static_cast<std::size_t>(info.metric)] =
        fleet_estimate(info.metric, batches, pool, Batches::Independent);
  }
  sum.discarded_share /= static_cast<double>(runs.size());
  sum.fingerprint = fingerprint.value();
  return sum;
}

bool is_precise(const Point& point, const PointResult& result) {
  const std::vector<NamedEstimate> metrics = metrics_of(point, result);
  return std::ranges::all_of(point.run.precision.metrics, [&](const std::string& name) {
    const auto metric = std::ranges::find(metrics, name, &NamedEstimate::name);
    return metric != metrics.end() &&
           metric->estimate.relative_half_width() <= point.run.precision.relative;
  });
}

}  // namespace

double precision_of_one(const RunSettings& run) {
  constexpr double kAim = 0.8;
  constexpr double kNormal95 = 1.959963984540054;
  // As narrow as the interval of a quantile can be, and what rounding makes of it.
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

QueueRunSettings queue_run_settings(const RunSettings& run, std::uint32_t replication) {
  QueueRunSettings settings{.seed = run.seed, .replication = replication};
  settings.targets.clear();
  for (const std::string& name : run.precision.metrics) {
    const auto metric = find_queue_metric(name);
    CUTPOINT_EXPECTS(metric.has_value());
    settings.targets.push_back(*metric);
  }
  settings.stop.relative_precision = precision_of_one(run);
  settings.stop.max_observations = run.max_observations;
  settings.is_replicated = run.replications > 1;
  return settings;
}

PointResult merge_replications(const Point& point, std::span<PointResult> runs) {
  CUTPOINT_EXPECTS(!runs.empty());
  if (runs.size() == 1) {
    return std::move(runs.front());
  }
  PointResult merged;
  merged.status = worst_status(runs);
  merged.end = std::ranges::find(runs, merged.status, &PointResult::status)->end;
  if (merged.status == PointStatus::NotRun || merged.status == PointStatus::Excluded) {
    return merged;
  }
  if (queues_of(point) != nullptr) {
    merged.queues = merge_queues(point, runs);
  } else {
    merged.fleet = merge_fleets(point, runs);
    merged.cut_labels = runs.front().cut_labels;
  }
  if (merged.status == PointStatus::Converged && !is_precise(point, merged)) {
    merged.status = PointStatus::Budget;
  }
  return merged;
}

}  // namespace cutpoint
