// The load level K that the pool publishes, and what a client has last heard of it.
//
// K is the slowdown of the last period: mean sojourn / mean service of the queries that the pool
// completed in it, quantized to 16 levels on a logarithmic scale. Each client pings once a period,
// at a phase of its own, and hears what is published at that moment, a delay later. Pings cost no
// events: which one a client last heard follows from the clock. The mean wait of the same queries
// is published beside K, for clients who add it instead.
#pragma once

#include <cstdint>
#include <vector>

#include "base/duration_sum.hpp"

namespace cutpoint {

/// K of a level: 2^(level / 3), so 16 levels reach from 1 to 32.
[[nodiscard]] double slowdown_of(std::uint8_t level);
/// The level nearest to a slowdown on the logarithmic scale. Requires: slowdown >= 1.
[[nodiscard]] std::uint8_t level_of(double slowdown);

/// What the pool says of a period, and what clients believe before they have heard anything.
struct PoolLoad {
  double slowdown = 1.0;  // K
  Seconds wait{};         // mean wait for an executor
};

/// Collects what the pool completes, publishes a load at the end of each period, and tells any
/// client what it has last heard.
class LoadSignal {
 public:
  /// Requires: period > 0, delay >= 0.
  LoadSignal(Duration period, Duration delay);

  /// Counts a query that leaves the pool.
  void completed(Duration sojourn, Duration service) {
    sojourn_ += sojourn;
    service_ += service;
    ++completed_;
  }

  /// Ends a period; to be called at 1, 2, 3, … periods. Publishes the load of the period; if
  /// nothing was completed in it, none if the pool is idle and the former load if it is stuck.
  /// O(1).
  void publish(bool pool_is_idle);

  /// What a client with ping phase `phase` (0 <= phase < period) has last heard at `now`. O(1).
  /// Requires: `now` is in the period after the last publication.
  [[nodiscard]] PoolLoad heard(TimePoint now, Duration phase) const;

  [[nodiscard]] Duration period() const { return period_; }

 private:
  Duration period_;
  std::int64_t whole_delay_;  // whole periods of the delay
  Duration rest_of_delay_;    // what is left of the delay beside them
  DurationSum sojourn_{};
  DurationSum service_{};
  std::int64_t completed_ = 0;
  std::int64_t published_ = 0;     // periods that have ended
  TimePoint last_publication_{};   // time 0 before the first one
  std::vector<PoolLoad> history_;  // ring: what was published at the end of period n
};

}  // namespace cutpoint
