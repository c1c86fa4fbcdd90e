// What is collected of a fleet: the sums and histograms from which its metrics are computed.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/duration_sum.hpp"
#include "base/units.hpp"
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

/// What is kept of a stretch of consecutive completions.
struct FleetBatch {
  std::uint64_t queries = 0;
  std::uint64_t remote = 0;  // queries that ran on a server
  SpanSums spans{};          // over the queries, by Span
  DurationSum elapsed{};
  DurationSum busy{};  // busy executors integrated over `elapsed`
  Joules mobile_energy{};
  Joules server_energy{};  // above idle
  // Sums over the decisions made in the stretch, by the objective that they were made for.
  Seconds latency_regret{};
  std::uint64_t latency_decisions = 0;
  Joules energy_regret{};
  std::uint64_t energy_decisions = 0;
  Histogram latency{};
  Histogram server_sojourn{};
  std::vector<std::uint64_t> cuts{};  // queries by cut, as in FleetPlan::cuts

  /// The end-to-end latencies of all queries.
  [[nodiscard]] DurationSum latency_sum() const;
  /// The times from arrival at the pool to the end of service, of the queries that came there.
  [[nodiscard]] DurationSum server_sojourn_sum() const;

  /// Adds what a later stretch holds. O(bins + cuts).
  void merge(const FleetBatch& later);
  /// Forgets everything and keeps the memory. O(bins + cuts).
  void clear();
};

/// The members of a batch, in the order in which records keep them. A member that is missing here
/// is not compiled.
template <class Batch>
requires std::same_as<std::remove_const_t<Batch>, FleetBatch>
[[nodiscard]] auto members(Batch& batch) {
  auto& [queries,
         remote,
         spans,
         elapsed,
         busy,
         mobile_energy,
         server_energy,
         latency_regret,
         latency_decisions,
         energy_regret,
         energy_decisions,
         latency,
         server_sojourn,
         cuts] = batch;
  return std::tie(queries,
                  remote,
                  spans,
                  elapsed,
                  busy,
                  mobile_energy,
                  server_energy,
                  latency_regret,
                  latency_decisions,
                  energy_regret,
                  energy_decisions,
                  latency,
                  server_sojourn,
                  cuts);
}

/// How much hardware the pool has; turns busy time into utilization and idle power into energy.
struct PoolSize {
  double executors = 1.0;
  Watts idle_power;  // of all servers together
};

}  // namespace cutpoint
