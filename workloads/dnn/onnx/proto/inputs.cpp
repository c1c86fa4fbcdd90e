#include "workloads/dnn/onnx/proto/inputs.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/core.h>
#include <onnx/onnx_pb.h>

#include "base/input_error.hpp"

namespace cutpoint::onnx_file {
namespace {

using onnx::GraphProto;
using onnx::ValueInfoProto;

/// The dimensions that a text such as "1x3x224x224" gives; nothing if it is not of that form.
std::optional<Dims> parse_dims(std::string_view text) {
  Dims dims;
  while (true) {
    std::int64_t dim = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), dim);
    if (error != std::errc{} || dim < 1) {
      return std::nullopt;
    }
    dims.push_back(dim);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) {
      return dims;
    }
    if (text.front() != 'x') {
      return std::nullopt;
    }
    text.remove_prefix(1);
  }
}

std::optional<double> parse_number(const std::string& text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end ? std::optional{static_cast<double>(value)}
                                             : std::nullopt;
}

/// A shape as messages show it: "1x3x(height)x?", or that it has no dimensions.
std::string declared_dims(const ValueInfoProto& input) {
  const auto& type = input.type().tensor_type();
  if (!type.has_shape()) {
    return "unknown dimensions";
  }
  std::string text;
  for (const auto& dim : type.shape().dim()) {
    text += text.empty() ? "" : "x";
    text += dim.has_dim_value() && dim.dim_value() >= 0 ? std::to_string(dim.dim_value())
            : dim.has_dim_param()                       ? "(" + dim.dim_param() + ")"
                                                        : "?";
  }
  return text.empty() ? "no dimensions" : text;
}

/// An example of how the user could give the dimensions, for a message.
std::string example(const ValueInfoProto& input) {
  const auto& type = input.type().tensor_type();
  std::string text;
  for (const auto& dim : type.shape().dim()) {
    const bool is_known = dim.has_dim_value() && dim.dim_value() >= 0;
    text += text.empty() ? (is_known ? "" : "1") : (is_known ? "x" : "x224");
    text += is_known ? std::to_string(dim.dim_value()) : "";
  }
  return input.name() + '=' + (text.empty() ? "1x3x224x224" : text);
}

std::vector<const ValueInfoProto*> open_inputs(const GraphProto& graph) {
  std::set<std::string> constants;
  for (const onnx::TensorProto& tensor : graph.initializer()) {
    constants.insert(tensor.name());
  }
  std::vector<const ValueInfoProto*> inputs;
  for (const ValueInfoProto& input : graph.input()) {
    if (!constants.contains(input.name())) {
      inputs.push_back(&input);
    }
  }
  return inputs;
}

class InputReader {
 public:
  InputReader(const std::string& path, const Given& given, Inputs& result)
      : path_{path}, given_{given}, result_{result} {}

  /// The input with the shape or value that the user gave; nothing if the user gave none.
  [[nodiscard]] std::optional<Input> given(const ValueInfoProto& input) {
    const auto found = given_.find(input.name());
    if (found == given_.end()) {
      return std::nullopt;
    }
    result_.used.insert(input.name());
    const auto& type = input.type().tensor_type();
    Input read{.name = input.name(), .dims = {}, .element_type = type.elem_type()};
    if (type.has_shape() && type.shape().dim_size() == 0) {
      read.value = parse_number(found->second);
      if (!read.value) {
        fail(given_text(input) + " is no value of an input without dimensions; write e.g. " +
             input.name() + "=1");
      }
      return read;
    }
    const std::optional<Dims> dims = parse_dims(found->second);
    if (!dims || !fits(*dims, input)) {
      fail(fmt::format("{} is no shape of that input, which has {}; write e.g. {}",
                       given_text(input),
                       declared_dims(input),
                       example(input)));
    }
    read.dims = *dims;
    return read;
  }

