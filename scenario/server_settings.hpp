// The data center of an experiment: section [server].
#pragma once

#include <cstdint>
#include <vector>

#include "scenario/query_settings.hpp"
#include "sim/random/arrival_process.hpp"
#include "workloads/devices/processor.hpp"

namespace cutpoint {

/// Queries of other users, who run everything on the servers.
struct BackgroundSettings {
  double load = 0.0;  // the load that they alone offer the pool, below 1; 0: there are none
  ArrivalProcess arrivals{Distribution{Exponential{Seconds{1.0}}}};  // the shape of their arrivals
  std::vector<MixEntry> mix;
};

/// The servers of the data center, all alike, and who else uses them.
struct ServerSettings {
  Processor processor;
  std::uint32_t servers = 1;
  std::uint32_t executors = 1;  // queries that a server serves at a time
  BackgroundSettings background;
};

}  // namespace cutpoint
