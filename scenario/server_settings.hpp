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
  double load = 0.0;  // that they alone offer the pool, below 1; at 0 there are none
  ArrivalProcess arrivals{Distribution{Exponential{Seconds{1.0}}}};  // their shape
  std::vector<MixEntry> mix;
};

struct ServerSettings {
  Processor processor;
  std::uint32_t servers = 1;
  std::uint32_t executors = 1;  // per server: queries that it serves at a time
  BackgroundSettings background;
};

}  // namespace cutpoint
