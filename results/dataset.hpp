// Labeled arrays, as xarray and netCDF know them, and the HDF5 file that holds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace cutpoint {

/// A named axis with a coordinate value for every position.
struct Dimension {
  std::string name;
  std::variant<std::vector<std::string>, std::vector<double>> values;
  std::string unit;  // "" for labels and dimensionless numbers
  std::string long_name;
};

/// An array over named dimensions, row-major; NaN (or an empty string) marks a missing cell.
struct Variable {
  std::string name;
  std::vector<std::string> dimensions;
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> values;
  std::string unit;
  std::string long_name;
};

struct Attribute {
  std::string name;
  std::variant<std::string, double, std::int64_t> value;
};

struct Dataset {
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  std::vector<Attribute> attributes;
};

/// Trouble with a results file: disk full, no permission, not HDF5.
class ResultsError : public std::runtime_error {
 public:
  ResultsError(const std::filesystem::path& path, const std::string& message);
};

/// Writes a valid netCDF-4 file: to `path`.part, flushed to the disk, then renamed, so that a reader
/// never sees half a file. Layout: docs/results-schema.md.
/// Requires: every variable's size is the product of its dimensions' sizes, names are unique.
/// Throws: ResultsError; an existing file is then untouched.
void write_dataset(const std::filesystem::path& path, const Dataset& dataset);

}  // namespace cutpoint
