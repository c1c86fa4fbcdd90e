// The section [sweep]: which axes advance together, and which points are left out.
#pragma once

#include "scenario/load/sweep.hpp"
#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Joins axes as sweep.zip says, once all are discovered. Throws: InputError.
void read_zips(TableReader& section, Sweep& sweep);

/// Marks the points that a [[sweep.exclude]] describes. Conditions on what an override has changed
/// are dropped, with their exclusion. Throws: InputError, also if no point is left.
void read_exclusions(TableReader& section, const Document& document, Scenario& scenario);

}  // namespace cutpoint::scenario_file
