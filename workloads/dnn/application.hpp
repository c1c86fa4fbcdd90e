// A network by its name, or from the file of that name.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_file.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {

/// Whether a name stands for a file: it ends in .onnx or .onnxtxt, which ":x=1x3x224x224,…" may
/// follow, or has a slash in it.
[[nodiscard]] bool names_network_file(std::string_view name);

/// The path in the name of a file: "net.onnx" of "net.onnx:x=1x8". Requires:
/// names_network_file(name).
[[nodiscard]] std::string network_path(std::string_view name);

/// What is known beforehand about a network that is in a file.
struct NetworkFile {
  const InputFile* file = nullptr;   // of the name's path; null: it is read from there
  std::vector<std::string> given{};  // as read_onnx() takes it, besides what the name says
};

/// The built-in application of that name ("bert-base:384" has sequences of 384 tokens), or the
/// network of a file: its name is that of the file without suffix, its query one run of it. Throws:
/// InputError for an unknown name, with a suggestion, or a file that cannot be read or imported.
[[nodiscard]] std::shared_ptr<const Application> open_application(std::string_view name,
                                                                  const SourceLocation& where = {},
                                                                  const NetworkFile& from = {});

}  // namespace cutpoint
