// A run of a results file, once more: `cutpoint run F.h5`.
#pragma once

#include "cli/run_request.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// The scenario of the results file that stands in place of a scenario, with what `values` set
/// besides; `request` gets the replications of the file, and its shard unless it asks for one.
/// Throws: InputError, ResultsError.
[[nodiscard]] Scenario repeated_scenario(const po::variables_map& values, RunRequest& request);

}  // namespace cutpoint
