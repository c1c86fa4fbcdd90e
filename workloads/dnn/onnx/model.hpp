// A network as an ONNX file has it, free of the library that read it: every tensor with its shape.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cutpoint::onnx_file {

using Dims = std::vector<std::int64_t>;

/// 1 without dimensions. Requires: a product below 2^63.
[[nodiscard]] std::int64_t elements(const Dims& dims);

/// Nothing if there are more than `most`, or a dimension is negative.
[[nodiscard]] std::optional<std::int64_t> bounded_elements(const Dims& dims, std::int64_t most);

struct Tensor {
  Dims dims;
  bool is_integer = false;   // or boolean
  bool is_constant = false;  // known before the network gets its input
  /// Of a small constant; doubles hold every integer that a shape can have.
  std::optional<std::vector<double>> values{};
};

/// Values of more elements are not kept: they are weights, and no shape depends on them.
inline constexpr std::int64_t kMostKeptValues = 4096;

struct Node {
  std::string name;  // or that of its first output
  std::string op;    // "Conv"
  std::string domain;
  std::vector<std::string> inputs;  // "" where an optional one is left out
  std::vector<std::string> outputs;
  std::map<std::string, std::vector<double>, std::less<>> numbers{};  // integers and floats alike
  std::map<std::string, std::string, std::less<>> texts{};

  /// The attribute, or what it is if the file leaves it out.
  [[nodiscard]] std::int64_t integer(std::string_view attribute, std::int64_t otherwise) const;
  /// Nothing if the file leaves it out.
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view attribute) const;
  [[nodiscard]] std::string text(std::string_view attribute, std::string_view otherwise) const;
};

struct Model {
  std::string path;
  std::int64_t opset = 0;
  std::vector<std::string> inputs;  // without those that are constants
  std::vector<std::string> outputs;
  std::vector<Node> nodes;  // each reads only inputs, constants and what nodes before it compute
  std::map<std::string, Tensor> tensors;  // of every name that a node reads or computes
  bool has_pixels = false;                // the only input is an image of bytes or colors
};

/// The integer that a double holds: cut off, and within 64 bits whatever it was.
[[nodiscard]] std::int64_t whole(double value);

/// -1 is the last of `rank` dimensions.
[[nodiscard]] std::int64_t from_the_front(std::int64_t axis, std::size_t rank);

}  // namespace cutpoint::onnx_file
