// Which runs an experiment consists of. A run is the unit of work: one replication of one point.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cutpoint {

/// The name of a run: its point and its replication.
struct RunKey {
  std::size_t point = 0;  // index into Scenario::points
  std::uint32_t replication = 0;

  friend auto operator<=>(const RunKey&, const RunKey&) = default;
};

/// Finished runs as encode_run() has them, in the order of points, then replications.
using RunSet = std::map<RunKey, std::string>;

/// A part of the runs: with the runs numbered, those whose number is `index` modulo `count`.
struct Shard {
  std::size_t index = 0;
  std::size_t count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

/// The most runs that can be asked for, those that are added to a finished file included.
inline constexpr std::size_t kMostPlannedRuns = 2'000'000;

/// The runs of an experiment, numbered by point and then replication, or one part of them.
struct RunPlan {
  std::size_t points = 0;
  std::uint32_t replications = 1;
  Shard shard{};
  std::vector<bool> is_excluded{};  // by point; points beyond the end are not

  [[nodiscard]] bool holds(const RunKey& key) const {
    return key.point < points && !excludes(key.point) && key.replication < replications &&
           (key.point * replications + key.replication) % shard.count == shard.index;
  }

  /// The plan's runs, in order. O(points * replications).
  [[nodiscard]] std::vector<RunKey> runs() const {
    std::vector<RunKey> keys;
    for (std::size_t i = shard.index; i < points * replications; i += shard.count) {
      if (!excludes(i / replications)) {
        keys.push_back({i / replications, static_cast<std::uint32_t>(i % replications)});
      }
    }
    return keys;
  }

  /// How many runs there are if the plan is not split.
  [[nodiscard]] std::size_t whole_size() const {
    const auto excluded =
        static_cast<std::size_t>(std::count(is_excluded.begin(), is_excluded.end(), true));
    return (points - excluded) * replications;
  }

  [[nodiscard]] bool excludes(std::size_t point) const {
    return point < is_excluded.size() && is_excluded[point];
  }

  /// Whether the plan has no more runs than can be asked for, those of excluded points included.
  [[nodiscard]] bool is_possible() const { return points * replications <= kMostPlannedRuns; }

  /// The plan of all runs, of which this may be a part.
  [[nodiscard]] RunPlan whole() const {
    RunPlan plan = *this;
    plan.shard = {};
    return plan;
  }
};

}  // namespace cutpoint
