// A fleet of clients, their links and a data center: the life of every query, simulated.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleet/fleet_settings.hpp"
#include "fleet/recorder/query_record.hpp"

namespace cutpoint {

/// Where queries wait, in the order of their lives.
enum class FleetLine : std::uint8_t { Phone, Uplink, Pool };
inline constexpr std::size_t kFleetLineCount = 3;

/// "phone", "uplink", "pool".
[[nodiscard]] std::string_view to_string(FleetLine line);

/// What came of a run: metrics in the steady state, and exact counts of the whole run.
struct FleetResult {
  RunStatus status = RunStatus::Budget;
  RunEnd end;                                         // a line is a FleetLine
  std::array<Estimate, FleetMetric::kCount> metrics;  // NaN where a metric has no meaning
  /// Queries by class, application and cut, after warm-up.
  std::vector<std::vector<std::vector<std::uint64_t>>> cut_counts;
  double discarded_share = 0.0;  // share of the completions discarded as warm-up
  FleetBatch steady;             // all that was observed after the warm-up
  /// The first queries of all, warm-up included, in the order of their arrival.
  std::vector<QueryRecord> records;

  // Exact bookkeeping of the whole run: issued = completed + in flight.
  std::uint64_t issued = 0;
  std::uint64_t completed = 0;
  std::uint64_t in_flight = 0;
  DurationSum simulated{};  // of all replications together
  std::uint64_t events = 0;
  std::uint64_t fingerprint = 0;

  [[nodiscard]] const Estimate& operator[](FleetMetric metric) const {
    return metrics[metric.index()];
  }
};

/// Runs the fleet until its stop rule holds, or until there are most_in_system(). Requires:
/// consistent settings (at least one client and one application, as many networks per class as
/// weights); for a backlogged source also that some query reaches the servers, see
/// reaches_servers().
[[nodiscard]] FleetResult run_fleet(const FleetSettings& settings);

/// Whether any class sends any application to the servers while the pool is idle (K = 1).
[[nodiscard]] bool reaches_servers(const FleetSettings& settings);

}  // namespace cutpoint
