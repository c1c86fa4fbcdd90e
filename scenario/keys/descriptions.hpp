// All keys of scenarios as data, for the reference, the schema and the completion of keys.
#pragma once

#include <string>
#include <vector>

#include "scenario/load/key.hpp"

namespace cutpoint::scenario_file {

/// A law of times or arrivals, which stands in a table in place of a name.
struct LawDescription {
  std::string word;
  bool is_for_service;
  std::vector<KeyDescription> parameters;  // besides `law` itself
};

[[nodiscard]] std::vector<LawDescription> law_descriptions();

/// In the order of the reference. The parameters of all laws stand in a section of their own,
/// "law".
[[nodiscard]] std::vector<SectionDescription> section_descriptions();

}  // namespace cutpoint::scenario_file
