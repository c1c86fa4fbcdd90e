// Runs every point of a scenario, on several threads or processes, with the same numbers however
// many.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "runner/keep/run_record.hpp"
#include "runner/keep/scenario_result.hpp"

namespace cutpoint {

class Ranks;

struct RunProgress {
  std::size_t runs_done = 0;  // a run is one replication of one point
  std::size_t runs = 0;
  std::chrono::duration<double> elapsed{};
  std::size_t runs_kept = 0;  // of those done: finished before, not run again
  std::size_t points_done = 0;
  std::size_t points = 0;
  std::uint64_t events = 0;      // simulated in this time
  double worst_precision = 0.0;  // largest relative half-width of a run in this time; 0 if unknown
};

struct RunOptions {
  unsigned jobs = 1;
  /// Called after every run, by one thread at a time; may be empty.
  std::function<void(const RunProgress&)> on_progress{};
  /// Set from outside to stop at once, giving up the runs in hand; may be null.
  const std::atomic<bool>* interrupted = nullptr;
  /// Replications of every point, if not as many as the scenario says. How precise each one has to
  /// be is the scenario's business all the same.
  std::optional<std::uint32_t> replications{};
  /// Only these runs.
  Shard shard{};
  /// Not to be run again.
  RunSet finished{};
  /// Called with every run that ends, by one thread at a time; may be empty.
  std::function<void(const FinishedRun&)> on_finished{};
  /// The processes that the runs are handed out to; null: threads of this one.
  Ranks* ranks = nullptr;
};

/// Requires: options.jobs >= 1. Throws: InputError before the first run, see
/// expect_representable(); what on_finished throws.
[[nodiscard]] ScenarioResult run_scenario(const Scenario& scenario, RunOptions options);

}  // namespace cutpoint
