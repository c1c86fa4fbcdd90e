// Whether a scenario fits into simulated time, and a run of it into the time of its user: what the
// kinds of experiments have in common.
#pragma once

#include <cstdint>

#include "scenario/scenario.hpp"

namespace cutpoint {

/// Refuses what would leave simulated time, which ends after 253 years: queries that take longer
/// than 1e9 s (1e6 s with jitter), and arrivals so rare that max_observations of them do. It also
/// refuses what would take its user too long or too much memory: pings or a background millions of
/// times as frequent as the queries, and more than a million runs. For all points, before the first
/// one runs. Throws: InputError.
void expect_representable(const Scenario& scenario);

/// The longest that a query of such a fleet takes when it is alone, whoever chooses its cut.
/// Throws: InputError if that is too long, or a processor cannot compute a network.
[[nodiscard]] Seconds expect_fleet_representable(const Scenario& scenario, const FleetWorld& world);

/// Checks that arrivals fit the clock. Throws: InputError if they are too rare for it, or too
/// frequent.
void expect_arrivals_representable(const Scenario& scenario,
                                   Seconds interarrival,
                                   std::uint64_t max_observations);

/// Throws: InputError if more goes on beside a query, in the time between two of them, than anybody
/// can wait for.
void expect_few_events(const Scenario& scenario, Seconds between, const FleetWorld& world);

/// The place at which the scenario says how often something arrives.
[[nodiscard]] SourceLocation place_of_rate(const Scenario& scenario);

}  // namespace cutpoint
