// The distributions of a scenario's times, as a group of its results file (docs/results-schema.md).
#pragma once

#include "results/store/dataset.hpp"
#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// Adds the group "histograms", if anything was observed at any point.
void add_histograms(Dataset& dataset, const Scenario& scenario, const ScenarioResult& result);

}  // namespace cutpoint
