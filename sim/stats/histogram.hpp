// A histogram of durations with a stated relative error, from which quantiles are read.
//
// Log-linear bins straight from the bits of the integer (as in HDR histograms): every power of two
// is split into 128 equal bins, so a reported value is within 1/256 of the true one; values below
// 256 ns have a bin of their own. Invariant to the unit of time. Mergeable: merging equals having
// added everything to one.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/contract.hpp"
#include "base/time.hpp"

namespace cutpoint {

/// Counts of durations by bin. 8 bytes a bin, of which there are 128 to each power of two up to the
/// largest value seen.
class Histogram {
 public:
  /// The most by which a reported value differs from the true one, as a share of it.
  static constexpr double kRelativeError = 1.0 / 256.0;

  /// Counts one observation. O(1); allocates only while the largest value grows. Requires: value >=
  /// 0.
  void add(Duration value);
  /// Adds the observations of another histogram. O(bins).
  void merge(const Histogram& other);
  /// The smallest duration that falls into a bin, for those who read bins().
  [[nodiscard]] static Duration lower_end(std::size_t bin) { return Duration{range_of(bin).first}; }
  /// What the bins leave open about a quantile of this value, so the least half-width of whatever
  /// interval is given for it: kRelativeError of it, or nothing where every value has its own bin.
  [[nodiscard]] static Seconds error_at(Seconds value);
  /// Forgets the observations and keeps the memory. O(bins).
  void clear();

  /// The histogram with these observations by bin: the inverse of bins().
  [[nodiscard]] static Histogram from_bins(std::vector<std::uint64_t> bins);
  /// Observations by bin, for keeping them elsewhere. Bins beyond the end are empty.
  [[nodiscard]] const std::vector<std::uint64_t>& bins() const { return bins_; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The smallest value v with at least a share p of the observations at or below it, as the middle
  /// of its bin. O(bins). Requires: 0 < p <= 1, count() > 0.
  [[nodiscard]] Duration quantile(double p) const;
  /// The inverse of share_at_or_below: the quantile with the observations of a bin spread evenly
  /// over it. Continuous in p, but up to a whole bin (1/128) off: for interval ends, not for
  /// values. O(bins). Requires: 0 < p <= 1, count() > 0.
  [[nodiscard]] Seconds interpolated_quantile(double p) const;
  /// Share of the observations at or below `value`, interpolated within its bin. O(bins).
  /// Requires: count() > 0.
  [[nodiscard]] double share_at_or_below(Duration value) const;

 private:
  static constexpr std::size_t kBinsPerOctave = 128;

  /// The nanoseconds first, first + 1, …, first + width - 1.
  struct BinRange {
    std::int64_t first;
    std::int64_t width;
  };
  /// The bin that holds the `rank`-th smallest observation, and how many are in bins before it.
  struct Position {
    std::size_t bin;
    std::uint64_t before;
  };

  [[nodiscard]] static std::size_t bin_of(Duration value);
  [[nodiscard]] static BinRange range_of(std::size_t bin);
  [[nodiscard]] Position position_of(double rank) const;
  void grow_to_hold(std::size_t bin);

  std::vector<std::uint64_t> bins_;
  std::uint64_t count_ = 0;
};

// A value keeps its eight leading bits: the highest is always set from 128 on, the other seven say
// which of the octave's bins it is. Inline because every observation passes through here.
inline std::size_t Histogram::bin_of(Duration value) {
  const auto magnitude = static_cast<std::uint64_t>(value.count());
  const auto shift = 56U - static_cast<unsigned>(std::countl_zero(magnitude | 255U));
  return shift * kBinsPerOctave + static_cast<std::size_t>(magnitude >> shift);
}

inline void Histogram::add(Duration value) {
  CUTPOINT_DEBUG_EXPECTS(value >= Duration::zero());

  const std::size_t bin = bin_of(value);
  if (bin >= bins_.size()) [[unlikely]] {
    grow_to_hold(bin);
  }
  ++bins_[bin];
  ++count_;
}

}  // namespace cutpoint
