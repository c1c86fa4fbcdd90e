// Runs every point of a scenario, on several threads, with the same numbers however many.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "experiments/runner/throughput.hpp"

namespace cutpoint {

/// What came of a point.
enum class PointStatus : std::uint8_t {
  Converged,
  Budget,
  Unstable,
  NotRun,  // interrupted before its end
};

/// "converged", "budget", "unstable", "not run".
[[nodiscard]] std::string_view to_string(PointStatus status);

struct PointResult {
  PointStatus status = PointStatus::NotRun;
  std::optional<FleetResult> fleet;  // of the steady-state run, or of the saturated one
  // Throughput experiments only.
  std::optional<Throughput> saturation;
  std::optional<Throughput> bounded;
};

struct RunProgress {
  std::size_t points_done = 0;
  std::size_t points = 0;
  std::chrono::duration<double> elapsed{};
};

struct RunOptions {
  unsigned jobs = 1;
  /// Called after every point, by one thread at a time; may be empty.
  std::function<void(const RunProgress&)> on_progress{};
  /// Set from outside to stop at once, giving up the points in hand; may be null.
  const std::atomic<bool>* interrupted = nullptr;
};

struct ScenarioResult {
  std::vector<PointResult> points;  // as Scenario::points
  std::chrono::duration<double> wall_time{};
  std::uint64_t fingerprint = 0;  // of all points together
};

/// Requires: options.jobs >= 1.
[[nodiscard]] ScenarioResult run_scenario(const Scenario& scenario, const RunOptions& options);

}  // namespace cutpoint
