// Reads results files, whoever made them: what is in one is checked before anybody relies on it.
//
// The seal of a file (results/store/seal.hpp) is compared before the HDF5 library looks inside. The
// library itself then works in a process of its own, with limits of memory and time, as it can be
// made to crash, to take all memory or never to end; this process only sees plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// How files are read.
struct Reading {
  /// Refuse files without a seal: those of layout 1, which had none.
  bool verified_only = false;
  /// Told what a user should know though it is no reason to refuse a file, as "path: warning: …".
  /// May be empty.
  std::function<void(const std::string& message)> warn{};

  /// Tells `warn` about a file, if somebody is to be told.
  void about(const std::filesystem::path& path, const std::string& message) const;
};

/// All that a results file holds, `schema_version` among the attributes. It is consistent as
/// write_dataset requires, but names, types and numbers are whatever they are. Requires: this
/// process has one thread that allocates memory. Throws: ResultsError if there is no such file, it
/// is damaged, no results file or one of a later layout.
[[nodiscard]] Dataset read_dataset(const std::filesystem::path& path, const Reading& reading = {});

/// The bytes of a regular file of at most kLargestFile. Throws: ResultsError.
[[nodiscard]] std::string read_bytes(const std::filesystem::path& path);

/// The bytes of a file that is open and was not read yet, at most kLargestFile. `path` is for
/// messages. Throws: ResultsError.
[[nodiscard]] std::string read_bytes(int descriptor, const std::filesystem::path& path);

/// The value of an attribute that is a text; nothing if there is none of this name and type.
[[nodiscard]] std::optional<std::string> text_attribute(const Dataset& dataset,
                                                        std::string_view name);
/// The value of a whole-numbered attribute; nothing if there is none of this name and type.
[[nodiscard]] std::optional<std::int64_t> integer_attribute(const Dataset& dataset,
                                                            std::string_view name);
/// The value of a real-valued attribute; nothing if there is none of this name and type.
[[nodiscard]] std::optional<double> number_attribute(const Dataset& dataset, std::string_view name);

/// The group of this name; null if there is none.
[[nodiscard]] const Group* find_group(const Dataset& dataset, std::string_view name);
/// The dimension of this name; null if there is none.
[[nodiscard]] const Dimension* find_dimension(const std::vector<Dimension>& dimensions,
                                              std::string_view name);
/// The array of this name; null if there is none.
[[nodiscard]] const Variable* find_variable(const std::vector<Variable>& variables,
                                            std::string_view name);

}  // namespace cutpoint
