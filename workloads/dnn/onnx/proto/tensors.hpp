// Small tensors between the ONNX library's form and ours.
#pragma once

#include <optional>
#include <vector>

#include "workloads/dnn/onnx/model.hpp"

namespace onnx {
class NodeProto;
class TensorProto;
}  // namespace onnx

namespace cutpoint::onnx_file {

/// Whether an element type of the library holds integers or booleans.
[[nodiscard]] bool is_integer(int type);

/// A constant of the file: its shape, and its values if they are few and of a type that shapes are
/// computed with.
[[nodiscard]] Tensor constant_of(const onnx::TensorProto& proto);

/// A tensor in the library's form; nothing if it has no values. `type` is one of the library's
/// element types.
[[nodiscard]] std::optional<onnx::TensorProto> proto_of(const Tensor& tensor, int type);

/// The tensor that a node of the operator Constant stands for; nothing if it is no tensor of
/// numbers.
[[nodiscard]] std::optional<onnx::TensorProto> constant_result(const onnx::NodeProto& node);

/// A node in our form, with the attributes that are numbers, lists of numbers or text.
[[nodiscard]] Node node_of(const onnx::NodeProto& proto);

}  // namespace cutpoint::onnx_file
