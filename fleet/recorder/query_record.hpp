// The life of a single query, for those who want to look at more than means.
#pragma once

#include <cstdint>

#include "base/units.hpp"
#include "fleet/recorder/fleet_batch.hpp"

namespace cutpoint {

/// A query as results files keep it, from its arrival to its result.
struct QueryRecord {
  TimePoint arrival{};
  std::uint32_t client = 0;
  std::uint32_t client_class = 0;
  std::uint32_t application = 0;  // by position in FleetSettings::mix
  std::uint32_t cut = 0;          // among the policy's for that class and application
  // The next six are what was so when the client decided.
  BytesPerSecond believed_uplink;
  BytesPerSecond uplink;      // the true rate at that moment
  double load_level = 1.0;    // K as its client had last heard of it
  Seconds load_wait{};        // the mean wait that it had heard of beside K
  std::uint32_t busy = 0;     // executors that were busy
  std::uint64_t waiting = 0;  // queries in line before them
  // The last three are known from the completion on.
  bool is_complete = false;
  Spans spans{};
  Joules mobile_energy{};

  /// The latency, from the arrival to the result. Requires: is_complete.
  [[nodiscard]] Duration latency() const {
    Duration sum{};
    for (const Duration span : spans) {
      sum += span;
    }
    return sum;
  }
};

}  // namespace cutpoint
