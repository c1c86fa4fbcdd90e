// Layers that really compute, to be timed on this host.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "predictor/profile.hpp"

namespace cutpoint {

/// What a layer computes with, each in plain row-major order.
struct LayerTensors {
  std::vector<float> input;  // item, channel, row, column
  /// Convolution: output channel, input channel of the group, row and column of the window.
  /// Local: row and column of the output, then as a convolution. Fully connected: output, input.
  std::vector<float> weights;
  std::vector<float> biases;  // one per output value; of a convolution one per output channel
};

/// Tensors of arbitrary numbers in (-1, 1), none of them tiny, always the same.
[[nodiscard]] LayerTensors make_tensors(const LayerConfiguration& configuration);

/// A layer with its tensors, ready to be computed again and again.
class Kernel {
 public:
  Kernel() = default;
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  virtual ~Kernel() = default;

  /// Computes the output once. This is what is timed: nothing here prepares or converts.
  virtual void run() = 0;
  /// The input as it lies in memory.
  [[nodiscard]] virtual std::span<const std::byte> input() const = 0;
  /// The last output in plain order, for checks.
  [[nodiscard]] virtual std::vector<float> output() const = 0;
};

}  // namespace cutpoint
