// Simulated time, on the standard clock vocabulary.
//
// The engine counts whole nanoseconds in 64 bits: sums of durations are exact, so identities such
// as Little's law can be tested with ==, and 253 years fit. Real-valued seconds are for formulas.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>

#include "base/contract.hpp"

namespace cutpoint {

/// A simulated time span: whole nanoseconds, at most 292 years.
using Duration = std::chrono::nanoseconds;

/// A clock for the type system only: it has no now(), because simulated time belongs to a run.
struct SimClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimClock>;
  static constexpr bool is_steady = true;
};

/// A moment of simulated time, counted from the run's start, the epoch.
using TimePoint = SimClock::time_point;
/// A real-valued time in seconds: for formulas, never for the clock.
using Seconds = std::chrono::duration<double>;

/// The clock ends here, after 253 years. What 63 bits hold beyond it is room for times that are
/// looked at ahead: an instant and a billion seconds more still have a sum.
inline constexpr TimePoint kEndOfClock{std::chrono::seconds{8'000'000'000}};

/// `delay` later, or the end of the clock if that comes first, so that lines may grow forever.
/// Requires: neither is below 0.
[[nodiscard]] constexpr TimePoint clock_sum(TimePoint at, Duration delay) {
  return delay < kEndOfClock - at ? at + delay : kEndOfClock;
}
[[nodiscard]] constexpr Duration clock_sum(Duration a, Duration b) {
  return clock_sum(TimePoint{a}, b).time_since_epoch();
}

/// The number whose addition before truncation rounds to nearest: the largest double below a half.
/// A half itself would lift 0.49999999999999994 to 1.
inline constexpr double kJustBelowHalf = 0x1.fffffffffffffp-2;

/// The whole number of nanoseconds nearest to `seconds`, halves away from zero.
/// Requires: the result fits 63 bits (below 292 years), and `seconds` is not NaN.
[[nodiscard]] inline Duration to_duration(Seconds seconds) {
  const double nanoseconds = seconds.count() * 1e9;
  CUTPOINT_EXPECTS(std::abs(nanoseconds) < 9.2e18);  // false for NaN as well

  // Computes what std::llround() would, which is a call of a function.
  return Duration{
      static_cast<std::int64_t>(nanoseconds + std::copysign(kJustBelowHalf, nanoseconds))};
}

/// A drawn time as a Duration, rounded to the nearest nanosecond. A draw may be longer than the
/// clock has time for; then it lasts to the end of the clock. Requires: `seconds` is not NaN and
/// not below 0.
[[nodiscard]] inline Duration to_clock_duration(Seconds seconds) {
  constexpr Duration kAll = kEndOfClock.time_since_epoch();
  // A single comparison covers all but the rarest draws, because every draw of a time passes here.
  if (const double nanoseconds = seconds.count() * 1e9;
      nanoseconds < static_cast<double>(kAll.count())) [[likely]] {
    return Duration{static_cast<std::int64_t>(nanoseconds + kJustBelowHalf)};
  }
  CUTPOINT_EXPECTS(!std::isnan(seconds.count()));
  return kAll;
}

}  // namespace cutpoint
