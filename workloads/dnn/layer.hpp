// One layer of a deep neural network, with its shape and what drives its cost.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/units/units.hpp"

namespace cutpoint {

enum class LayerType : std::uint8_t {
  Convolution,
  Local,
  FullyConnected,
  Pooling,
  Normalization,
  Relu,
  Sigmoid,
  Tanh,
  Softmax,
  Argmax,
  Dropout,
};
inline constexpr int kLayerTypeCount = 11;

/// "convolution", "fully_connected", …
[[nodiscard]] std::string_view to_string(LayerType type);

/// A tensor of one item (image, digit, frame or word): channels x height x width.
struct Shape {
  int channels = 1;
  int height = 1;
  int width = 1;

  [[nodiscard]] std::int64_t elements() const { return std::int64_t{channels} * height * width; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// Window of a convolution, local or pooling layer; the other types leave it as it is.
struct Window {
  int kernel = 1;
  int stride = 1;
  int pad = 0;
  int group = 1;  // convolution only: input and output channels are split into so many groups

  friend bool operator==(const Window&, const Window&) = default;
};

struct Layer {
  std::string name;
  LayerType type = LayerType::Relu;
  Window window{};
  Shape input{};
  Shape output{};

  friend bool operator==(const Layer&, const Layer&) = default;
};

/// Trained weights and biases of the layer.
[[nodiscard]] std::int64_t parameter_count(const Layer& layer);

/// Floating-point work for one item. A multiply-add counts 2; pooling kernel² per output; LRN 14,
/// softmax, sigmoid and tanh 4, relu and argmax 1 per input element; dropout 0 (docs/model.md).
[[nodiscard]] Flop flop_per_item(const Layer& layer);

/// A hash of all that makes the layer's configuration: type, window and shapes, not its name.
[[nodiscard]] std::uint64_t configuration_hash(const Layer& layer);

/// What a layer does for a query of `items` items, in the terms of a roofline model. Tensors are
/// 4-byte floats; weights are read once per query, however many items it has.
struct LayerWork {
  Flop flop;
  Bytes weights;
  Bytes input;
  Bytes output;
};

/// Requires: items >= 1.
[[nodiscard]] LayerWork work_of(const Layer& layer, int items);

inline constexpr double kBytesPerFloat = 4.0;

}  // namespace cutpoint
