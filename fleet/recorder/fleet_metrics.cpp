#include "fleet/recorder/fleet_metrics.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr std::array<FleetMetricInfo, kFleetMetricCount> kMetrics{{
    {FleetMetric::LatencyMean, "latency_mean", "s", "mean end-to-end latency", false},
    {FleetMetric::LatencyP50, "latency_p50", "s", "median end-to-end latency", false},
    {FleetMetric::LatencyP95, "latency_p95", "s", "95th percentile of end-to-end latency", false},
    {FleetMetric::LatencyP99, "latency_p99", "s", "99th percentile of end-to-end latency", false},
    {FleetMetric::ServerSojournMean,
     "server_sojourn_mean",
     "s",
     "mean time from arrival at the pool to the end of service",
     false},
    {FleetMetric::ServerSojournP95,
     "server_sojourn_p95",
     "s",
     "95th percentile of the time at the pool",
     false},
    {FleetMetric::ServerSojournP99,
     "server_sojourn_p99",
     "s",
     "99th percentile of the time at the pool",
     false},
    {FleetMetric::Throughput, "throughput", "1/s", "queries completed per second", true},
    {FleetMetric::Utilization, "utilization", "", "share of time that an executor is busy", true},
    {FleetMetric::ServerServiceMean,
     "server_service_mean",
     "s",
     "mean service time of the queries that run on a server",
     true},
    {FleetMetric::RemoteShare, "remote_share", "", "share of queries that run on a server", true},
    {FleetMetric::MobileEnergyMean,
     "mobile_energy_mean",
     "J",
     "mean phone energy per query, above idle",
     true},
    {FleetMetric::ServerEnergyMean,
     "server_energy_mean",
     "J",
     "mean server energy per query, idle power included",
     true},
    {FleetMetric::SpanDecisionMean, "span_decision_mean", "s", "mean decision overhead", false},
    {FleetMetric::SpanPhoneWaitMean, "span_phone_wait_mean", "s", "mean wait for the phone", false},
    {FleetMetric::SpanPhoneRunMean, "span_phone_run_mean", "s", "mean run on the phone", false},
    {FleetMetric::SpanUplinkWaitMean,
     "span_uplink_wait_mean",
     "s",
     "mean wait for the uplink",
     false},
    {FleetMetric::SpanUploadMean, "span_upload_mean", "s", "mean upload", false},
    {FleetMetric::SpanServerWaitMean,
     "span_server_wait_mean",
     "s",
     "mean wait for an executor",
     false},
    {FleetMetric::SpanServerRunMean, "span_server_run_mean", "s", "mean run on a server", false},
    {FleetMetric::SpanDownloadMean, "span_download_mean", "s", "mean download", false},
    {FleetMetric::RegretLatencyMean,
     "regret_latency_mean",
     "s",
     "mean expected latency lost by not choosing the best cut",
     false},
    {FleetMetric::RegretEnergyMean,
     "regret_energy_mean",
     "J",
     "mean expected phone energy lost by not choosing the best cut",
     false},
}};

double seconds(DurationSum sum) { return sum.seconds().count(); }

DurationSum latency_sum(const FleetBatch& batch) {
  DurationSum sum{};
  for (const DurationSum span : batch.spans) {
    sum += span;
  }
  return sum;
}

DurationSum span_sum(const FleetBatch& batch, Span span) {
  return batch.spans[static_cast<std::size_t>(span)];
}

