// The exact integral over time of a step function with integer values, e.g. jobs in the system.
//
// Whole numbers times whole nanoseconds, so Little's law can be tested with ==.
#pragma once

#include <cstdint>

#include "base/duration_sum.hpp"

namespace cutpoint {

class TimeIntegral {
 public:
  /// The function changes by `delta` at `now`. Changes may come in any order.
  void change(TimePoint now, std::int64_t delta) {
    value_ += delta;
    moment_ += product(delta, now);
  }

  [[nodiscard]] std::int64_t value() const { return value_; }
  /// The integral from the epoch to `now`, which is not before the last change.
  [[nodiscard]] DurationSum area(TimePoint now) const {
    return DurationSum{product(value_, now) - moment_};
  }

 private:
  static Int128 product(std::int64_t factor, TimePoint at) {
    return Int128{factor} * at.time_since_epoch().count();
  }

  // A change by d at time t adds d (now - t) to the integral at any later time.
  std::int64_t value_ = 0;
  Int128 moment_ = 0;  // the sum of d t
};

}  // namespace cutpoint
