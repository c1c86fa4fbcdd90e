// Simulates one run, wherever it is to run.
#pragma once

#include <atomic>

#include "runner/keep/run_record.hpp"
#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

/// Depends on nothing but the scenario and the key, however often and wherever it is called. What
/// was interrupted is worth nothing. Requires: `predictors` are fit_predictors() of the scenario.
[[nodiscard]] FinishedRun single_run(const Scenario& scenario,
                                     const RunKey& key,
                                     const PredictorSet& predictors,
                                     const std::atomic<bool>* interrupted);

}  // namespace cutpoint
