// What is measured of a fleet, and how it is collected in batches.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/duration_sum.hpp"
#include "base/units.hpp"
#include "sim/stats/batch_estimate.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint {

/// The parts of a query's life, in order. They add up to its latency exactly.
enum class Span : std::uint8_t {
  Decision,
  PhoneWait,
  PhoneRun,
  UplinkWait,
  Upload,  // airtime and, if counted, the round trip
  ServerWait,
  ServerRun,
  Download,
};
inline constexpr std::size_t kSpanCount = 8;

using Spans = std::array<Duration, kSpanCount>;
using SpanSums = std::array<DurationSum, kSpanCount>;

enum class FleetMetric : std::uint8_t {
  LatencyMean,
  LatencyP50,
  LatencyP95,
  LatencyP99,
  ServerSojournMean,
  ServerSojournP95,
  ServerSojournP99,
  Throughput,
  Utilization,
  ServerServiceMean,
  RemoteShare,
  MobileEnergyMean,
  ServerEnergyMean,
  SpanDecisionMean,
  SpanPhoneWaitMean,
  SpanPhoneRunMean,
  SpanUplinkWaitMean,
  SpanUploadMean,
  SpanServerWaitMean,
  SpanServerRunMean,
  SpanDownloadMean,
  RegretLatencyMean,
  RegretEnergyMean,
};
inline constexpr std::size_t kFleetMetricCount = 23;

struct FleetMetricInfo {
  FleetMetric metric;
  std::string_view name;  // in results files and on the command line
  std::string_view unit;  // "" if dimensionless
  std::string_view long_name;
  bool of_backlogged_source;  // whether it means anything when the pool is kept busy artificially
};

/// By position of the enumerator.
[[nodiscard]] std::span<const FleetMetricInfo> fleet_metrics();

[[nodiscard]] std::optional<FleetMetric> find_fleet_metric(std::string_view name);

/// Whether it is read from a histogram.
[[nodiscard]] bool is_quantile(FleetMetric metric);

/// What is kept of a stretch of consecutive completions.
struct FleetBatch {
  std::uint64_t queries = 0;
  std::uint64_t remote = 0;  // those that ran on a server
  SpanSums spans{};
  DurationSum elapsed{};
  DurationSum busy{};  // busy executors integrated over `elapsed`
  Joules mobile_energy;
  Joules server_energy;  // above idle
  // Of the decisions made in the stretch, by the objective that they were made for.
  Seconds latency_regret{};
  std::uint64_t latency_decisions = 0;
  Joules energy_regret;
  std::uint64_t energy_decisions = 0;
  Histogram latency;
  Histogram server_sojourn;
  std::vector<std::uint64_t> cuts;  // queries by cut, as in FleetPlan::cuts

  void merge(const FleetBatch& later);
  void clear();
};

/// How much hardware the pool has; turns busy time into utilization and idle power into energy.
struct PoolSize {
  double executors = 1.0;
  Watts idle_power;  // of all servers together
};

/// The metric within one batch, to judge warm-up and correlation by; NaN if the batch has no
/// observation of it. For the throughput it is the reciprocal, because a batch may take no time.
[[nodiscard]] double batch_value(FleetMetric metric, const FleetBatch& batch, const PoolSize& pool);

/// The metric over batches, with its interval; NaN if there is no observation of it or fewer than
/// two batches.
[[nodiscard]] Estimate fleet_estimate(FleetMetric metric,
                                      std::span<const FleetBatch> batches,
                                      const PoolSize& pool,
                                      Batches kind = Batches::Consecutive);

}  // namespace cutpoint
