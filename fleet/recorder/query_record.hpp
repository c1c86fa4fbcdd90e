// The life of a single query, for those who want to look at more than means.
#pragma once

#include <cstdint>

#include "base/units.hpp"
#include "fleet/recorder/fleet_metrics.hpp"

namespace cutpoint {

struct QueryRecord {
  TimePoint arrival{};
  std::uint32_t client = 0;
  std::uint32_t client_class = 0;
  std::uint32_t application = 0;  // by position in FleetSettings::mix
  std::uint32_t cut = 0;          // among the policy's for that class and application
  // When its client decided:
  BytesPerSecond believed_uplink;
  BytesPerSecond uplink;      // the true one
  double load_level = 1.0;    // K as its client had last heard of it
  Seconds load_wait{};        // the mean wait that it had heard of beside K
  std::uint32_t busy = 0;     // executors
  std::uint64_t waiting = 0;  // queries in line before them
  // From its completion on:
  bool is_complete = false;
  Spans spans{};
  Joules mobile_energy{};

  /// From the arrival to the result. Requires: is_complete.
  [[nodiscard]] Duration latency() const {
    Duration sum{};
    for (const Duration span : spans) {
      sum += span;
    }
    return sum;
  }
};

}  // namespace cutpoint
