#include "runner/execute/single_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "runner/keep/run_record.hpp"
#include "runner/kinds/decision_run.hpp"
#include "runner/kinds/replications.hpp"

namespace cutpoint {
namespace {

bool is_settled(ThroughputStatus status) { return status != ThroughputStatus::Budget; }

PointResult measure_throughput(const Point& point, FleetSettings& settings) {
  PointResult result;
  Saturation saturation = saturate(settings);
  result.fleet = std::move(saturation.run);
  result.saturation = saturation.throughput;
  if (!std::isfinite(saturation.throughput.rate.value)) {
    result.bounded = saturation.throughput;  // unbounded, or not known well enough to start from
  } else {
    result.bounded =
        bounded_rate(settings, *throughput_of(point), Rate{saturation.throughput.rate.value});
  }
  const bool settled = is_settled(result.saturation->status) && is_settled(result.bounded->status);
  result.status = settled ? PointStatus::Converged : PointStatus::Budget;
  if (!settled && result.fleet) {
    result.end = result.fleet->end;
  }
  return result;
}

/// One replication of one point.
PointResult run_once(const Point& point,
                     std::uint32_t replication,
                     const PredictorSet& predictors,
                     const std::atomic<bool>* interrupted) {
  PointResult result;
  if (const QueueSystem* queues = queues_of(point)) {
    QueueRunSettings settings = queue_run_settings(point.run, replication);
    settings.stop.interrupted = interrupted;
    result.queues = run_queues(*queues, settings);
    result.status = to_point_status(result.queues->status);
    result.end = result.queues->end;
    return result;
  }
  if (point.run.kind == ExperimentKind::Decisions) {
    result.decisions = decide_queries(*world_of(point), point.run.seed, predictors);
    result.status = PointStatus::Converged;
    return result;
  }
  AssembledFleet fleet = assemble_fleet(*world_of(point), point.run, predictors);
  FleetSettings& settings = fleet.settings;
  settings.replication = replication;
  settings.stop.relative_precision = precision_of_one(point.run);
  settings.stop.interrupted = interrupted;
  if (point.run.kind == ExperimentKind::Throughput) {
    result = measure_throughput(point, settings);
    result.cut_labels = std::move(fleet.labels);
    return result;
  }
  result.fleet = run_fleet(settings);
  result.cut_labels = std::move(fleet.labels);
  result.status = to_point_status(result.fleet->status);
  result.end = result.fleet->end;
  return result;
}

/// The largest relative half-width among what was to be precise; 0 if nothing was.
double precision_reached(const Point& point, const PointResult& result) {
  double worst = 0.0;
  const auto take = [&](const Estimate& estimate) {
    if (std::isfinite(estimate.relative_half_width())) {
      worst = std::max(worst, estimate.relative_half_width());
    }
  };
  if (result.saturation) {
    take(result.saturation->rate);
    return worst;
  }
  for (const NamedEstimate& metric : metrics_of(point, result)) {
    if (std::ranges::count(point.run.precision.metrics, metric.name) > 0) {
      take(metric.estimate);
    }
  }
  return worst;
}

}  // namespace

FinishedRun single_run(const Scenario& scenario,
                       const RunKey& key,
                       const PredictorSet& predictors,
                       const std::atomic<bool>* interrupted) {
  const auto start = std::chrono::steady_clock::now();
  const Point& point = scenario.points[key.point];
  RunRecord record{key, point.run.max_observations, {}};
  record.result = run_once(point, key.replication, predictors, interrupted);
  FinishedRun run;
  run.key = key;
  run.events = bookkeeping_of(record.result).events;
  run.precision = precision_reached(point, record.result);
  run.record = encode_run(record);
  run.seconds = Seconds{std::chrono::steady_clock::now() - start}.count();
  return run;
}

}  // namespace cutpoint
