// Sums of simulated time that no run can make too large: whole nanoseconds in 128 bits.
//
// A clock of 63 bits holds 292 years. That is too little for a sum: a thousand copies of a queue
// wait for longer together, and so do replications that are added up. A sum in 64 bits would then
// be right modulo 2^64 only, which a later difference may repair but no reader of the sum can see.
// So whatever adds durations over jobs, servers or runs, or integrates a number over time, uses
// this type. A signed number of 128 bits reaches 2^127, that is 2^64 terms of the largest duration,
// so no partial sum overflows, in whatever order the terms come. Integers add without rounding,
// hence the sum is exact, and conservation laws such as Little's law hold with == (docs/model.md,
// "Statistics").
#pragma once

#include <compare>
#include <cstdint>

#include "base/int128.hpp"
#include "base/time.hpp"

namespace cutpoint {

/// A sum of durations, exact to the nanosecond. May be negative, as the difference of two sums.
class DurationSum {
 public:
  constexpr DurationSum() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): every duration is a sum, of one term.
  constexpr DurationSum(Duration duration) : nanoseconds_{duration.count()} {}
  constexpr explicit DurationSum(Int128 nanoseconds) : nanoseconds_{nanoseconds} {}

  /// The sum in nanoseconds.
  [[nodiscard]] constexpr Int128 count() const { return nanoseconds_; }
  /// The sum in seconds, rounded once, as a Duration of this length would be.
  [[nodiscard]] constexpr Seconds seconds() const {
    return Seconds{static_cast<double>(nanoseconds_) / 1e9};
  }

  constexpr DurationSum& operator+=(DurationSum other) {
    nanoseconds_ += other.nanoseconds_;
    return *this;
  }
  constexpr DurationSum& operator-=(DurationSum other) {
    nanoseconds_ -= other.nanoseconds_;
    return *this;
  }
  friend constexpr DurationSum operator+(DurationSum a, DurationSum b) { return a += b; }
  friend constexpr DurationSum operator-(DurationSum a, DurationSum b) { return a -= b; }
  /// The sum taken `times` times. Requires: `times` below 2^63.
  friend constexpr DurationSum operator*(std::uint64_t times, DurationSum sum) {
    return DurationSum{Int128{times} * sum.nanoseconds_};
  }
  /// An equal part of the sum in nanoseconds, rounded towards zero. Requires: parts >= 1.
  friend constexpr DurationSum operator/(DurationSum sum, std::uint32_t parts) {
    return DurationSum{sum.nanoseconds_ / parts};
  }
  friend constexpr auto operator<=>(const DurationSum&, const DurationSum&) = default;

 private:
  Int128 nanoseconds_ = 0;
};

}  // namespace cutpoint
