// One combination of the values that a scenario has: what is to be simulated there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
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

struct ThroughputSettings {
  Seconds sojourn_bound{0.1};           // p95 of the server sojourn time
  double rate_precision = 0.02;         // relative width of the final bracket
  std::string baseline = "cloud_only";  // policy that gains are measured against
};

/// One combination of axis values, fully resolved.
struct Point {
  std::vector<std::size_t> position;  // along each axis
  bool is_excluded = false;           // by [[sweep.exclude]]: described, but not to be run
  RunSettings run;
  std::optional<QueueSystem> queues;  // bare queues; then the sections below do not count
  ClientSettings clients;
  QuerySettings queries;
  ServerSettings server;
  ActualSettings actual;
  ThroughputSettings throughput;
};

}  // namespace cutpoint
