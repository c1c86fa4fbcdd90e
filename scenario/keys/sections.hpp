// The sections of a scenario that make up a point: [run], [clients], [queries], [server], [actual]
// and [throughput]. docs/scenario.md lists their keys.
#pragma once

#include "scenario/load/definitions.hpp"
#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Reads the point that `sweep` has selected. Throws: InputError.
[[nodiscard]] Point read_point(TableReader& root, const Definitions& definitions, Sweep& sweep);

}  // namespace cutpoint::scenario_file
