#include "workloads/dnn/onnx/linear_rules.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace cutpoint::onnx_file {
namespace {

/// Brings a list with an entry for each spatial dimension to two dimensions: the last two stay, and
/// the entries before them multiply the first of these.
struct Extent {
  std::int64_t height = 1;
  std::int64_t width = 1;
};

Extent extent_of(const Dims& sizes) {
  Extent extent;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    (i > 0 && i + 1 == sizes.size() ? extent.width : extent.height) *= sizes[i];
  }
  return extent;
}

/// A list with the same size for each of the `count` spatial dimensions.
Dims sizes_of(const Lowering& lowering,
              const Node& node,
              const char* attribute,
              std::size_t count) {
  Dims sizes = node.integers(attribute);
  if (sizes.empty()) {
    sizes.assign(count, 1);
  }
  if (sizes.size() != count) {
    lowering.fail(node,
                  fmt::format("{} has {} entries, but there are {} spatial dimensions",
                              attribute,
                              sizes.size(),
                              count));
  }
  return sizes;
}

Window window_of(const Lowering& lowering,
                 const Node& node,
                 const Dims& kernel,
                 const Dims& stride) {
  const Extent kernel_extent = extent_of(kernel);
  const Extent stride_extent = extent_of(stride);
  const Dims pads = node.integers("pads");
  Window window{.kernel = lowering.narrow(node, kernel_extent.height),
                .stride = lowering.narrow(node, stride_extent.height),
                .pad = pads.empty() ? 0
                                    : static_cast<int>(std::clamp<std::int64_t>(
                                          pads[0], 0, kernel_extent.height))};
  if (kernel_extent.width != kernel_extent.height) {
    window.kernel_width = lowering.narrow(node, kernel_extent.width);
  }
  if (stride_extent.width != stride_extent.height) {
    window.stride_width = lowering.narrow(node, stride_extent.width);
  }
  return window;
}

/// The padding before the input: as the attribute auto_pad asks, which pads to a whole number of
/// strides, half of it before; without it that of the window.
int automatic_pad(const Node& node, int input, int output, const Window& window) {
  if (!node.text("auto_pad", "NOTSET").starts_with("SAME")) {
    return window.pad;
  }
  const int total = std::max(0, (output - 1) * window.stride + window.kernel - input);
  return (total + (node.text("auto_pad", "") == "SAME_LOWER" ? 1 : 0)) / 2;
}

std::int64_t weight_count(const Lowering& lowering, const Node& node, const WeightInputs& where) {
  return lowering.input_elements(node, where.weights) + lowering.input_elements(node, where.bias);
}

struct SpatialOperands {
  Shape input;
  Shape output;
  Dims weights;
  int group;
};

SpatialOperands spatial_operands(const Lowering& lowering,
                                 const Node& node,
                                 const WeightInputs& where) {
  const Dims& input = lowering.input(node, 0).dims;
  const Dims& weights = lowering.input(node, where.weights).dims;
  const std::int64_t group = node.integer("group", 1);
  if (input.size() < 3 || weights.size() != input.size()) {
    lowering.fail(node,
                  "its input and its weights must have the same number of dimensions, at least 3");
  }
  if (input[1] % group != 0) {
    lowering.fail(node, fmt::format("{} groups do not divide {} channels", group, input[1]));
  }
  return {channels_first(input),
          channels_first(lowering.output(node).dims),
          weights,
          lowering.narrow(node, group)};
}

/// Refuses weights that do not fit what they are multiplied with, a likely slip in a network
/// written by hand.
void expect_fit(const Lowering& lowering,
                const Node& node,
                const char* what,
                std::int64_t found,
                std::int64_t expected) {
  if (found != expected) {
    lowering.fail(
        node, fmt::format("its weights have {} {}, not {} as its input", found, what, expected));
  }
}

void add_convolution(Lowering& lowering,
                     const Node& node,
                     const WeightInputs& where,
                     const SpatialOperands& operands,
                     Window window) {
  window.group = operands.group;
  lowering.add(node,
               {.name = node.name,
                .type = LayerType::Convolution,
                .window = window,
                .input = operands.input,
                .output = operands.output,
                .parameters = weight_count(lowering, node, where)});
}

