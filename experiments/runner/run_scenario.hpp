// Runs every point of a scenario, on several threads, with the same numbers however many.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "experiments/runner/point_result.hpp"

namespace cutpoint {

struct RunProgress {
  std::size_t runs_done = 0;  // a run is one replication of one point
  std::size_t runs = 0;
  std::chrono::duration<double> elapsed{};
};

struct RunOptions {
  unsigned jobs = 1;
  /// Called after every run, by one thread at a time; may be empty.
  std::function<void(const RunProgress&)> on_progress{};
  /// Set from outside to stop at once, giving up the runs in hand; may be null.
  const std::atomic<bool>* interrupted = nullptr;
};

struct ScenarioResult {
  std::vector<PointResult> points;  // as Scenario::points
  std::chrono::duration<double> wall_time{};
  std::uint64_t fingerprint = 0;  // of all points together
};

/// Requires: options.jobs >= 1. Throws: InputError before the first run, see
/// expect_representable().
[[nodiscard]] ScenarioResult run_scenario(const Scenario& scenario, const RunOptions& options);

}  // namespace cutpoint
