// Reads results files, as far as Cutpoint itself needs it: to resume, merge and compare.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "results/dataset.hpp"

namespace cutpoint {

class ResultsReader {
 public:
  /// Throws: ResultsError if there is no such file, it is no results file, or one of a later
  /// version of the layout.
  explicit ResultsReader(const std::filesystem::path& path);
  ~ResultsReader();
  ResultsReader(const ResultsReader&) = delete;
  ResultsReader& operator=(const ResultsReader&) = delete;
  ResultsReader(ResultsReader&&) = delete;
  ResultsReader& operator=(ResultsReader&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const;

  /// The value of an attribute of the file; nothing if there is none of this name and type.
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(const std::string& name) const;
  [[nodiscard]] std::optional<double> number(const std::string& name) const;

  [[nodiscard]] bool has_group(const std::string& name) const;

  /// All arrays of a group, "" for those of the file itself, in the order of writing. Arrays of
  /// types that write_dataset does not write are left out. Throws: ResultsError if there is no such
  /// group or it cannot be read.
  [[nodiscard]] Group group(const std::string& name) const;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace cutpoint
