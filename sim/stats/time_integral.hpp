// The exact integral over time of a step function with integer values, such as jobs in the system.
//
// A change by d at time t adds d (T - t) to the integral from the epoch to any later time T. So the
// integral is N T - M, where N is the sum of all d, the present value, and M the sum of all d t:
// two sums are all that has to be kept, and the order in which changes are reported does not
// matter. Both are whole numbers, of 128 bits where they count nanoseconds (base/duration_sum.hpp),
// so Little's law can be tested with ==.
#pragma once

#include <cstdint>

#include "base/duration_sum.hpp"

namespace cutpoint {

/// A step function of simulated time that is 0 before its first change, and its integral.
class TimeIntegral {
 public:
  /// The function changes by `delta` at `now`. Changes may come in any order.
  void change(TimePoint now, std::int64_t delta) {
    value_ += delta;
    moment_ += product(delta, now);
  }

  /// The present value of the function: the sum of all changes.
  [[nodiscard]] std::int64_t value() const { return value_; }
  /// The integral from the epoch to `now`, which is not before the last change.
  [[nodiscard]] DurationSum area(TimePoint now) const {
    return DurationSum{product(value_, now) - moment_};
  }

 private:
  static Int128 product(std::int64_t factor, TimePoint at) {
    return Int128{factor} * at.time_since_epoch().count();
  }

  std::int64_t value_ = 0;  // N, the sum of the changes d
  Int128 moment_ = 0;       // M, the sum of d t, in nanoseconds
};

}  // namespace cutpoint