/// The means of a batch, as numerator and denominator. Quantiles are not among them.
Ratio ratio_of(FleetMetric metric, const FleetBatch& batch, const PoolSize& pool) {
  const auto queries = static_cast<double>(batch.queries);
  const auto remote = static_cast<double>(batch.remote);
  const double elapsed = seconds(batch.elapsed);
  switch (metric) {
    case FleetMetric::LatencyMean:
      return {seconds(latency_sum(batch)), queries};
    case FleetMetric::ServerSojournMean:
      return {seconds(span_sum(batch, Span::ServerWait) + span_sum(batch, Span::ServerRun)),
              remote};
    case FleetMetric::Throughput:
      return {queries, elapsed};
    case FleetMetric::Utilization:
      return {seconds(batch.busy), pool.executors * elapsed};
    case FleetMetric::ServerServiceMean:
      return {seconds(span_sum(batch, Span::ServerRun)), remote};
    case FleetMetric::RemoteShare:
      return {remote, queries};
    case FleetMetric::MobileEnergyMean:
      return {batch.mobile_energy.value(), queries};
    case FleetMetric::ServerEnergyMean:
      return {(batch.server_energy + pool.idle_power * batch.elapsed.seconds()).value(), queries};
    case FleetMetric::RegretLatencyMean:
      return {batch.latency_regret.count(), static_cast<double>(batch.latency_decisions)};
    case FleetMetric::RegretEnergyMean:
      return {batch.energy_regret.value(), static_cast<double>(batch.energy_decisions)};
    default: {
      const auto first = static_cast<std::size_t>(FleetMetric::SpanDecisionMean);
      const std::size_t span = static_cast<std::size_t>(metric) - first;
      CUTPOINT_EXPECTS(span < kSpanCount);
      return {seconds(batch.spans[span]), queries};
    }
  }
}

std::optional<QuantileOf<FleetBatch>> quantile_of(FleetMetric metric) {
  switch (metric) {
    case FleetMetric::LatencyP50:
      return QuantileOf<FleetBatch>{&FleetBatch::latency, 0.50};
    case FleetMetric::LatencyP95:
      return QuantileOf<FleetBatch>{&FleetBatch::latency, 0.95};
    case FleetMetric::LatencyP99:
      return QuantileOf<FleetBatch>{&FleetBatch::latency, 0.99};
    case FleetMetric::ServerSojournP95:
      return QuantileOf<FleetBatch>{&FleetBatch::server_sojourn, 0.95};
    case FleetMetric::ServerSojournP99:
      return QuantileOf<FleetBatch>{&FleetBatch::server_sojourn, 0.99};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::span<const FleetMetricInfo> fleet_metrics() { return kMetrics; }

std::optional<FleetMetric> find_fleet_metric(std::string_view name) {
  for (const FleetMetricInfo& info : kMetrics) {
    if (info.name == name) {
      return info.metric;
    }
  }
  return std::nullopt;
}

bool is_quantile(FleetMetric metric) { return quantile_of(metric).has_value(); }

void FleetBatch::merge(const FleetBatch& later) {
  queries += later.queries;
  remote += later.remote;
  for (std::size_t i = 0; i < kSpanCount; ++i) {
    spans[i] += later.spans[i];
  }
  elapsed += later.elapsed;
  busy += later.busy;
  mobile_energy += later.mobile_energy;
  server_energy += later.server_energy;
  latency_regret += later.latency_regret;
  latency_decisions += later.latency_decisions;
  energy_regret += later.energy_regret;
  energy_decisions += later.energy_decisions;
  latency.merge(later.latency);
  server_sojourn.merge(later.server_sojourn);
  cuts.resize(std::max(cuts.size(), later.cuts.size()));
  for (std::size_t i = 0; i < later.cuts.size(); ++i) {
    cuts[i] += later.cuts[i];
  }
}

void FleetBatch::clear() {
  queries = remote = latency_decisions = energy_decisions = 0;
  spans.fill(DurationSum{});
  elapsed = busy = DurationSum{};
  mobile_energy = server_energy = energy_regret = Joules{};
  latency_regret = Seconds{};
  latency.clear();
  server_sojourn.clear();
  std::ranges::fill(cuts, 0U);
}

double batch_value(FleetMetric metric, const FleetBatch& batch, const PoolSize& pool) {
  if (const auto quantile = quantile_of(metric)) {
    return batch_quantile(batch, *quantile);
  }
  const Ratio ratio = ratio_of(metric, batch, pool);
  return metric == FleetMetric::Throughput ? ratio.denominator / ratio.numerator
                                           : ratio.numerator / ratio.denominator;
}

Estimate fleet_estimate(FleetMetric metric,
                        std::span<const FleetBatch> batches,
                        const PoolSize& pool,
                        Batches kind) {
  if (const auto quantile = quantile_of(metric)) {
    return estimate_quantile(batches, *quantile, kind);
  }
  std::vector<Ratio> ratios;
  for (const FleetBatch& batch : batches) {
    ratios.push_back(ratio_of(metric, batch, pool));
  }
  return estimate_ratio(ratios, kind);
}

}  // namespace cutpoint
