// The metrics of a fleet: one row for each, from which everything else that handles them follows.
//
// A new metric is a row here. If it needs something that is not yet collected, also a member of
// FleetBatch, which the model fills (fleet/recorder).
#pragma once

#include <array>

#include "fleet/recorder/fleet_batch.hpp"
#include "sim/stats/metric.hpp"

namespace cutpoint {

/// The time of one part of life of all queries.
template <Span span>
[[nodiscard]] DurationSum sum_of(const FleetBatch& batch) {
  return batch.spans[static_cast<std::size_t>(span)];
}

/// In the order in which results files and records have them. The means of the spans stand
/// together, in the order of Span.
inline constexpr auto kFleetMetrics = std::to_array<Metric<FleetBatch, PoolSize>>({
    {.name = "latency_mean",
     .unit = "s",
     .long_name = "mean end-to-end latency",
     .computed = kRatio<&FleetBatch::latency_sum, &FleetBatch::queries>,
     .column = "latency",
     .is_target = true,
     .is_compared = true},
    {.name = "latency_p50",
     .unit = "s",
     .long_name = "median end-to-end latency",
     .computed = QuantileOf<FleetBatch>{&FleetBatch::latency, 0.50},
     .is_target = true},
    {.name = "latency_p95",
     .unit = "s",
     .long_name = "95th percentile of end-to-end latency",
     .computed = QuantileOf<FleetBatch>{&FleetBatch::latency, 0.95},
     .column = "p95",
     .is_target = true,
     .is_compared = true},
    {.name = "latency_p99",
     .unit = "s",
     .long_name = "99th percentile of end-to-end latency",
     .computed = QuantileOf<FleetBatch>{&FleetBatch::latency, 0.99},
     .column = "p99",
     .is_target = true},
    {.name = "server_sojourn_mean",
     .unit = "s",
     .long_name = "mean time from arrival at the pool to the end of service",
     .computed = kRatio<&FleetBatch::server_sojourn_sum, &FleetBatch::remote>,
     .is_target = true},
    {.name = "server_sojourn_p95",
     .unit = "s",
     .long_name = "95th percentile of the time at the pool",
     .computed = QuantileOf<FleetBatch>{&FleetBatch::server_sojourn, 0.95},
     .is_target = true},
    {.name = "server_sojourn_p99",
     .unit = "s",
     .long_name = "99th percentile of the time at the pool",
     .computed = QuantileOf<FleetBatch>{&FleetBatch::server_sojourn, 0.99},
     .is_target = true},
    {.name = "throughput",
     .unit = "1/s",
     .long_name = "queries completed per second",
     .computed = kRatio<&FleetBatch::queries, &FleetBatch::elapsed>,
     .column = "throughput",
     .is_target = true,
     .is_reciprocal_in_batch = true,
     .is_of_backlog = true},
    {.name = "utilization",
     .unit = "",
     .long_name = "share of time that an executor is busy",
     .computed =
         [](const FleetBatch& batch, const PoolSize& pool) {
           return Ratio{batch.busy.seconds().count(),
                        pool.executors * batch.elapsed.seconds().count()};
         },
     .column = "utilization",
     .is_of_backlog = true},
    {.name = "server_service_mean",
     .unit = "s",
     .long_name = "mean service time of the queries that run on a server",
     .computed = kRatio<sum_of<Span::ServerRun>, &FleetBatch::remote>,
     .is_of_backlog = true},
    {.name = "remote_share",
     .unit = "",
     .long_name = "share of queries that run on a server",
     .computed = kRatio<&FleetBatch::remote, &FleetBatch::queries>,
     .column = "remote",
     .is_of_backlog = true},
    {.name = "mobile_energy_mean",
     .unit = "J",
     .long_name = "mean phone energy per query, above idle",
     .computed = kRatio<&FleetBatch::mobile_energy, &FleetBatch::queries>,
     .column = "phone energy",
     .is_compared = true,
     .is_of_backlog = true},
    {.name = "server_energy_mean",
     .unit = "J",
     .long_name = "mean server energy per query, idle power included",
     .computed =
         [](const FleetBatch& batch, const PoolSize& pool) {
           const Joules idle = pool.idle_power * batch.elapsed.seconds();
           return Ratio{(batch.server_energy + idle).value(), static_cast<double>(batch.queries)};
         },
     .is_of_backlog = true},
    {.name = "span_decision_mean",
     .unit = "s",
     .long_name = "mean decision overhead",
     .computed = kRatio<sum_of<Span::Decision>, &FleetBatch::queries>},
    {.name = "span_phone_wait_mean",
     .unit = "s",
     .long_name = "mean wait for the phone",
     .computed = kRatio<sum_of<Span::PhoneWait>, &FleetBatch::queries>},
    {.name = "span_phone_run_mean",
     .unit = "s",
     .long_name = "mean run on the phone",
     .computed = kRatio<sum_of<Span::PhoneRun>, &FleetBatch::queries>},
    {.name = "span_uplink_wait_mean",
     .unit = "s",
     .long_name = "mean wait for the uplink",
     .computed = kRatio<sum_of<Span::UplinkWait>, &FleetBatch::queries>},
    {.name = "span_upload_mean",
     .unit = "s",
     .long_name = "mean upload",
     .computed = kRatio<sum_of<Span::Upload>, &FleetBatch::queries>},
    {.name = "span_server_wait_mean",
     .unit = "s",
     .long_name = "mean wait for an executor",
     .computed = kRatio<sum_of<Span::ServerWait>, &FleetBatch::queries>},
    {.name = "span_server_run_mean",
     .unit = "s",
     .long_name = "mean run on a server",
     .computed = kRatio<sum_of<Span::ServerRun>, &FleetBatch::queries>},
    {.name = "span_download_mean",
     .unit = "s",
     .long_name = "mean download",
     .computed = kRatio<sum_of<Span::Download>, &FleetBatch::queries>},
    {.name = "regret_latency_mean",
     .unit = "s",
     .long_name = "mean expected latency lost by not choosing the best cut",
     .computed = kRatio<&FleetBatch::latency_regret, &FleetBatch::latency_decisions>},
    {.name = "regret_energy_mean",
     .unit = "J",
     .long_name = "mean expected phone energy lost by not choosing the best cut",
     .computed = kRatio<&FleetBatch::energy_regret, &FleetBatch::energy_decisions>},
});

/// A metric of a fleet, found by its name: FleetMetric{"latency_mean"}.
using FleetMetric = MetricIn<kFleetMetrics>;

}  // namespace cutpoint
