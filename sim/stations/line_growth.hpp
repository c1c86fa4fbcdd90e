// Tells which of several lines grows, when a run has ended because one does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace cutpoint {

/// Compares the lengths of lines with those when the run had half its completions or fewer: a long
/// line need not be the one that grows.
class LineGrowth {
 public:
  explicit LineGrowth(std::size_t lines) : marked_(lines), before_(lines) {}

  /// Whether the completions have doubled since mark().
  [[nodiscard]] bool is_due(std::uint64_t completions) const {
    return completions >= 2 * marked_completions_;
  }

  /// Remembers the lengths at this number of completions, and those of the mark before. Requires:
  /// as many lengths as there are lines. Allocates nothing. O(lines).
  void mark(std::uint64_t completions, std::span<const std::uint64_t> lengths) {
    marked_completions_ = completions;
    std::ranges::swap(before_, marked_);
    std::ranges::copy(lengths, marked_.begin());
  }

  /// The line that has become longer by most. Requires: as many lengths as there are lines.
  /// O(lines).
  [[nodiscard]] std::uint32_t greatest(std::span<const std::uint64_t> lengths) const;

 private:
  std::uint64_t marked_completions_ = 0;
  std::vector<std::uint64_t> marked_;
  std::vector<std::uint64_t> before_;  // lengths at the mark before the last one
};

}  // namespace cutpoint
