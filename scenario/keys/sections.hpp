// Points, read and listed by the tables of all sections.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/keys/definitions.hpp"
#include "scenario/keys/draft.hpp"
#include "scenario/load/sweep.hpp"
#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

/// Reads the point that `sweep` has selected. Throws: InputError.
[[nodiscard]] Point read_point(TableReader& root, const Definitions& definitions, Sweep& sweep);

/// The values in force, in the order of the tables: "clients.count", "10".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> list_values(const Draft& draft);

}  // namespace cutpoint::scenario_file
