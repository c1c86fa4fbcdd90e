// Batches of a run whose length is not known in advance.
//
// The first 128 batches have the size given. Whenever 128 are closed, neighbors are merged into 64
// batches of twice the size, so a long run always has 64 to 127 equal batches behind it, each as
// long as the data allow, and its memory does not grow (Fishman 1978, "Grouping observations in
// digital simulation"; Steiger et al. 2005, ASAP3, works the same way).
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/contract.hpp"

namespace cutpoint {

/// What a stretch of a run leaves behind. merge() adds the stretch that came right after this one;
/// clear() makes a batch as good as new, and may keep its memory.
template <class Batch>
concept MergeableBatch = std::default_initializable<Batch> && std::copyable<Batch> &&
    requires(Batch batch, const Batch& later) {
  batch.merge(later);
  batch.clear();
};

/// Holds closed batches; the open one is the caller's, who records into it for every observation:
/// it stays in the cache. Allocates nothing after construction but what the batches do; they are
/// reused, not replaced.
template <MergeableBatch Batch>
class BatchSeries {
 public:
  static constexpr std::size_t kMostBatches = 128;

  /// Requires: first_batch_size >= 1.
  explicit BatchSeries(std::uint64_t first_batch_size)
      : batches_(kMostBatches), batch_size_{first_batch_size}, full_at_{first_batch_size} {
    CUTPOINT_EXPECTS(first_batch_size >= 1);
  }

  /// Counts one observation. Returns whether the open batch is full now and has to be closed.
  [[nodiscard]] bool step() { return ++observations_ == full_at_; }
  /// Adds the open batch and clears it. Requires: the last step() returned true.
  void close(Batch& open) {
    CUTPOINT_EXPECTS(observations_ == full_at_);
    batches_[closed_count_] = open;
    open.clear();
    ++closed_count_;
    if (closed_count_ == kMostBatches) {
      merge_neighbors();
    }
    full_at_ += batch_size_;
  }

  /// The full batches, oldest first; 64 to 127 of them once 128 were reached. Valid until close().
  [[nodiscard]] std::span<const Batch> closed() const { return {batches_.data(), closed_count_}; }
  /// Observations in each closed batch.
  [[nodiscard]] std::uint64_t batch_size() const { return batch_size_; }
  /// Observations so far, in closed batches and in the open one.
  [[nodiscard]] std::uint64_t observations() const { return observations_; }

 private:
  void merge_neighbors() {
    closed_count_ = kMostBatches / 2;
    batch_size_ *= 2;
    batches_[0].merge(batches_[1]);
    for (std::size_t i = 1; i < closed_count_; ++i) {
      batches_[2 * i].merge(batches_[2 * i + 1]);
      std::swap(batches_[i], batches_[2 * i]);
    }
  }

  std::vector<Batch> batches_;  // the closed ones first
  std::uint64_t batch_size_;
  std::uint64_t full_at_;  // observations with which the open batch is full
  std::uint64_t observations_ = 0;
  std::size_t closed_count_ = 0;
};

}  // namespace cutpoint
