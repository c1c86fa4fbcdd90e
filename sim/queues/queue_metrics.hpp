// The metrics of bare queues: one row for each, from which everything else that handles them
// follows.
//
// A new metric is a row here. If it needs something that is not yet collected, also a member of
// QueueBatch, which the model fills (sim/queues/queue_model.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "sim/engine/stop_rule.hpp"
#include "sim/queues/queue_batch.hpp"
#include "sim/stats/metric.hpp"

namespace cutpoint {

/// In the order in which results files and records have them. Each is computed from a batch and the
/// number of servers in the whole system. A waiting time is a sojourn time less the service times.
inline constexpr auto kQueueMetrics = std::to_array<Metric<QueueBatch, double>>({
    {.name = "sojourn_time_mean",
     .unit = "s",
     .long_name = "mean time in the system",
     .computed = kRatio<&QueueBatch::sojourn, &QueueBatch::jobs>,
     .column = "sojourn",
     .is_target = true,
     .is_compared = true},
    {.name = "sojourn_time_p50",
     .unit = "s",
     .long_name = "median time in the system",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.5},
     .is_target = true},
    {.name = "sojourn_time_p95",
     .unit = "s",
     .long_name = "95th percentile of time in the system",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.95},
     .column = "p95",
     .is_target = true,
     .is_compared = true},
    {.name = "sojourn_time_p99",
     .unit = "s",
     .long_name = "99th percentile of time in the system",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.99},
     .column = "p99",
     .is_target = true},
    {.name = "sojourn_time_p999",
     .unit = "s",
     .long_name = "99.9th percentile of time in the system",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.999},
     .is_target = true},
    {.name = "waiting_time_mean",
     .unit = "s",
     .long_name = "mean time in the system not served",
     .computed = kRatio<&QueueBatch::waiting, &QueueBatch::jobs>,
     .column = "waiting",
     .is_target = true},
    {.name = "waiting_time_p50",
     .unit = "s",
     .long_name = "median time not served",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.5},
     .is_target = true},
    {.name = "waiting_time_p95",
     .unit = "s",
     .long_name = "95th percentile of time not served",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.95},
     .is_target = true},
    {.name = "waiting_time_p99",
     .unit = "s",
     .long_name = "99th percentile of time not served",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.99},
     .is_target = true},
    {.name = "waiting_time_p999",
     .unit = "s",
     .long_name = "99.9th percentile of time not served",
     .computed = QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.999},
     .is_target = true},
    {.name = "queue_length_mean",
     .unit = "",
     .long_name = "mean number of jobs not in service",
     .computed = kRatio<&QueueBatch::in_line, &QueueBatch::elapsed>,
     .column = "queue length",
     .is_target = true},
    {.name = "jobs_in_system_mean",
     .unit = "",
     .long_name = "mean number of jobs in the system",
     .computed = kRatio<&QueueBatch::in_system, &QueueBatch::elapsed>,
     .is_target = true},
    {.name = "utilization",
     .unit = "",
     .long_name = "busy share of the servers' time",
     .computed =
         [](const QueueBatch& batch, const double& servers) {
           return Ratio{batch.busy.seconds().count(), servers * batch.elapsed.seconds().count()};
         },
     .column = "utilization",
     .is_target = true},
    {.name = "throughput",
     .unit = "1/s",
     .long_name = "departures per second",
     .computed = kRatio<&QueueBatch::jobs, &QueueBatch::elapsed>,
     .column = "throughput",
     .is_target = true,
     .is_reciprocal_in_batch = true},
    {.name = "blocked_share",
     .unit = "",
     .long_name = "share of the arrivals that is lost",
     .computed = kRatio<&QueueBatch::blocked, &QueueBatch::arrivals>,
     .column = "blocked",
     .is_target = true},
});

/// A metric of bare queues, found by its name: QueueMetric{"sojourn_time_mean"}.
using QueueMetric = MetricIn<kQueueMetrics>;

/// A metric as a target of the stop rule.
struct QueueTarget {
  QueueMetric metric{"sojourn_time_mean"};
  double servers = 1.0;  // of the whole system

  /// The metric within one batch, or its reciprocal; NaN if the batch has no observation of it.
  [[nodiscard]] double value(const QueueBatch& batch) const {
    return metric->value(batch, servers);
  }
  [[nodiscard]] bool is_known(const StopRule& rule, std::span<const QueueBatch> batches) const {
    return precise_enough(rule, metric->estimate(batches, servers));
  }
};

/// Mean waiting time of the jobs of one class.
[[nodiscard]] Estimate class_waiting_time(std::span<const QueueBatch> batches,
                                          std::size_t number,
                                          Batches kind = Batches::Consecutive);

}  // namespace cutpoint
