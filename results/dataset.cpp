#include "results/dataset.hpp"

#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include "results/dataset_image.hpp"
#include "results/part_file.hpp"
#include "results/seal.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

template <typename Values>
std::size_t size_of(const Values& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

using Names = std::unordered_set<std::string>;

void expect_new(Names& names, const std::string& name) {
  const bool name_is_new = names.insert(name).second;
  CUTPOINT_EXPECTS(name_is_new);
}

void expect_consistent(Names& names,
                       const std::vector<Dimension>& dimensions,
                       const std::vector<Variable>& variables) {
  std::unordered_map<std::string, std::size_t> sizes;
  for (const Dimension& dimension : dimensions) {
    expect_new(names, dimension.name);
    sizes[dimension.name] = size_of(dimension.values);
    const bool dimension_has_values = sizes[dimension.name] > 0;
    CUTPOINT_EXPECTS(dimension_has_values);
  }
  for (const Variable& variable : variables) {
    expect_new(names, variable.name);
    std::size_t cells = 1;
    for (const std::string& dimension : variable.dimensions) {
      const bool dimension_is_known = sizes.contains(dimension);
      CUTPOINT_EXPECTS(dimension_is_known);
      cells *= sizes[dimension];
    }
    const bool has_one_value_per_cell = size_of(variable.values) == cells;
    CUTPOINT_EXPECTS(has_one_value_per_cell);
  }
}

void expect_consistent(const Dataset& dataset) {
  Names names;
  expect_consistent(names, dataset.dimensions, dataset.variables);
  for (const Group& group : dataset.groups) {
    expect_new(names, group.name);
    Names of_group;
    expect_consistent(of_group, group.dimensions, group.variables);
  }
  Names attributes{"schema_version"};
  for (const Attribute& attribute : dataset.attributes) {
    const bool attribute_is_new = attributes.insert(attribute.name).second;
    CUTPOINT_EXPECTS(attribute_is_new);
  }
}

constexpr std::string_view kSignature{"\x89HDF\r\n\x1a\n"};

/// The first bytes of a regular file, as many as there are; none of anything else.
std::string start_of(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return {};
  }
  std::string start(kSignature.size(), '\0');
  std::ifstream file{path, std::ios::binary};
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  return start;
}

}  // namespace

ResultsError::ResultsError(const std::filesystem::path& path, const std::string& message)
    : std::runtime_error{path.string() + ": error: " + message}, message_{message} {}

void write_dataset(const std::filesystem::path& path, const Dataset& dataset) {
  expect_consistent(dataset);
  std::string file = dataset_image(path, dataset);
  file += seal_of(file);
  PartFile{path}.publish(file);
}

bool is_results_file(const std::filesystem::path& path) { return start_of(path) == kSignature; }

void expect_writable(const std::filesystem::path& path) {
  if (!start_of(path).empty() && !is_results_file(path)) {
    throw ResultsError{path.string(),
                       "this is not a results file, so it is not overwritten; choose another name"};
  }
  const PartFile part{path};
}

}  // namespace cutpoint
