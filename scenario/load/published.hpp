// The published values of a scenario, which its results are shown beside.
#pragma once

#include <vector>

#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

/// Reads the tables of the section [published], whose labels must be values of one of the axes.
/// What no longer fits because an override changed the axis is dropped. Throws: InputError.
[[nodiscard]] std::vector<Published> read_published(TableReader& section,
                                                    const std::vector<Axis>& axes,
                                                    const Document& document);

}  // namespace cutpoint::scenario_file
