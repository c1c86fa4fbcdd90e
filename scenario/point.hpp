// One combination of the values that a scenario has: what is to be simulated there.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "base/units.hpp"
#include "scenario/client_settings.hpp"
#include "scenario/query_settings.hpp"
#include "scenario/run_settings.hpp"
#include "scenario/server_settings.hpp"
#include "sim/queues/queue_system.hpp"

namespace cutpoint {

/// How the simulated world differs from what a predictor can know.
struct ActualSettings {
  bool misfit = true;  // if not, the point's processors are without_misfit()
};

/// Phones, what is asked of them, and the data center: what every experiment with a fleet has.
struct FleetWorld {
  ClientSettings clients;
  QuerySettings queries;
  ServerSettings server;
  ActualSettings actual;
};

/// How the throughput is searched for, and what it is compared with.
struct ThroughputSettings {
  Seconds sojourn_bound{0.1};           // bound on the p95 of the server sojourn time
  double rate_precision = 0.02;         // relative width of the final bracket
  std::string baseline = "cloud_only";  // policy that gains are measured against
};

/// A fleet, run once at the given rate or load.
struct SteadyStateExperiment {
  FleetWorld world;
};

/// How many queries per second a data center serves: saturated, and within a bound.
struct ThroughputExperiment {
  FleetWorld world;
  ThroughputSettings search;
};

/// No run: what each cut costs one query that is alone, and where it is cut.
struct DecisionExperiment {
  FleetWorld world;
};

/// Queues without phones and networks.
struct QueueExperiment {
  QueueSystem system;
};

/// What is simulated. Only runner/kinds/ and scenario/ ask which of these it is
/// (tests/kind_rules.py); everybody else asks the kind (runner/kinds/kind.hpp).
using Experiment =
    std::variant<SteadyStateExperiment, ThroughputExperiment, DecisionExperiment, QueueExperiment>;

/// One combination of axis values, fully resolved. All points of a scenario are of one kind.
struct Point {
  std::vector<std::size_t> position;  // along each axis
  bool is_excluded = false;           // by [[sweep.exclude]]: described, but not to be run
  RunSettings run;
  Experiment experiment;
};

/// The phones, queries and servers of a point; null if its experiment has none.
[[nodiscard]] const FleetWorld* world_of(const Point& point);
[[nodiscard]] FleetWorld* world_of(Point& point);

/// What a point's search for the throughput is to find; null if it has no search.
[[nodiscard]] const ThroughputSettings* throughput_of(const Point& point);

/// A point's bare queues; null if it has none.
[[nodiscard]] const QueueSystem* queues_of(const Point& point);

}  // namespace cutpoint
