// What becomes of each ONNX operator: one line of a table each (docs/models.md).
#pragma once

#include "workloads/dnn/onnx/lowering.hpp"

namespace cutpoint::onnx_file {

/// Adds the node's layer, or folds it. Operators without a rule become layers without a cost model.
/// Throws: InputError for inputs that make no sense.
void lower_node(Lowering& lowering, const Node& node);

}  // namespace cutpoint::onnx_file
