// What the runs of a scenario say together.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "runner/keep/run_plan.hpp"
#include "runner/kinds/point_result.hpp"

namespace cutpoint {

/// The results of all points, and the runs that they were computed from.
struct ScenarioResult {
  std::vector<PointResult> points;  // as Scenario::points; not run if any replication is missing
  std::chrono::duration<double> wall_time{};
  std::uint64_t fingerprint = 0;  // that of all points together
  RunPlan plan{};
  RunSet runs{};
};

/// What a user asks for besides the scenario.
struct PlanOptions {
  /// Replications of every point, if not as many as the scenario says.
  std::optional<std::uint32_t> replications{};
  /// The part of the runs that is asked for.
  Shard shard{};
};

/// The runs that a scenario takes.
[[nodiscard]] RunPlan plan_of(const Scenario& scenario, const PlanOptions& options = {});

/// Puts finished runs together, without running any. O(bytes). Throws: ResultsError about `source`
/// if a record is damaged, or of no run of the plan.
[[nodiscard]] ScenarioResult summarize(const Scenario& scenario,
                                       const RunPlan& plan,
                                       RunSet runs,
                                       const std::filesystem::path& source);

}  // namespace cutpoint
