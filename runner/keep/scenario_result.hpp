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

struct ScenarioResult {
  std::vector<PointResult> points;  // as Scenario::points; not run if any replication is missing
  std::chrono::duration<double> wall_time{};
  std::uint64_t fingerprint = 0;  // of all points together
  RunPlan plan{};
  RunSet runs{};
};

struct PlanOptions {
  /// Replications of every point, if not as many as the scenario says.
  std::optional<std::uint32_t> replications{};
  /// Only these runs.
  Shard shard{};
};

[[nodiscard]] RunPlan plan_of(const Scenario& scenario, const PlanOptions& options = {});

/// What finished runs say together, without running any. Throws: ResultsError about `source` if a
/// record is damaged, or of no run of the plan.
[[nodiscard]] ScenarioResult summarize(const Scenario& scenario,
                                       const RunPlan& plan,
                                       RunSet runs,
                                       const std::filesystem::path& source);

}  // namespace cutpoint
