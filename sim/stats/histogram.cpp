#include "sim/stats/histogram.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace cutpoint {

/// The inverse of bin_of(): the first 256 bins have one value each, a later one has all values with
/// the same eight leading bits, of which there are 2^shift.
Histogram::BinRange Histogram::range_of(std::size_t bin) {
  if (bin < 2 * kBinsPerOctave) {
    return {static_cast<std::int64_t>(bin), 1};
  }
  const std::size_t shift = bin / kBinsPerOctave - 1;
  const auto leading_bits = static_cast<std::int64_t>(bin - shift * kBinsPerOctave);
  return {leading_bits << shift, std::int64_t{1} << shift};
}

Histogram::Position Histogram::position_of(double rank) const {
  Position position{.bin = 0, .before = 0};
  while (static_cast<double>(position.before + bins_[position.bin]) < rank) {
    position.before += bins_[position.bin];
    ++position.bin;
  }
  return position;
}

void Histogram::grow_to_hold(std::size_t bin) {
  // Whole octaves, so that a run reaches its largest value in a few allocations.
  bins_.resize((bin / kBinsPerOctave + 1) * kBinsPerOctave);
}

Histogram Histogram::from_bins(std::vector<std::uint64_t> bins) {
  Histogram histogram;
  histogram.bins_ = std::move(bins);
  histogram.count_ =
      std::accumulate(histogram.bins_.begin(), histogram.bins_.end(), std::uint64_t{0});
  return histogram;
}

void Histogram::merge(const Histogram& other) {
  if (bins_.size() < other.bins_.size()) {
    bins_.resize(other.bins_.size());
  }
  std::transform(other.bins_.begin(), other.bins_.end(), bins_.begin(), bins_.begin(), std::plus{});
  count_ += other.count_;
}

void Histogram::clear() {
  std::ranges::fill(bins_, 0U);
  count_ = 0;
}

Duration Histogram::quantile(double p) const {
  CUTPOINT_EXPECTS(p > 0.0 && p <= 1.0);
  CUTPOINT_EXPECTS(count_ > 0);

  const auto [first, width] = range_of(position_of(p * static_cast<double>(count_)).bin);
  return Duration{first + (width - 1) / 2};
}

Seconds Histogram::error_at(Seconds value) {
  constexpr Duration kFirstWide{2 * kBinsPerOctave};
  return value < kFirstWide ? Seconds{} : kRelativeError * value;
}

Seconds Histogram::interpolated_quantile(double p) const {
  CUTPOINT_EXPECTS(p > 0.0 && p <= 1.0);
  CUTPOINT_EXPECTS(count_ > 0);

  const double rank = p * static_cast<double>(count_);
  const auto [bin, before] = position_of(rank);
  const auto [first, width] = range_of(bin);
  const double share = (rank - static_cast<double>(before)) / static_cast<double>(bins_[bin]);
  // The last of the `width` values is reached when all of the bin's observations are.
  const double offset = width == 1 ? 0.0 : share * static_cast<double>(width) - 1.0;
  return Seconds{1e-9 * (static_cast<double>(first) + offset)};
}

double Histogram::share_at_or_below(Duration value) const {
  CUTPOINT_EXPECTS(count_ > 0);

  if (value < Duration::zero()) {
    return 0.0;
  }
  const std::size_t bin = bin_of(value);
  if (bin >= bins_.size()) {
    return 1.0;
  }
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < bin; ++i) {
    before += bins_[i];
  }
  const auto [first, width] = range_of(bin);
  const double part = static_cast<double>(value.count() - first + 1) / static_cast<double>(width);
  return (static_cast<double>(before) + part * static_cast<double>(bins_[bin])) /
         static_cast<double>(count_);
}

}  // namespace cutpoint
