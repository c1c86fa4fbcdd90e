// The exact integral over time of a step function with integer values, e.g. jobs in the system.
//
// Whole numbers times whole nanoseconds, so Little's law can be tested with ==.
#pragma once

#include <cstdint>

#include "sim/units/time.hpp"

namespace cutpoint {

class TimeIntegral {
 public:
  /// The function changes by `delta` at `now`. Changes may come in any order.
  void change(TimePoint now, std::int64_t delta) {
    value_ += delta;
    moment_ += static_cast<std::uint64_t>(delta) * number(now);
  }

  [[nodiscard]] std::int64_t value() const { return value_; }
  /// The integral from the epoch to `now`, which is not before the last change. Up to 9.2e18, e.g.
  /// a million jobs for 2.5 hours.
  [[nodiscard]] Duration area(TimePoint now) const {
    const std::uint64_t area = static_cast<std::uint64_t>(value_) * number(now) - moment_;
    return Duration{static_cast<Duration::rep>(area)};
  }

 private:
  static std::uint64_t number(TimePoint at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
  }

  // A change by d at time t adds d (now - t) to the integral at any later time. The products may
  // exceed 64 bits, their sum does not: counting modulo 2^64 gets it right.
  std::int64_t value_ = 0;
  std::uint64_t moment_ = 0;  // the sum of d t
};

}  // namespace cutpoint
