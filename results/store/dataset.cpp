#include "results/store/dataset.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include "base/contract.hpp"
#include "base/utf8.hpp"
#include "results/store/dataset_image.hpp"
#include "results/store/part_file.hpp"
#include "results/store/seal.hpp"

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

/// Breaks a contract unless the data set is as write_dataset() requires.
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

/// The first text that results files cannot hold; null if there is none.
const std::string* unstorable(const Dataset& dataset) {
  const std::string* found = nullptr;
  const auto look_at = [&](const std::string& text) {
    if (found == nullptr && !is_storable_text(text)) {
      found = &text;
    }
  };
  const auto look_at_values = [&](const auto& values) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
      std::ranges::for_each(*texts, look_at);
    }
  };
  const auto look_at_arrays = [&](const auto& arrays) {
    for (const auto& array : arrays) {
      look_at(array.name);
      look_at(array.unit);
      look_at(array.long_name);
      look_at_values(array.values);
    }
  };
  look_at_arrays(dataset.dimensions);
  look_at_arrays(dataset.variables);
  for (const Group& group : dataset.groups) {
    look_at(group.name);
    look_at_arrays(group.dimensions);
    look_at_arrays(group.variables);
  }
  for (const Attribute& attribute : dataset.attributes) {
    look_at(attribute.name);
    if (const auto* text = std::get_if<std::string>(&attribute.value)) {
      look_at(*text);
    }
  }
  return found;
}

/// The first eight bytes of every HDF5 file.
constexpr std::string_view kSignature{"\x89HDF\r\n\x1a\n"};

/// The first bytes of a regular file, as many as there are; none if there is something else at that
/// path.
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
  if (const std::string* text = unstorable(dataset)) {
    const std::string up_to_nul = text->substr(0, text->find('\0'));  // as what() would end there
    throw ResultsError{
        path, '"' + up_to_nul + "\" is not UTF-8, or has a NUL behind it, and cannot be stored"};
  }
  std::string file = dataset_image(path, dataset);
  file += seal_of(file);
  if (file.size() > kLargestFile) {
    throw ResultsError{path, "it would be larger than files of Cutpoint can be"};
  }
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
