// A scenario's results as labeled arrays, ready for the HDF5 file (docs/results-schema.md).
#pragma once

#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "runner/keep/scenario_result.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// What a results file says of how it was made.
struct RunContext {
  std::string command_line;
  unsigned jobs = 1;              // threads, or processes that simulated
  std::vector<Attribute> host{};  // host_provenance() as the run began
  double run_seconds = 0.0;       // seconds that all runs took, wherever and whenever
};

/// The whole content of a results file.
[[nodiscard]] Dataset to_dataset(const Scenario& scenario,
                                 const ScenarioResult& result,
                                 const RunContext& context);

}  // namespace cutpoint
