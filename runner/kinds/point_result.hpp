// What came of a point, whatever was simulated there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fleet/fleet.hpp"
#include "runner/kinds/cut_explainer.hpp"
#include "runner/kinds/throughput_search.hpp"
#include "scenario/scenario.hpp"
#include "sim/queues/queue_run.hpp"

namespace cutpoint {

/// How the experiment of a point ended.
enum class PointStatus : std::uint8_t {
  Converged,
  Budget,
  Unstable,
  NotRun,    // interrupted before its end, or not begun
  Excluded,  // the scenario leaves it out
};

/// "converged", "budget", "unstable", "not run", "excluded".
[[nodiscard]] std::string_view to_string(PointStatus status);
[[nodiscard]] PointStatus to_point_status(RunStatus status);

/// The cuts of a query that is alone, and the one that the policy chooses.
struct DecidedQuery {
  std::vector<ExplainedCut> cuts;  // between layers in topological order
  ExplainedCut chosen;             // by the point's policy, for its objective
};

/// One entry for each application of the point's mix.
using DecisionResult = std::vector<DecidedQuery>;

/// The names of the cuts that the policy chose from, by class, application and cut.
using CutLabels = std::vector<std::vector<std::vector<std::string>>>;

/// What came of a fleet in steady state.
struct SteadyStateResult {
  FleetResult fleet;
  CutLabels cut_labels;
};

/// What came of a search for the throughput.
struct ThroughputResult {
  Throughput saturation;
  Throughput bounded;
  std::optional<FleetResult> fleet{};  // the saturated one; none if no query reaches the servers
  CutLabels cut_labels{};
};

/// What came of a point's experiment; nothing if it was not run. Only runner/kinds/ asks which of
/// these it is (tests/kind_rules.py); everybody else asks the kind (runner/kinds/kind.hpp).
using PointOutcome =
    std::variant<std::monostate, SteadyStateResult, ThroughputResult, DecisionResult, QueueResult>;

/// The result of a point, and how it ended.
struct PointResult {
  PointStatus status = PointStatus::NotRun;
  RunEnd end{};  // the end of the first run that ended so
  PointOutcome outcome{};
};

/// A metric of a point with its name and unit.
struct NamedEstimate {
  std::string name;  // "latency_mean"
  std::string unit;  // "" if dimensionless
  std::string long_name;
  Estimate estimate;   // NaN where there is none
  std::string column;  // header in the table of `cutpoint run`; "" if it is not shown there
};

/// The exact facts of a point's runs, warm-up included; zeros if it was not run.
struct Bookkeeping {
  std::uint64_t completed = 0;  // queries or jobs
  double discarded_share = 0.0;
  std::uint64_t events = 0;
  std::uint64_t fingerprint = 0;
};

}  // namespace cutpoint
