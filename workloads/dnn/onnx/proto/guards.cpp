#include "workloads/dnn/onnx/proto/guards.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

namespace cutpoint::onnx_file {
namespace {

constexpr std::int64_t kMost = 2147483647;

/// Complains about sizes of 0 or beyond 2^31: the library divides by some of them and multiplies
/// the others.
std::optional<std::string> broken_size(const Node& node) {
  constexpr std::array<std::string_view, 6> sizes{
      "kernel_shape", "strides", "dilations", "group", "blocksize", "hidden_size"};
  for (const std::string_view name : sizes) {
    for (const std::int64_t size : node.integers(name)) {
      if (size < 1 || size > kMost) {
        return std::string{name} + " must be at least 1 and below 2^31";
      }
    }
  }
  for (const std::string_view name : {"pads", "output_shape", "output_padding"}) {
    for (const std::int64_t size : node.integers(name)) {
      if (size < -kMost || size > kMost) {
        return std::string{name} + " must be below 2^31";
      }
    }
  }
  return std::nullopt;
}

/// Complains about a window whose lists do not have an entry for each spatial dimension.
std::optional<std::string> broken_window(const Node& node,
                                         const Tensor& data,
                                         const Tensor* weights) {
  const std::size_t rank = data.dims.size();
  if (rank < 3) {
    return "its input must have at least 3 dimensions";
  }
  if (weights != nullptr && weights->dims.size() != rank) {
    return "its input and its weights must have the same number of dimensions";
  }
  for (const std::string_view name :
       {"kernel_shape", "strides", "dilations", "output_padding", "pads"}) {
    const std::size_t count = node.integers(name).size();
    if (count != 0 && count != (name == "pads" ? 2 : 1) * (rank - 2)) {
      return std::string{name} + " must have an entry for each spatial dimension" +
             (name == "pads" ? " and end" : "");
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_rule(const Node& node,
                                       const Tensor* data,
                                       const Tensor* weights) {
  if (auto rule = broken_size(node)) {
    return rule;
  }
  if (data == nullptr) {
    return std::nullopt;
  }
  const bool has_weights =
      node.op == "Conv" || node.op == "ConvTranspose" || node.op == "ConvInteger";
  const bool has_window = has_weights || node.op == "QLinearConv" || node.op == "MaxPool" ||
                          node.op == "AveragePool" || node.op == "LpPool" || node.op == "MaxUnpool";
  if (has_window) {
    return broken_window(node, *data, has_weights ? weights : nullptr);
  }
  // Some operators add a dimension, so that there may be one more.
  const auto rank = static_cast<std::int64_t>(data->dims.size());
  const std::int64_t more = node.op == "LayerNormalization" ? 0 : 1;
  const std::int64_t axis = node.integer("axis", 0);
  if (axis != 0 && (axis < -rank - more || axis >= rank + more)) {
    return fmt::format("axis {} is beyond the {} dimensions of its input", axis, rank);
  }
  return std::nullopt;
}

}  // namespace cutpoint::onnx_file
