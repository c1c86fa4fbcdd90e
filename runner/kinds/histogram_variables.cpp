#include "runner/kinds/histogram_variables.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace cutpoint {
namespace {

// The number of the engine's bins that make one of the file's: an eighth of an octave, 6 to 13 %
// wide.
constexpr std::size_t kMerged = 16;

/// The file's bins that hold all observations: from `first` up to `end`, exclusive.
struct BinSpan {
  std::size_t first = std::numeric_limits<std::size_t>::max();
  std::size_t end = 0;

  void cover(const Histogram& histogram) {
    const std::vector<std::uint64_t>& bins = histogram.bins();
    for (std::size_t i = 0; i < bins.size(); ++i) {
      if (bins[i] > 0) {
        first = std::min(first, i / kMerged);
        end = std::max(end, i / kMerged + 1);
      }
    }
  }
};

/// The counts of observations by point and bin.
std::vector<std::int64_t> counts_of(const ObservedTime& time,
                                    std::span<const PointResult> results,
                                    const BinSpan& span) {
  const std::size_t width = span.end - span.first;
  std::vector<std::int64_t> counts(results.size() * width, 0);
  for (std::size_t point = 0; point < results.size(); ++point) {
    if (const Histogram* histogram = time.of(results[point])) {
      const std::vector<std::uint64_t>& bins = histogram->bins();
      for (std::size_t i = span.first * kMerged; i < bins.size(); ++i) {
        counts[point * width + i / kMerged - span.first] += static_cast<std::int64_t>(bins[i]);
      }
    }
  }
  return counts;
}

}  // namespace

void add_histograms(Dataset& dataset,
                    std::span<const ObservedTime> times,
                    std::span<const PointResult> results) {
  BinSpan span;
  for (const ObservedTime& time : times) {
    for (const PointResult& point : results) {
      if (const Histogram* histogram = time.of(point)) {
        span.cover(*histogram);
      }
    }
  }
  if (span.end == 0) {
    return;
  }
  Group group{.name = "histograms", .dimensions = {}, .variables = {}};
  std::vector<double> lower;
  std::vector<double> upper;
  for (std::size_t bin = span.first; bin < span.end; ++bin) {
    lower.push_back(Seconds{Histogram::lower_end(bin * kMerged)}.count());
    upper.push_back(Seconds{Histogram::lower_end((bin + 1) * kMerged)}.count());
  }
  group.dimensions.push_back(
      {"point", Length{results.size()}, "", "points, the last axis changing fastest"});
  group.dimensions.push_back({"time", std::move(lower), "s", "lower end of the bin, inclusive"});
  group.variables.push_back(
      {"time_end", {"time"}, std::move(upper), "s", "upper end of the bin, exclusive"});
  for (const ObservedTime& time : times) {
    group.variables.push_back(
        {time.name, {"point", "time"}, counts_of(time, results, span), "", time.long_name});
  }
  dataset.groups.push_back(std::move(group));
}

}  // namespace cutpoint
