// How many queries per second a data center can serve: two criteria, because the published one is
// not known (docs/model.md).
#pragma once

#include "fleet/fleet.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// Why a throughput has, or has not, a value.
enum class ThroughputStatus : std::uint8_t {
  Converged,
  Unbounded,    // no query reaches the servers, or no rate overloads them
  Unreachable,  // even an idle pool misses the bound
  Budget,
};

/// "converged", "unbounded", "unreachable", "budget".
[[nodiscard]] std::string_view to_string(ThroughputStatus status);

/// A rate of queries that a data center can serve, and why it has a value or none.
struct Throughput {
  ThroughputStatus status = ThroughputStatus::Budget;
  Estimate rate;  // queries per second; infinite if unbounded, NaN if unreachable
};

/// What came of saturating the pool (assumption A19): a backlog keeps it busy, and decisions are
/// made at an idle pool (K = 1). `run` is the simulation itself; it has no value if no query
/// reaches the servers.
struct Saturation {
  Throughput throughput;
  std::optional<FleetResult> run;
};
/// Finds the throughput of the saturated pool by one run. Changes source and targets of the
/// settings.
[[nodiscard]] Saturation saturate(FleetSettings& settings);

/// What came of a search for the rate within a bound.
struct BoundedRate {
  Throughput throughput;
  std::uint64_t events = 0;  // events of all the runs that were tried
};

/// The largest query rate at which the 95th percentile of the server sojourn time stays within the
/// bound, with K live: a bracket between a rate that holds and one that fails, narrowed to
/// `rate_precision` by bisection. Every rate is tried with the same random numbers. The half-width
/// covers the bracket and the precision to which the percentile is known near the bound, divided by
/// how steeply it rises with the rate. `arrivals` in the settings is only used for its shape.
/// Requires: a bounded saturation throughput to start from.
[[nodiscard]] BoundedRate bounded_rate(FleetSettings& settings,
                                       const ThroughputSettings& bound,
                                       Rate saturation);

}  // namespace cutpoint
