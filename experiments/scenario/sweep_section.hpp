// The section [sweep]: which axes advance together, and which points are left out.
#pragma once

#include "experiments/scenario/scenario.hpp"
#include "experiments/scenario/sweep.hpp"
#include "experiments/scenario/table_reader.hpp"

namespace cutpoint::scenario_file {

/// Joins axes as sweep.zip says, once all are discovered. Throws: InputError.
void read_zips(TableReader& section, Sweep& sweep);

/// Marks the points that a [[sweep.exclude]] describes. Conditions on what an override has changed
/// are dropped, with their exclusion. Throws: InputError, also if no point is left.
void read_exclusions(TableReader& section, const Document& document, Scenario& scenario);

}  // namespace cutpoint::scenario_file
