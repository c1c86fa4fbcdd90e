// Sums of simulated time, which no run can make too large.
//
// A clock of 63 bits holds 292 years, but a thousand copies of a queue wait for longer than that
// together, and so do replications that are added up. So whatever adds durations over jobs, servers
// or runs, or integrates numbers over time, counts its whole nanoseconds in 128 bits. They hold
// 2^63 terms of the clock's largest, and are as exact.
#pragma once

#include <compare>
#include <cstdint>

#include "base/int128.hpp"
#include "base/time.hpp"

namespace cutpoint {

class DurationSum {
 public:
  constexpr DurationSum() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): every duration is a sum, of one term.
  constexpr DurationSum(Duration duration) : nanoseconds_{duration.count()} {}
  constexpr explicit DurationSum(Int128 nanoseconds) : nanoseconds_{nanoseconds} {}

  [[nodiscard]] constexpr Int128 count() const { return nanoseconds_; }
  /// Rounded once, as a Duration of this length would be.
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
  /// That many times the same. Requires: `times` below 2^63.
  friend constexpr DurationSum operator*(std::uint64_t times, DurationSum sum) {
    return DurationSum{Int128{times} * sum.nanoseconds_};
  }
  /// Rounded towards zero. Requires: parts >= 1.
  friend constexpr DurationSum operator/(DurationSum sum, std::uint32_t parts) {
    return DurationSum{sum.nanoseconds_ / parts};
  }
  friend constexpr auto operator<=>(const DurationSum&, const DurationSum&) = default;

 private:
  Int128 nanoseconds_ = 0;
};

}  // namespace cutpoint
