// Labeled arrays, as xarray and netCDF know them, and the HDF5 file that holds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace cutpoint {

/// The length of an axis whose positions have no values.
struct Length {
  std::size_t value = 0;

  [[nodiscard]] std::size_t size() const { return value; }
};

/// A named axis with a coordinate value for every position, or with none.
struct Dimension {
  std::string name;
  std::variant<std::vector<std::string>, std::vector<double>, Length> values;
  std::string unit;  // "" for labels and dimensionless numbers
  std::string long_name;
};

/// An array over named dimensions, row-major; NaN (or an empty string) marks a missing cell.
struct Variable {
  std::string name;
  std::vector<std::string> dimensions;
  std::variant<std::vector<double>,
               std::vector<std::int64_t>,
               std::vector<std::string>,
               std::vector<std::uint8_t>>  // bytes, which are compressed
      values;
  std::string unit;
  std::string long_name;
};

/// Arrays with dimensions of their own, below a name.
struct Group {
  std::string name;
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
};

/// A fact about the whole file.
struct Attribute {
  std::string name;
  std::variant<std::string, double, std::int64_t> value;
};

/// What one file holds; dimensions, variables, attributes and groups keep their order.
struct Dataset {
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  std::vector<Attribute> attributes;
  std::vector<Group> groups{};
};

/// The version of the layout that write_dataset writes, in every file as attribute
/// `schema_version`.
inline constexpr std::int64_t kResultsSchemaVersion = 2;

/// The most bytes that a results file, or a journal that is read, may have: they are read into
/// memory.
inline constexpr std::uint64_t kLargestFile = std::uint64_t{4} << 30U;

/// Trouble with a results file: disk full, no permission, not HDF5. what() reads
/// "path: error: message", in the form of an InputError about a whole file.
class ResultsError : public std::runtime_error {
 public:
  ResultsError(const std::filesystem::path& path, const std::string& message);

  /// What is wrong, without the path.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  std::string message_;
};

/// Writes a valid netCDF-4 file with a seal behind it: whole or not at all, as PartFile does it.
/// The layout is that of docs/results-schema.md. Creates missing directories, and adds the
/// attribute `schema_version`. Equal data sets give equal bytes. One thread at a time.
///
/// Requires: every variable's size is the product of its dimensions' sizes (1 if it has none); no
/// dimension is empty; names are unique among dimensions, variables and groups, and among
/// attributes, of which none is called `schema_version`; the dimensions of a group are its own.
/// Throws: ResultsError, also if a text is not UTF-8 without NUL or the file would be larger than
/// kLargestFile; an existing file is then untouched.
void write_dataset(const std::filesystem::path& path, const Dataset& dataset);

/// Whether there is a file that begins as HDF5 files do, whatever follows.
[[nodiscard]] bool is_results_file(const std::filesystem::path& path);

/// Finds out before a long run whether a file can be written there; leaves nothing behind but the
/// directories of the path. What is there and no HDF5 file may not be written over: a file of
/// something else, a directory, a device. Throws: ResultsError.
void expect_writable(const std::filesystem::path& path);

}  // namespace cutpoint