/// A dense layer that is applied to each of `positions` rows.
void add_dense(Lowering& lowering, const Node& node, const Layer& layer, std::int64_t positions) {
  Layer dense = layer;
  dense.type = LayerType::Convolution;
  dense.input.height = dense.output.height = lowering.narrow(node, positions);
  if (positions == 1 && layer.window.group == 1) {
    const std::size_t data = lowering.is_computed(node, 0) ? 0 : 1;
    const Shape source = lowering.shape_of_source(node, data);
    dense.type = LayerType::FullyConnected;
    dense.input = source.elements() == layer.input.elements() ? source : layer.input;
  }
  lowering.add(node, dense);
}

}  // namespace

void lower_convolution(Lowering& lowering, const Node& node, const WeightInputs& where) {
  const SpatialOperands operands = spatial_operands(lowering, node, where);
  const std::int64_t channels = lowering.input(node, 0).dims[1];
  expect_fit(lowering, node, "channels a group", operands.weights[1], channels / operands.group);
  if (operands.weights[0] % operands.group != 0) {
    lowering.fail(
        node,
        fmt::format("{} groups do not divide {} filters", operands.group, operands.weights[0]));
  }
  const Dims kernel(operands.weights.begin() + 2, operands.weights.end());
  Window window =
      window_of(lowering, node, kernel, sizes_of(lowering, node, "strides", kernel.size()));
  window.pad = automatic_pad(node, operands.input.height, operands.output.height, window);
  add_convolution(lowering, node, where, operands, window);
}

void lower_transposed_convolution(Lowering& lowering, const Node& node, const WeightInputs& where) {
  const SpatialOperands operands = spatial_operands(lowering, node, where);
  expect_fit(lowering, node, "channels", operands.weights[0], lowering.input(node, 0).dims[1]);
  Dims kernel(operands.weights.begin() + 2, operands.weights.end());
  const Dims strides = sizes_of(lowering, node, "strides", kernel.size());
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    kernel[i] = (kernel[i] + strides[i] - 1) / strides[i];
  }
  Window window = window_of(lowering, node, kernel, Dims(kernel.size(), 1));
  window.pad = 0;
  add_convolution(lowering, node, where, operands, window);
}

void lower_gemm(Lowering& lowering, const Node& node, const WeightInputs& where) {
  const Dims& left = lowering.input(node, 0).dims;
  const Dims& result = lowering.output(node).dims;
  if (left.size() != 2 || result.size() != 2) {
    lowering.fail(node, "its operands must be matrices");
  }
  const std::int64_t inner = left[node.integer("transA", 0) != 0 ? 0 : 1];
  const Dims& right = lowering.input(node, where.weights).dims;
  if (right.size() == 2) {
    expect_fit(lowering, node, "rows", right[node.integer("transB", 0) != 0 ? 1 : 0], inner);
  }
  Layer layer{.name = node.name,
              .type = LayerType::MatMul,
              .input = {.channels = lowering.narrow(node, inner)},
              .output = {.channels = lowering.narrow(node, result[1])}};
  if (lowering.is_computed(node, 0) && lowering.is_computed(node, where.weights)) {
    layer.input.height = layer.output.height = lowering.narrow(node, result[0]);
    lowering.add(node, layer);
    return;
  }
  layer.parameters = weight_count(lowering, node, where);
  add_dense(lowering, node, layer, result[0]);
}

