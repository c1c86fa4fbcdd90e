// A network by its name, or from the file of that name.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/dnn/zoo.hpp"

namespace cutpoint {

/// Whether a name stands for a file: it ends in .onnx or .onnxtxt, which ":x=1x3x224x224,…" may
/// follow, or has a slash in it.
[[nodiscard]] bool names_network_file(std::string_view name);

/// Where files are, and what they leave open.
struct NetworkFiles {
  std::filesystem::path folder{};    // of relative paths; empty: the current one
  std::vector<std::string> given{};  // as read_onnx() takes it, besides what the name says
};

/// The built-in application of that name ("bert-base:384" has sequences of 384 tokens), or the
/// network of a file: its name is that of the file
/// without suffix, its query one run of it. Throws: InputError for an unknown name, with a
/// suggestion, or a file that cannot be imported.
[[nodiscard]] std::shared_ptr<const Application> open_application(std::string_view name,
                                                                  const SourceLocation& where = {},
                                                                  const NetworkFiles& files = {});

}  // namespace cutpoint
