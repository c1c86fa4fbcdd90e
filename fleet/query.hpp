// The queries that are under way, in flat memory that is used again and again.
//
// Built for millions of clients: a query is one cache line, and is known by its number, which is
// all that events and lines carry. Only what differs from the plan of its cut is stored.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/time.hpp"

namespace cutpoint {

/// In place of the number of a record, if no record is kept of a query.
inline constexpr std::uint32_t kNoRecord = std::numeric_limits<std::uint32_t>::max();

/// What a query takes longer than its cut's plan; negative if it is faster.
struct Deviations {
  Duration phone_run{};
  Duration upload{};
  Duration server_run{};
};

struct alignas(64) Query {
  /// In place of a client, if the query is of the background.
  static constexpr std::uint32_t kBackground = std::numeric_limits<std::uint32_t>::max();

  TimePoint arrival{};
  Duration phone_wait{};
  Duration uplink_wait{};
  Duration server_wait{};  // until service starts, less the time at which it entered the pool
  Deviations deviations{};
  std::uint32_t cut = 0;     // into FleetPlan::cuts
  std::uint32_t client = 0;  // or kBackground
};
static_assert(sizeof(Query) == 64);

class QueryPool {
 public:
  [[nodiscard]] Query& operator[](std::uint32_t number) { return queries_[number]; }
  [[nodiscard]] const Query& operator[](std::uint32_t number) const { return queries_[number]; }

  /// The number of a query that is as new. O(1); allocates only while there are more queries than
  /// ever before.
  [[nodiscard]] std::uint32_t take() {
    if (free_.empty()) {
      queries_.emplace_back();
      return static_cast<std::uint32_t>(queries_.size() - 1);
    }
    const std::uint32_t number = free_.back();
    free_.pop_back();
    queries_[number] = Query{};
    return number;
  }
  void give_back(std::uint32_t number) { free_.push_back(number); }

  /// Queries that are taken.
  [[nodiscard]] std::uint64_t in_system() const { return queries_.size() - free_.size(); }

  /// The query will be needed soon: fetches it.
  void prefetch(std::uint32_t number) const { __builtin_prefetch(&queries_[number], 1); }

 private:
  std::vector<Query> queries_;
  std::vector<std::uint32_t> free_;
};

}  // namespace cutpoint
