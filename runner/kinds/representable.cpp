#include "runner/kinds/representable.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <fmt/core.h>

#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/kind.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

constexpr Seconds kLongest{1e9};
// The largest factor of jitter that is reckoned with: beyond eight standard deviations of the
// logarithm at the largest coefficient of variation.
constexpr double kMostJitter = 1e3;
// The most pings, and the most queries of the background, while one query comes and goes: more
// would make a few events of interest among ten million others.
constexpr double kMostEventsPerQuery = 1e7;
// The highest rate of arrivals: if they come more often than every nanosecond, several are at one
// instant.
constexpr Rate kHighestRate{1e9};

/// Where the first of the keys is written that the scenario has; the whole file if it has none.
SourceLocation place_of(const Scenario& scenario, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (const auto found = scenario.origins.find(key); found != scenario.origins.end()) {
      return found->second;
    }
  }
  return {scenario.path.string()};
}

/// Whether decisions need to know the power of layers.
bool needs_energy(const Objective& objective) {
  return objective.kind != Objective::Latency || objective.energy_bound.has_value();
}

/// What a query takes on its cut when it is alone, however it is accounted for.
Seconds time_alone(const FleetWorld& world, const CutCost& cut) {
  const Link& link = world.clients.link;
  const NetworkAccounting& counted = world.clients.accounting;
  Seconds time = cut.mobile_time + cut.upload / link.uplink.value + cut.server_time;
  if (counted.download) {
    time += cut.result / link.downlink.value;
  }
  if (counted.round_trip) {
    time += link.round_trip.value;
  }
  if (counted.radio_states) {
    time += 2.0 * link.promotion_time.value + link.tail_time.value + link.second_tail_time.value;
  }
  return time + world.clients.decision_overhead;
}

/// The longest that a query takes alone; no cut is left out, whoever chooses it.
Seconds longest_alone(const Scenario& scenario, const FleetWorld& world, const Processor& mobile) {
  const VariationSettings& variation = world.clients.variation;
  const bool varies = variation.jitter > 0.0 || variation.link_jitter > 0.0;
  const Seconds most = varies ? kLongest / kMostJitter : kLongest;
  const SourceLocation file{scenario.path.string()};
  Seconds longest{};
  for (const MixEntry& entry : world.queries.mix) {
    const DnnGraph dnn = entry.application->build();
    expect_covered(mobile, dnn, needs_energy(world.clients.objective), file);
    expect_covered(world.server.processor, dnn, false, file);
    const CostTable table =
        make_cost_table(actual_costs(dnn, entry.query, mobile, world.server.processor));
    for (const CutCost& cut : table.cuts) {
      const Seconds time = time_alone(world, cut);
      if (!(time < most)) {
        throw InputError{
            place_of(scenario, {"clients.bandwidth", "clients.link", "queries.items"}),
            fmt::format("a query of \"{}\" on {} over {} would take more than {} s somewhere; "
                        "check queries.items, the bandwidth and the rates of the processors",
                        entry.application->name,
                        mobile.name,
                        world.clients.link.name,
                        varies ? "1e6" : "1e9")};
      }
      longest = std::max(longest, time);
    }
  }
  return longest;
}

/// Checks that no query of the background takes longer than can be simulated.
void expect_background_representable(const Scenario& scenario, const ServerSettings& server) {
  for (const MixEntry& entry : server.background.mix) {
    expect_covered(server.processor, entry.application->build(), false, {scenario.path.string()});
    if (!(cloud_only_service(server.processor, entry) < kLongest / kMostJitter)) {
      throw InputError{place_of(scenario, {"server.background.items", "server.background.load"}),
                       "a query of \"" + entry.application->name +
                           "\" in the background would take more than 1e6 s on " +
                           server.processor.name + "; check server.background.items"};
    }
  }
}

/// Checks the memory that results take: everything that a run leaves is kept until the results are
/// written.
void expect_storable(const Scenario& scenario) {
  constexpr double kMostRuns = 1e6;
  constexpr double kMostRecords = 1e7;
  const RunSettings& run = scenario.points.front().run;
  const auto points = static_cast<double>(scenario.points.size());
  if (points * run.replications > kMostRuns) {
    throw InputError{place_of(scenario, {"run.replications"}),
                     "points x run.replications are more than 1e6 runs; lower one of them"};
  }
  if (points * run.record > kMostRecords) {
    throw InputError{place_of(scenario, {"run.record"}),
                     "points x run.record are more than 1e7 single queries; lower one of them"};
  }
}

}  // namespace

SourceLocation place_of_rate(const Scenario& scenario) {
  return place_of(scenario,
                  {"queries.rate",
                   "queries.load",
                   "source.rate",
                   "source.load",
                   "queries.arrivals",
                   "source.arrivals",
                   "run.max_queries",
                   "run.max_jobs"});
}

Seconds expect_fleet_representable(const Scenario& scenario, const FleetWorld& world) {
  const Seconds on_cpu = longest_alone(scenario, world, world.clients.cpu);
  const Seconds on_gpu = longest_alone(scenario, world, world.clients.gpu);
  expect_background_representable(scenario, world.server);
  return std::max(on_cpu, on_gpu);
}

void expect_arrivals_representable(const Scenario& scenario,
                                   Seconds interarrival,
                                   std::uint64_t max_observations) {
  const Seconds all{kEndOfClock.time_since_epoch()};
  if (!(interarrival * static_cast<double>(max_observations) < all)) {
    throw InputError{place_of_rate(scenario),
                     "so many arrivals at so low a rate would take more than 253 years of "
                     "simulated time; lower run.max_queries or run.max_jobs, or raise the rate"};
  }
  if (!(interarrival * kHighestRate.value() >= Seconds{1.0 - 1e-9})) {
    throw InputError{place_of_rate(scenario),
                     "more than 1e9 arrivals per second; lower the rate or the load"};
  }
}

void expect_few_events(const Scenario& scenario, Seconds between, const FleetWorld& world) {
  const double pings = between / world.clients.ping_period;
  const Rate background = background_rate(world.server);
  if (!(pings < kMostEventsPerQuery)) {
    throw InputError{place_of(scenario, {"clients.ping.period", "queries.rate", "queries.load"}),
                     "more than 1e7 periods of clients.ping while one query comes and goes; ping "
                     "less often, or raise the rate of the queries"};
  }
  if (!(background * between < kMostEventsPerQuery) || !(background <= kHighestRate)) {
    throw InputError{place_of(scenario, {"server.background.load"}),
                     "more than 1e7 queries of the background while one query comes and goes, or "
                     "more than 1e9 per second; lower server.background.load"};
  }
}

void expect_representable(const Scenario& scenario) {
  expect_storable(scenario);
  for (const Point& point : scenario.points) {
    kind_of(point).expect_representable(scenario, point);
  }
}

}  // namespace cutpoint
