#include "workloads/dnn/onnx/proto/tensors.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <onnx/defs/tensor_proto_util.h>
#include <onnx/onnx_pb.h>

namespace cutpoint::onnx_file {
namespace {

using onnx::AttributeProto;
using onnx::TensorProto;

template <class T>
std::vector<double> doubles(const TensorProto& proto) {
  std::vector<double> values;
  for (const T value : onnx::ParseData<T>(&proto)) {
    values.push_back(static_cast<double>(value));
  }
  return values;
}

/// The values of element types that the library does not unpack.
std::vector<double> booleans(const TensorProto& proto) {
  std::vector<double> values(proto.int32_data().begin(), proto.int32_data().end());
  for (const char c : proto.raw_data()) {
    values.push_back(c == 0 ? 0.0 : 1.0);
  }
  return values;
}

std::vector<double> values_of(const TensorProto& proto) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
      return doubles<float>(proto);
    case TensorProto::DOUBLE:
      return doubles<double>(proto);
    case TensorProto::INT32:
      return doubles<std::int32_t>(proto);
    case TensorProto::INT64:
      return doubles<std::int64_t>(proto);
    case TensorProto::BOOL:
      return booleans(proto);
    default:
      return {};
  }
}

}  // namespace

bool is_integer(int type) {
  switch (type) {
    case TensorProto::INT8:
    case TensorProto::INT16:
    case TensorProto::INT32:
    case TensorProto::INT64:
    case TensorProto::UINT8:
    case TensorProto::UINT16:
    case TensorProto::UINT32:
    case TensorProto::UINT64:
    case TensorProto::BOOL:
      return true;
    default:
      return false;
  }
}

Tensor constant_of(const TensorProto& proto) {
  Tensor tensor{.dims = {proto.dims().begin(), proto.dims().end()},
                .is_integer = is_integer(proto.data_type()),
                .is_constant = true};
  const auto count = bounded_elements(tensor.dims, kMostKeptValues);
  if (count && proto.data_location() != TensorProto::EXTERNAL) {
    std::vector<double> values = values_of(proto);
    if (static_cast<std::int64_t>(values.size()) == *count) {
      tensor.values = std::move(values);
    }
  }
  return tensor;
}

std::optional<TensorProto> proto_of(const Tensor& tensor, int type) {
  if (!tensor.values) {
    return std::nullopt;
  }
  TensorProto proto;
  proto.set_data_type(type);
  for (const std::int64_t dim : tensor.dims) {
    proto.add_dims(dim);
  }
  for (const double value : *tensor.values) {
    switch (type) {
      case TensorProto::INT64:
        proto.add_int64_data(whole(value));
        break;
      case TensorProto::INT32:
      case TensorProto::BOOL:
        proto.add_int32_data(static_cast<std::int32_t>(
            std::clamp<std::int64_t>(whole(value),
                                     std::numeric_limits<std::int32_t>::min(),
                                     std::numeric_limits<std::int32_t>::max())));
        break;
      case TensorProto::FLOAT:
        proto.add_float_data(static_cast<float>(value));
        break;
      case TensorProto::DOUBLE:
        proto.add_double_data(value);
        break;
      default:
        return std::nullopt;
    }
  }
  return proto;
}

std::optional<TensorProto> constant_result(const onnx::NodeProto& node) {
  for (const AttributeProto& attribute : node.attribute()) {
    if (attribute.name() == "value" && attribute.has_t()) {
      return attribute.t();
    }
    if (attribute.name() == "value_int") {
      return onnx::ToTensor<std::int64_t>(attribute.i());
    }
    if (attribute.name() == "value_float") {
      return onnx::ToTensor<float>(attribute.f());
    }
    if (attribute.name() == "value_ints") {
      const std::vector<std::int64_t> values{attribute.ints().begin(), attribute.ints().end()};
      TensorProto proto = onnx::ToTensor<std::int64_t>(values);
      proto.add_dims(attribute.ints_size());
      return proto;
    }
    if (attribute.name() == "value_floats") {
      const std::vector<float> values{attribute.floats().begin(), attribute.floats().end()};
      TensorProto proto = onnx::ToTensor<float>(values);
      proto.add_dims(attribute.floats_size());
      return proto;
    }
  }
  return std::nullopt;
}

Node node_of(const onnx::NodeProto& proto) {
  Node node{.name = proto.name(),
            .op = proto.op_type(),
            .domain = proto.domain() == "ai.onnx" ? "" : proto.domain(),
            .inputs = {proto.input().begin(), proto.input().end()},
            .outputs = {proto.output().begin(), proto.output().end()}};
  if (node.name.empty() && !node.outputs.empty()) {
    node.name = node.outputs.front();
  }
  for (const AttributeProto& attribute : proto.attribute()) {
    std::vector<double>& numbers = node.numbers[attribute.name()];
    switch (attribute.type()) {
      case AttributeProto::INT:
        numbers = {static_cast<double>(attribute.i())};
        break;
      case AttributeProto::FLOAT:
        numbers = {static_cast<double>(attribute.f())};
        break;
      case AttributeProto::INTS:
        numbers.assign(attribute.ints().begin(), attribute.ints().end());
        break;
      case AttributeProto::FLOATS:
        numbers.assign(attribute.floats().begin(), attribute.floats().end());
        break;
      case AttributeProto::TENSOR:
        numbers = constant_of(attribute.t()).values.value_or(std::vector<double>{});
        break;
      case AttributeProto::STRING:
        node.texts[attribute.name()] = attribute.s();
        break;
      default:
        break;
    }
    if (numbers.empty()) {
      node.numbers.erase(attribute.name());
    }
  }
  return node;
}

}  // namespace cutpoint::onnx_file
