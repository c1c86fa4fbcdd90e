// ONNX files as the ONNX library holds them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/input_file.hpp"

namespace onnx {
class ModelProto;
}

namespace cutpoint::onnx_file {

/// Reads the binary form, or the text syntax if the name ends in .onnxtxt.
/// Throws: InputError if the file cannot be parsed, has no graph, or needs a newer library.
[[nodiscard]] std::shared_ptr<onnx::ModelProto> read_proto(const InputFile& file);

/// The library with its version, as listings show it: "ONNX 1.12.0, operators up to opset 17".
[[nodiscard]] std::string library();

/// The message of a library, on one line and without its own decoration.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace cutpoint::onnx_file
