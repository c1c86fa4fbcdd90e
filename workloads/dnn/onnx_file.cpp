#include "workloads/dnn/onnx_file.hpp"

#include "base/input_error.hpp"

#ifdef CUTPOINT_ONNX
#include "workloads/dnn/onnx/lowering.hpp"
#include "workloads/dnn/onnx/proto/file.hpp"
#include "workloads/dnn/onnx/proto/graph.hpp"
#endif

namespace cutpoint {

#ifdef CUTPOINT_ONNX

namespace {

onnx_file::Given parse_given(std::span<const std::string> texts) {
  onnx_file::Given given;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      throw InputError{{}, '"' + text + "\": expected NAME=VALUE, e.g. x=1x3x224x224"};
    }
    given[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return given;
}

}  // namespace

ImportedDnn read_onnx(const InputFile& file, std::span<const std::string> given) {
  const onnx_file::Given parsed = parse_given(given);
  try {
    return onnx_file::lower(onnx_file::read_model(file, parsed), file.path.stem().string());
  } catch (const InputError& error) {  // names in a file may hold anything
    throw InputError{error.where(), onnx_file::one_line(error.message())};
  }
}

std::string onnx_library() { return onnx_file::library(); }

#else

ImportedDnn read_onnx(const InputFile& file, std::span<const std::string> /*given*/) {
  throw InputError{{file.path.string()},
                   "this program was built without ONNX: install the packages libonnx-dev and "
                   "libprotobuf-dev and build again"};
}

std::string onnx_library() { return {}; }

#endif

}  // namespace cutpoint
