// The shapes of a network's inputs, with what its file leaves open.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workloads/dnn/onnx/model.hpp"
#include "workloads/dnn/onnx/proto/graph.hpp"

namespace onnx {
class GraphProto;
}

namespace cutpoint::onnx_file {

/// An input of the network with its shape, whether the file says it or the user.
struct Input {
  std::string name;
  Dims dims;
  int element_type = 0;           // as the ONNX library counts them
  std::optional<double> value{};  // the value that the user gave it
};

/// All inputs of a network, and what was used of what the user gave.
struct Inputs {
  std::vector<Input> all;                       // in the order of the file
  std::map<std::string, std::int64_t> symbols;  // dimensions that have a name
  std::set<std::string> used;                   // the entries of `given` that named one
};

/// The inputs of the graph that are no constants of it. Throws: InputError for one whose shape
/// stays open, or does not fit what is given.
[[nodiscard]] Inputs read_inputs(const std::string& path,
                                 const onnx::GraphProto& graph,
                                 const Given& given);

/// Whether a query is an image of 8-bit pixels: the only input has bytes, or it has 3 or 4 channels
/// and is large enough to be an image. One channel may as well be a spectrogram.
[[nodiscard]] bool has_pixels(const std::vector<Input>& inputs);

/// How a message lists the inputs: "the inputs "x" of 1x3x(height)x(width)".
[[nodiscard]] std::string list_of_inputs(const onnx::GraphProto& graph);

}  // namespace cutpoint::onnx_file
