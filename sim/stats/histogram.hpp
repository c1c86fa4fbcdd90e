// A histogram of durations with a stated relative error, from which quantiles are read.
//
// Log-linear bins straight from the bits of the integer (as in HDR histograms): every power of two
// is split into 128 equal bins, so a reported value is within 1/256 of the true one. Invariant to the
// unit of time. Mergeable: merging equals having added everything to one.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/units/time.hpp"

namespace cutpoint {

class Histogram {
 public:
  static constexpr double kRelativeError = 1.0 / 256.0;

  /// O(1); allocates only while the largest value grows. Requires: value >= 0.
  void add(Duration value);
  /// O(bins).
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The smallest value v with at least a share p of the observations at or below it, as the middle
  /// of its bin. O(bins). Requires: 0 < p <= 1, count() > 0.
  [[nodiscard]] Duration quantile(double p) const;
  /// Share of the observations at or below `value`, interpolated within its bin. O(bins).
  /// Requires: count() > 0.
  [[nodiscard]] double share_at_or_below(Duration value) const;

 private:
  std::vector<std::uint32_t> bins_;
  std::uint64_t count_ = 0;
};

}  // namespace cutpoint