  /// The input with the shape that the file declares.
  [[nodiscard]] Input declared(const ValueInfoProto& input) {
    const auto& type = input.type().tensor_type();
    Input read{.name = input.name(), .dims = {}, .element_type = type.elem_type()};
    bool is_open = !type.has_shape();
    for (const auto& dim : type.shape().dim()) {
      const auto symbol = result_.symbols.find(dim.dim_param());
      const bool is_batch = read.dims.empty() && type.shape().dim_size() >= 2;
      if (dim.has_dim_value() && dim.dim_value() >= 0) {
        read.dims.push_back(dim.dim_value());
      } else if (dim.has_dim_param() && symbol != result_.symbols.end()) {
        read.dims.push_back(symbol->second);
      } else {
        is_open = is_open || !is_batch;
        read.dims.push_back(1);
        result_.symbols.emplace(dim.dim_param(), 1);
      }
    }
    if (is_open) {
      fail(
          fmt::format("the input \"{}\" has {}, and only its user knows all of them; say so, e.g. "
                      "--input-shape {}",
                      input.name(),
                      declared_dims(input),
                      example(input)));
    }
    return read;
  }

 private:
  [[noreturn]] void fail(const std::string& message) const { throw InputError{{path_}, message}; }
  [[nodiscard]] std::string given_text(const ValueInfoProto& input) const {
    return '"' + input.name() + '=' + given_.at(input.name()) + '"';
  }

  /// Also takes note of the dimensions that have a name.
  [[nodiscard]] bool fits(const Dims& dims, const ValueInfoProto& input) {
    const auto& type = input.type().tensor_type();
    if (!type.has_shape()) {
      return true;
    }
    if (static_cast<int>(dims.size()) != type.shape().dim_size()) {
      return false;
    }
    for (std::size_t i = 0; i < dims.size(); ++i) {
      const auto& dim = type.shape().dim(static_cast<int>(i));
      if (dim.has_dim_value() && dim.dim_value() >= 0 && dim.dim_value() != dims[i]) {
        return false;
      }
      if (dim.has_dim_param()) {
        result_.symbols[dim.dim_param()] = dims[i];
      }
    }
    return true;
  }

  const std::string& path_;
  const Given& given_;
  Inputs& result_;
};

}  // namespace

Inputs read_inputs(const std::string& path, const GraphProto& graph, const Given& given) {
  Inputs result;
  InputReader reader{path, given, result};
  const std::vector<const ValueInfoProto*> inputs = open_inputs(graph);
  // Inputs that the user gave are read first, as they may name dimensions of the others.
  std::map<std::string, Input> read;
  for (const ValueInfoProto* input : inputs) {
    if (!input->type().has_tensor_type()) {
      throw InputError{{path},
                       "the input \"" + input->name() +
                           "\" is no tensor, and only networks of tensors can be cut"};
    }
    if (auto known = reader.given(*input)) {
      read.emplace(input->name(), std::move(*known));
    }
  }
  for (const ValueInfoProto* input : inputs) {
    const auto known = read.find(input->name());
    result.all.push_back(known != read.end() ? known->second : reader.declared(*input));
  }
  return result;
}

bool has_pixels(const std::vector<Input>& inputs) {
  if (inputs.size() != 1) {
    return false;
  }
  constexpr std::int64_t smallest_side = 17;
  const Dims& dims = inputs.front().dims;
  const auto is_image = [&dims](std::size_t channels, std::size_t height, std::size_t width) {
    return (dims[channels] == 3 || dims[channels] == 4) && dims[height] >= smallest_side &&
           dims[width] >= smallest_side;
  };
  return inputs.front().element_type == onnx::TensorProto::UINT8 ||
         (dims.size() == 4 && (is_image(1, 2, 3) || is_image(3, 1, 2)));
}

std::string list_of_inputs(const GraphProto& graph) {
  std::string text;
  for (const ValueInfoProto* input : open_inputs(graph)) {
    text += (text.empty() ? "\"" : ", \"") + input->name() + "\" of " + declared_dims(*input);
  }
  return text.empty() ? "no inputs" : "the inputs " + text;
}

}  // namespace cutpoint::onnx_file
