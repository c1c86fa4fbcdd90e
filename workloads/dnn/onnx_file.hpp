// Networks from ONNX files: what frameworks export, and the text syntax for nets written by hand.
//
// What becomes of each operator, and what is folded away, is in docs/models.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_file.hpp"
#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// Files of this suffix hold the text syntax; all others are binary.
inline constexpr std::string_view kOnnxTextSuffix = ".onnxtxt";

/// A layer whose operator has no cost model: it counts as bound by memory.
struct UnmodeledLayer {
  std::string layer;
  std::string op;  // "NonMaxSuppression", with its domain in front if that is not ONNX's

  friend bool operator==(const UnmodeledLayer&, const UnmodeledLayer&) = default;
};

struct ImportedDnn {
  DnnGraph dnn;  // of the name of the file, without its suffix
  std::int64_t opset = 0;
  /// One run of the file is one item.
  QueryType query;
  std::vector<UnmodeledLayer> unmodeled;  // in the order of the layers
};

/// Reads a network. `given` says what the file leaves open: "x=1x3x224x224" for the shape of an
/// input, "sr=16000" for the value of an input without dimensions, "If_3=then" for the branch of an
/// If whose condition is computed. A first dimension that is left open is 1.
/// Throws: InputError if this build lacks ONNX, or the file cannot be imported.
[[nodiscard]] ImportedDnn read_onnx(const InputFile& file, std::span<const std::string> given = {});

/// The library with its version; empty if this program was built without it.
[[nodiscard]] std::string onnx_library();

}  // namespace cutpoint
