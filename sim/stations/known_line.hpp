// One server behind a first-come, first-served line whose services are known when they are queued.
//
// Then the time at which the server falls free is all of its state: who is ready at `at` starts at
// the later of the two times (Lindley 1952). There is no line in memory and no event at the start
// of a service. The phone and the uplink of every client are such lines.
#pragma once

#include <algorithm>

#include "base/time.hpp"

namespace cutpoint {

/// The time at which such a server falls free, from which all else follows.
class KnownLine {
 public:
  /// When a job would start that is ready at `at`. O(1).
  [[nodiscard]] TimePoint start(TimePoint at) const { return std::max(at, free_); }

  /// Takes in a job that starts then; returns when it will be done. O(1). Requires: jobs come in
  /// the order in which they are served, `from` is not before start() of the time at which it was
  /// ready, and service >= 0.
  TimePoint occupy(TimePoint from, Duration service) { return free_ = clock_sum(from, service); }

 private:
  TimePoint free_{};
};

}  // namespace cutpoint
