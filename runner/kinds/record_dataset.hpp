// The lives of single queries as variables of a results file.
#pragma once

#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// Adds the dimension `query` and what is known of each of the queries that `run.record` asks for,
/// over the axes and that; nothing if it asks for none. Requires: fleets, or points not run.
void add_records(Dataset& dataset,
                 const std::vector<std::string>& axes,
                 const Scenario& scenario,
                 const ScenarioResult& result);

}  // namespace cutpoint
