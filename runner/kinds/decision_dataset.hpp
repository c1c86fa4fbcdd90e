// The results of an experiment of decisions as labeled arrays.
#pragma once

#include "results/store/dataset.hpp"
#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// Adds the dimensions application and cut and the variables over them. The data set has the
/// scenario's axes. Requires: an experiment of decisions.
void add_decisions(Dataset& dataset,
                   const std::vector<std::string>& axes,
                   const Scenario& scenario,
                   const ScenarioResult& result);

}  // namespace cutpoint
