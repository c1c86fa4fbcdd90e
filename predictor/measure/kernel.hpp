// Layers that really compute, to be timed on this host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "predictor/profile.hpp"

namespace cutpoint {

/// What a layer computes with, each in plain row-major order.
struct LayerTensors {
  /// The input, by item, channel, row and column. A matmul has here the left matrices of all items,
  /// then the right ones, by item, group, inner dimension and column.
  std::vector<float> input;
  /// The weights. Those of a convolution go by output channel, input channel of the group, row and
  /// column of the window; those of a local layer by row and column of the output first, then as
  /// those of a convolution; those of a fully connected layer by output and input; those of a scale
  /// by channel.
  std::vector<float> weights;
  std::vector<float> biases;  // by output value; of a convolution or scale by channel
};

/// How many numbers each of the tensors holds.
struct TensorSizes {
  std::int64_t input;
  std::int64_t weights;
  std::int64_t biases;
};

/// Whether there are kernels for such a layer: all but opaque ones and windows that are not square.
[[nodiscard]] bool can_measure(const Layer& layer);

/// The layer as its kernels compute it: whatever its parameters are in its network, there is a
/// bias.
[[nodiscard]] Layer as_measured(Layer layer);

/// The sizes of the tensors that a kernel for the configuration needs. Requires:
/// can_measure(configuration.layer), and the layer is as_measured().
[[nodiscard]] TensorSizes tensor_sizes(const LayerConfiguration& configuration);

/// Tensors of arbitrary numbers in (-1, 1), none of them tiny, always the same. Requires what
/// tensor_sizes() requires.
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
