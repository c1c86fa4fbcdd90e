// What is collected of bare queues: the sums and histograms from which their metrics are computed.
#pragma once

#include <concepts>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/duration_sum.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint {

/// What is kept of a stretch of consecutive departures.
struct QueueBatch {
  struct OfClass {
    std::uint64_t jobs = 0;
    DurationSum waiting{};

    OfClass& operator+=(const OfClass& later);
  };

  std::uint64_t jobs = 0;
  std::uint64_t arrivals = 0;
  std::uint64_t blocked = 0;
  DurationSum waiting{};
  DurationSum sojourn{};
  DurationSum elapsed{};
  DurationSum busy{};       // busy servers integrated over `elapsed`
  DurationSum in_system{};  // jobs in the system integrated over `elapsed`
  Histogram sojourn_times{};
  Histogram waiting_times{};
  std::vector<OfClass> classes{};  // empty if there is only one

  /// Jobs not in service, integrated over `elapsed`.
  [[nodiscard]] DurationSum in_line() const { return in_system - busy; }

  /// Adds what a later stretch holds. O(bins + classes).
  void merge(const QueueBatch& later);
  /// Forgets everything and keeps the memory. O(bins + classes).
  void clear();
};

/// The members of a batch, in the order in which records keep them. A member that is missing here
/// is not compiled.
template <class Batch>
requires std::same_as<std::remove_const_t<Batch>, QueueBatch>
[[nodiscard]] auto members(Batch& batch) {
  auto& [jobs,
         arrivals,
         blocked,
         waiting,
         sojourn,
         elapsed,
         busy,
         in_system,
         sojourn_times,
         waiting_times,
         classes] = batch;
  return std::tie(jobs,
                  arrivals,
                  blocked,
                  waiting,
                  sojourn,
                  elapsed,
                  busy,
                  in_system,
                  sojourn_times,
                  waiting_times,
                  classes);
}

}  // namespace cutpoint