void lower_matmul(Lowering& lowering, const Node& node, const WeightInputs& where) {
  const Dims& left = lowering.input(node, 0).dims;
  const Dims& right = lowering.input(node, where.weights).dims;
  if (left.empty() || right.empty()) {
    lowering.fail(node, "its operands must be matrices");
  }
  const std::int64_t inner = left.back();
  const std::int64_t columns = right.size() < 2 ? 1 : right.back();
  const std::int64_t rows = left.size() < 2 ? 1 : left[left.size() - 2];
  const std::int64_t results = elements(lowering.output(node).dims);
  const bool is_one_matrix = elements(right) == inner * columns;
  const std::int64_t group = is_one_matrix ? 1 : results / (rows * columns);
  const bool is_left_constant = !lowering.is_computed(node, 0);
  Layer layer{.name = node.name,
              .type = LayerType::MatMul,
              .window = {.group = lowering.narrow(node, group)},
              .input = {.channels = lowering.narrow(node, group * inner)},
              .output = {.channels = lowering.narrow(node, group * columns)}};
  const std::int64_t positions = results / (group * columns);
  if (!is_left_constant && lowering.is_computed(node, where.weights)) {
    layer.input.height = layer.output.height = lowering.narrow(node, positions);
    lowering.add(node, layer);
    return;
  }
  if (is_left_constant) {  // the transposed product: as many outputs as rows, at each column
    layer.output.channels = lowering.narrow(node, group * rows);
    layer.parameters = elements(left);
    add_dense(lowering, node, layer, results / (group * rows));
    return;
  }
  layer.parameters = lowering.input_elements(node, where.weights);
  add_dense(lowering, node, layer, positions);
}

void lower_recurrent(Lowering& lowering, const Node& node, const WeightInputs& where) {
  const Dims& input = lowering.input(node, 0).dims;
  const Dims& weights =
      lowering.input(node, where.weights).dims;  // directions, gates x cells, inputs
  const Dims& recurrent = lowering.input(node, where.weights + 1).dims;  // the last: cells
  if (input.size() != 3 || weights.size() != 3 || recurrent.size() != 3) {
    lowering.fail(node, "its input and its weights must have 3 dimensions");
  }
  const int positions = lowering.narrow(node, input[0] * input[1]);
  const Shape gates{.channels = lowering.narrow(node, weights[0] * weights[1]),
                    .height = positions};
  static_cast<void>(lowering.narrow(node, gates.elements()));
  std::int64_t parameters = 0;
  for (std::size_t i = where.weights; i <= where.bias; ++i) {
    parameters += lowering.input_elements(node, i);
  }
  lowering.add_before(
      node,
      {.name = node.name + "/gates",
       .type = LayerType::Convolution,
       .input = {.channels = lowering.narrow(node, input[2] + recurrent[2]), .height = positions},
       .output = gates,
       .parameters = parameters});
  lowering.add(node,
               {.name = node.name,
                .type = LayerType::ElementWise,
                .input = gates,
                .output = lowering.shape_of_outputs(node)});
}

void lower_pooling(Lowering& lowering, const Node& node) {
  const Dims& input = lowering.input(node, 0).dims;
  const Dims kernel = node.integers("kernel_shape");
  if (input.size() < 3 || kernel.size() + 2 != input.size()) {
    lowering.fail(node, "kernel_shape must have an entry for each spatial dimension");
  }
  Window window =
      window_of(lowering, node, kernel, sizes_of(lowering, node, "strides", kernel.size()));
  const Shape output = channels_first(lowering.output(node).dims);
  window.pad = automatic_pad(node, channels_first(input).height, output.height, window);
  lowering.add(node,
               {.name = node.name,
                .type = LayerType::Pooling,
                .window = window,
                .input = channels_first(input),
                .output = output});
}

void lower_global_pooling(Lowering& lowering, const Node& node) {
  const Dims& input = lowering.input(node, 0).dims;
  if (input.size() < 3) {
    lowering.fail(node, "its input must have at least 3 dimensions");
  }
  const Dims kernel(input.begin() + 2, input.end());
  const Dims& output = lowering.output(node).dims;
  lowering.add(node,
               {.name = node.name,
                .type = LayerType::Pooling,
                .window = window_of(lowering, node, kernel, Dims(kernel.size(), 1)),
                .input = channels_first(input),
                .output = {.channels = lowering.narrow(node, input[1]),
                           .height = lowering.narrow(node, elements(output) / input[1])}});
}

}  // namespace cutpoint::onnx_file
