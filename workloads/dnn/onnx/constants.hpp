// The arithmetic of shapes: networks compute sizes from sizes, and all of them are known before any
// item comes.
#pragma once

#include <optional>
#include <vector>

#include "workloads/dnn/onnx/model.hpp"

namespace cutpoint::onnx_file {

/// The values of the node's output number `output`, whose shape is `result`. Nothing if an input
/// that counts has no values, or for an operator that shapes are not computed with. A missing
/// optional input is null. O(elements).
[[nodiscard]] std::optional<std::vector<double>> evaluate(const Node& node,
                                                          const std::vector<const Tensor*>& inputs,
                                                          std::size_t output,
                                                          const Tensor& result);

}  // namespace cutpoint::onnx_file
