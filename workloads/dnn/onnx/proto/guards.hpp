// What the ONNX library takes for granted about a node, and what it crashes on where a file is
// damaged.
#pragma once

#include <optional>
#include <string>

#include "workloads/dnn/onnx/model.hpp"

namespace cutpoint::onnx_file {

/// Why the library must not see the node; nothing if it may. `data` and `weights` are the node's
/// tensors, or null.
[[nodiscard]] std::optional<std::string> broken_rule(const Node& node,
                                                     const Tensor* data,
                                                     const Tensor* weights);

}  // namespace cutpoint::onnx_file
