// What is odd about a scenario though it is allowed.
#pragma once

#include <vector>

#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Looks at points that are not excluded; `root` says where things are written. At most one warning
/// of each kind and link, of the point that deserves it most.
[[nodiscard]] std::vector<Warning> find_warnings(TableReader& root,
                                                 const std::vector<Point>& points);

}  // namespace cutpoint::scenario_file
