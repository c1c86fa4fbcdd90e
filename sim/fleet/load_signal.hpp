// The load level K that the pool publishes, and what a client has last heard of it.
//
// K is the slowdown of the last period: mean sojourn / mean service of the queries that the pool
// completed in it, quantized to 16 levels on a logarithmic scale. Each client pings once a period,
// at a phase of its own, and hears what is published at that moment, a delay later. Pings cost no
// events: which one a client last heard follows from the clock.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/units/time.hpp"

namespace cutpoint {

/// K of a level: 2^(level / 3), so 16 levels reach from 1 to 32.
[[nodiscard]] double slowdown_of(std::uint8_t level);
/// The level nearest to a slowdown on the logarithmic scale. Requires: slowdown >= 1.
[[nodiscard]] std::uint8_t level_of(double slowdown);

class LoadSignal {
 public:
  /// Requires: period > 0, delay >= 0.
  LoadSignal(Duration period, Duration delay);

  /// A query leaves the pool.
  void completed(Duration sojourn, Duration service) {
    sojourn_ += sojourn;
    service_ += service;
  }

  /// Ends a period; to be called at 1, 2, 3, … periods. Publishes the level of the period; if
  /// nothing was completed in it, 1 if the pool is idle and the former level if it is stuck. O(1).
  void publish(bool pool_is_idle);

  /// K as a client with ping phase `phase` (0 <= phase < period) believes it at `now`; 1 before it
  /// has heard anything. O(1). Requires: `now` is in the period after the last publication.
  [[nodiscard]] double heard(TimePoint now, Duration phase) const;

  [[nodiscard]] Duration period() const { return period_; }

 private:
  Duration period_;
  std::int64_t whole_delay_;  // the delay in whole periods,
  Duration rest_of_delay_;    // and what is left of it
  Duration sojourn_{};
  Duration service_{};
  std::int64_t published_ = 0;    // periods that have ended
  TimePoint last_publication_{};  // time 0 at first
  std::vector<double> history_;   // ring: slowdown published at the end of period n
};

}  // namespace cutpoint
