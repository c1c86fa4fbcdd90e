// A network as an ONNX file has it, free of the library that read it: every tensor with its shape.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cutpoint::onnx_file {

/// The dimensions of a tensor as the file has them, the number of items included.
using Dims = std::vector<std::int64_t>;

/// The number of elements of a tensor; 1 without dimensions. Requires: a product below 2^63.
[[nodiscard]] std::int64_t elements(const Dims& dims);

/// The number of elements of a tensor; nothing if there are more than `most`, or a dimension is
/// negative.
[[nodiscard]] std::optional<std::int64_t> bounded_elements(const Dims& dims, std::int64_t most);

/// What is known about a tensor before any query runs.
struct Tensor {
  Dims dims;
  bool is_integer = false;   // whether it holds integers or booleans
  bool is_constant = false;  // known before the network gets its input
  /// The values of a small constant. Doubles hold every integer that a shape can have.
  std::optional<std::vector<double>> values{};
};

/// The most elements of which values are kept. Tensors with more are weights, and no shape depends
/// on them.
inline constexpr std::int64_t kMostKeptValues = 4096;

/// An operation of the graph with its attributes; tensors go by name.
struct Node {
  std::string name;  // its own name, or that of its first output if it has none
  std::string op;    // "Conv"
  std::string domain;
  std::vector<std::string> inputs;  // "" where an optional one is left out
  std::vector<std::string> outputs;
  std::map<std::string, std::vector<double>, std::less<>> numbers{};  // integers and floats alike
  std::map<std::string, std::string, std::less<>> texts{};

  /// The value of an attribute, or `otherwise` if the file leaves it out.
  [[nodiscard]] std::int64_t integer(std::string_view attribute, std::int64_t otherwise) const;
  /// The list of an attribute; empty if the file leaves it out.
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view attribute) const;
  [[nodiscard]] std::string text(std::string_view attribute, std::string_view otherwise) const;
};

/// A network as the file has it, with a shape for every tensor.
struct Model {
  std::string path;
  std::int64_t opset = 0;
  std::vector<std::string> inputs;  // without those that are constants
  std::vector<std::string> outputs;
  std::vector<Node> nodes;  // each reads only inputs, constants and what nodes before it compute
  std::map<std::string, Tensor> tensors;  // all that a node reads or computes, by name
  bool has_pixels = false;                // the only input is an image of bytes or colors
};

/// The integer that a double holds: cut off, and within 64 bits whatever it was.
[[nodiscard]] std::int64_t whole(double value);

/// The number of a dimension counted from the front, from 0: an axis of -1 is the last of `rank`
/// dimensions.
[[nodiscard]] std::int64_t from_the_front(std::int64_t axis, std::size_t rank);

}  // namespace cutpoint::onnx_file
