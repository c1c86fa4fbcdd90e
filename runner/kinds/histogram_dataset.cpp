#include "runner/kinds/histogram_dataset.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

namespace cutpoint {
namespace {

// So many of the engine's bins make one of the file's: an eighth of an octave, 6 to 13 % wide.
constexpr std::size_t kMerged = 16;

/// A time that points have distributions of; null for a point without it.
struct ObservedTime {
  const char* name;
  const char* long_name;
  const Histogram* (*of)(const PointResult& point);
};

constexpr std::array kTimesOfFleets{
    ObservedTime{"latency",
                 "queries by latency",
                 [](const PointResult& p) { return p.fleet ? &p.fleet->steady.latency : nullptr; }},
    ObservedTime{
        "server_sojourn",
        "queries by time in the data center",
        [](const PointResult& p) { return p.fleet ? &p.fleet->steady.server_sojourn : nullptr; }},
};

constexpr std::array kTimesOfQueues{
    ObservedTime{
        "sojourn_time",
        "jobs by sojourn time",
        [](const PointResult& p) { return p.queues ? &p.queues->steady.sojourn_times : nullptr; }},
    ObservedTime{
        "waiting_time",
        "jobs by waiting time",
        [](const PointResult& p) { return p.queues ? &p.queues->steady.waiting_times : nullptr; }},
};

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

std::span<const ObservedTime> times_of(const Point& point) {
  if (queues_of(point) != nullptr) {
    return kTimesOfQueues;
  }
  // Latencies mean nothing where the pool is kept busy artificially.
  const bool is_backlogged = point.run.kind == ExperimentKind::Throughput;
  return std::span<const ObservedTime>{kTimesOfFleets}.subspan(is_backlogged ? 1 : 0);
}

/// Counts by point and bin.
std::vector<std::int64_t> counts_of(const ObservedTime& time,
                                    const ScenarioResult& result,
                                    const BinSpan& span) {
  const std::size_t width = span.end - span.first;
  std::vector<std::int64_t> counts(result.points.size() * width, 0);
  for (std::size_t point = 0; point < result.points.size(); ++point) {
    if (const Histogram* histogram = time.of(result.points[point])) {
      const std::vector<std::uint64_t>& bins = histogram->bins();
      for (std::size_t i = span.first * kMerged; i < bins.size(); ++i) {
        counts[point * width + i / kMerged - span.first] += static_cast<std::int64_t>(bins[i]);
      }
    }
  }
  return counts;
}

}  // namespace

void add_histograms(Dataset& dataset, const Scenario& scenario, const ScenarioResult& result) {
  const std::span<const ObservedTime> times = times_of(scenario.points.front());
  BinSpan span;
  for (const ObservedTime& time : times) {
    for (const PointResult& point : result.points) {
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
      {"point", Length{result.points.size()}, "", "points, the last axis changing fastest"});
  group.dimensions.push_back({"time", std::move(lower), "s", "lower end of the bin, inclusive"});
  group.variables.push_back(
      {"time_end", {"time"}, std::move(upper), "s", "upper end of the bin, exclusive"});
  for (const ObservedTime& time : times) {
    group.variables.push_back(
        {time.name, {"point", "time"}, counts_of(time, result, span), "", time.long_name});
  }
  dataset.groups.push_back(std::move(group));
}

}  // namespace cutpoint
