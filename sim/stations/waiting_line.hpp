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
    if (size_ == places_.size()) [[unlikely]] {
      grow();
    }
    places_[(first_ + size_) & (places_.size() - 1)] = job;
    ++size_;
  }

  /// Takes out the job that has waited longest. O(1). Requires: size() > 0.
  Job pop() {
    CUTPOINT_EXPECTS(size_ > 0);
    const Job job = places_[first_];
    first_ = (first_ + 1) & (places_.size() - 1);
    --size_;
    return job;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kFirstPlaces = 16;

  void grow() {
    std::vector<Job> larger(std::max(kFirstPlaces, places_.size() * 2));
    for (std::size_t i = 0; i < size_; ++i) {
      larger[i] = places_[(first_ + i) & (places_.size() - 1)];
    }
    places_ = std::move(larger);
    first_ = 0;
  }

  std::vector<Job> places_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace cutpoint
