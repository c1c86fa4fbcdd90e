// Shapes of every tensor of a network, by the ONNX library.
#pragma once

#include <map>
#include <string>

#include "base/input_file.hpp"
#include "workloads/dnn/onnx/model.hpp"

namespace cutpoint::onnx_file {

/// What the file leaves open, by the name of an input or node (read_onnx()).
using Given = std::map<std::string, std::string>;

/// Reads a network and infers the shape of every tensor. Throws: InputError for a graph that is not
/// one, a shape that cannot be told, or an entry of `given` that nothing asks for.
[[nodiscard]] Model read_model(const InputFile& file, const Given& given);

}  // namespace cutpoint::onnx_file
