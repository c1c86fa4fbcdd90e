// Simulates one run, wherever it is to run.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "runner/keep/run_plan.hpp"
#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

struct FinishedRun {
  RunKey key;
  std::string record;        // encode_run()
  double seconds = 0.0;      // that it took, on the clock of the wall
  std::uint64_t events = 0;  // simulated
  double precision = 0.0;    // largest relative half-width of what was to be precise; 0 if unknown
};

/// Depends on nothing but the scenario and the key, however often and wherever it is called. What
/// was interrupted is worth nothing. Requires: `predictors` are fit_predictors() of the scenario.
[[nodiscard]] FinishedRun single_run(const Scenario& scenario,
                                     const RunKey& key,
                                     const PredictorSet& predictors,
                                     const std::atomic<bool>* interrupted);

}  // namespace cutpoint
