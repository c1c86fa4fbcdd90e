// Brings the processor's caches into the same state before each timed run.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "base/units.hpp"

namespace cutpoint {

/// A buffer that is larger than all caches, whose reading drives everything else out of them.
class Caches {
 public:
  /// Takes the size of the last cache of the host; twice that is read to drive everything else out.
  explicit Caches(Bytes last_level);

  /// Leaves in the caches what a layer of a network finds there: its input, which the layer before
  /// has just written, as far as it fits, and nothing else. Weights are not in the caches, as those
  /// of all other layers pass by between two uses of the same. O(size of the last cache).
  void prepare(std::span<const std::byte> input);

 private:
  std::vector<std::byte> other_;
};

/// The largest cache that the host's first processor uses, by /sys/devices/system/cpu; 32 MiB if it
/// does not say. `root` stands for "/".
[[nodiscard]] Bytes last_level_cache(const std::filesystem::path& root = "/");

}  // namespace cutpoint
