// One layer of a deep neural network, with its shape and what drives its cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/input_error.hpp"
#include "base/units.hpp"

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
  MatMul,       // product of two tensors that were both computed, as in attention
  ElementWise,  // sums and products of tensors of one shape
  Scale,        // normalizations of a batch or layer, and other scaling by learned factors
  Copy,         // moves data and computes nothing: concatenation, transposition, table lookup
  Opaque,       // no cost model is known for it; taken to be limited by memory
};
inline constexpr int kLayerTypeCount = 16;

/// "convolution", "fully_connected", …
[[nodiscard]] std::string_view to_string(LayerType type);

/// The type that to_string gives this name. Throws: InputError with a suggestion if there is none.
[[nodiscard]] LayerType find_layer_type(std::string_view name, const SourceLocation& where = {});

/// A tensor of one item (image, digit, frame, word or sequence): channels x height x width. The
/// positions of a sequence are its height.
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
  int group = 1;  // convolution: input and output channels are split into so many groups; matmul:
                  //   so many products of matrices
  // The width of kernel and stride; 0 if they are square.
  int kernel_width = 0;
  int stride_width = 0;

  [[nodiscard]] int kernel_across() const { return kernel_width == 0 ? kernel : kernel_width; }
  [[nodiscard]] int stride_across() const { return stride_width == 0 ? stride : stride_width; }
  [[nodiscard]] bool is_square() const {
    return kernel_across() == kernel && stride_across() == stride;
  }
  [[nodiscard]] std::int64_t taps() const { return std::int64_t{kernel} * kernel_across(); }

  friend bool operator==(const Window&, const Window&) = default;
};

/// A layer with its shapes. What it reads is in the edges of its DnnGraph.
struct Layer {
  std::string name;
  LayerType type = LayerType::Relu;
  Window window{};
  /// The shape of the input. Several inputs count together, as channels; a matmul has here its left
  /// matrices, whose columns are channels / group.
  Shape input{};
  Shape output{};
  /// The number of parameters where it does not follow from type and shapes: if there is no bias,
  /// if a normalization was folded into the layer, or if the layer looks up a table.
  std::optional<std::int64_t> parameters{};

  friend bool operator==(const Layer&, const Layer&) = default;
};

/// Trained weights and biases of the layer.
[[nodiscard]] std::int64_t parameter_count(const Layer& layer);

/// Floating-point work for one item. A multiply-add counts 2; pooling kernel² per output; LRN 14,
/// softmax, sigmoid and tanh 4, relu, argmax and element-wise 1, scale 8 per input element; dropout
/// and copies 0; an opaque layer 1 per output element (docs/model.md).
[[nodiscard]] Flop flop_per_item(const Layer& layer);

/// A hash of what makes the layer's configuration: type, window and shapes, not its name.
[[nodiscard]] std::uint64_t configuration_hash(const Layer& layer);

/// What a layer does for a query, in the terms of a roofline model: operations, and bytes that
/// move. Tensors are 4-byte floats; weights are read once per query, however many items it has
/// (assumption A5). A copy that looks up a table reads only what it finds, its input.
struct LayerWork {
  Flop flop;
  Bytes weights;
  Bytes input;
  Bytes output;
};

/// What a layer does for a query of `items` items. Requires: items >= 1.
[[nodiscard]] LayerWork work_of(const Layer& layer, int items);

/// Tensors inside of networks, and most that are uploaded, are floats of 4 bytes (assumption A3).
inline constexpr double kBytesPerFloat = 4.0;

}  // namespace cutpoint
