// The exact integral over time of a step function with integer values, e.g. jobs in the system.
//
// Whole numbers times whole nanoseconds, so Little's law can be tested with ==.
#pragma once

#include <cstdint>

#include "sim/units/time.hpp"

namespace cutpoint {

class TimeIntegral {
 public:
  /// The function changes by `delta` at `now`. Requires: now is not before the last change.
  void change(TimePoint now, std::int64_t delta) {
    area_ += value_ * (now - changed_);
    changed_ = now;
    value_ += delta;
  }

  [[nodiscard]] std::int64_t value() const { return value_; }
  /// The integral from the epoch to `now`. Up to 9.2e18, e.g. a million jobs for 292 years / 1e6.
  [[nodiscard]] Duration area(TimePoint now) const { return area_ + value_ * (now - changed_); }

 private:
  Duration area_{};
  TimePoint changed_{};
  std::int64_t value_ = 0;
};

}  // namespace cutpoint
