// A first-in, first-out line in memory that is used again and again.
//
// A ring buffer whose size is a power of two: the jobs of a line lie side by side, so that whoever
// is next is read from memory that the processor has fetched already. An empty line owns no memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/contract.hpp"

namespace cutpoint {

/// `Job` is whatever a model needs to know when the job's turn comes; small and copied freely.
template <class Job>
class WaitingLine {
 public:
  /// Puts a job at the end. Amortized O(1); allocates only while the line grows beyond what it ever
  /// was.
  void push(const Job& job) {
    if (size() == places_.size()) [[unlikely]] {
      grow();
    }
    places_[pushed_++ & mask_] = job;
  }

  /// Takes out the job that has waited longest. O(1). Requires: size() > 0.
  Job pop() {
    CUTPOINT_EXPECTS(size() > 0);
    return places_[popped_++ & mask_];
  }

  [[nodiscard]] std::size_t size() const { return pushed_ - popped_; }

 private:
  static constexpr std::size_t kFirstPlaces = 16;

  void grow() {
    std::vector<Job> larger(std::max(kFirstPlaces, places_.size() * 2));
    const std::size_t waiting = size();
    for (std::size_t i = 0; i < waiting; ++i) {
      larger[i] = places_[popped_++ & mask_];
    }
    places_ = std::move(larger);
    mask_ = places_.size() - 1;
    popped_ = 0;
    pushed_ = waiting;
  }

  std::vector<Job> places_;  // the job that came as the n-th is at n, modulo the size
  std::size_t mask_ = 0;     // the size less 1
  std::size_t pushed_ = 0;   // since the last growth, as
  std::size_t popped_ = 0;   //   these
};

}  // namespace cutpoint
