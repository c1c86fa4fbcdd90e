// What came of a point, whatever was simulated there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/fleet.hpp"
#include "runner/kinds/cut_explainer.hpp"
#include "runner/kinds/throughput_search.hpp"
#include "scenario/scenario.hpp"
#include "sim/queues/queue_run.hpp"

namespace cutpoint {

enum class PointStatus : std::uint8_t {
  Converged,
  Budget,
  Unstable,
  NotRun,    // interrupted before its end
  Excluded,  // the scenario leaves it out
};

/// "converged", "budget", "unstable", "not run", "excluded".
[[nodiscard]] std::string_view to_string(PointStatus status);
[[nodiscard]] PointStatus to_point_status(RunStatus status);

/// A query that is alone.
struct DecidedQuery {
  std::vector<ExplainedCut> cuts;  // between layers in topological order
  ExplainedCut chosen;             // by the point's policy, for its objective
};

/// By application of the point's mix.
using DecisionResult = std::vector<DecidedQuery>;

/// Names of the cuts that the policy chose from: by class, application, cut.
using CutLabels = std::vector<std::vector<std::vector<std::string>>>;

struct PointResult {
  PointStatus status = PointStatus::NotRun;
  RunEnd end{};  // of the first run that ended so
  // One of the three. In a throughput experiment the fleet is the saturated one.
  std::optional<DecisionResult> decisions{};
  std::optional<FleetResult> fleet{};
  CutLabels cut_labels{};
  std::optional<QueueResult> queues{};
  // Throughput experiments only.
  std::optional<Throughput> saturation{};
  std::optional<Throughput> bounded{};
};

/// What kept a point from converging: its budget of "queries" or "jobs", "arrivals" that came to an
/// end, the "clock", or the line that grew: "phone", "uplink", "pool" or "station NAME". Empty if
/// nothing did, or nothing was simulated, and where no run was kept from it and yet the result is
/// not precise: replications that disagree, searches that are not settled.
[[nodiscard]] std::string limited_by(const Point& point, const PointResult& result);
inline constexpr const char* kLimitedBy =
    "what kept the run from converging: its budget, its arrivals, the clock, or the line that grew";

struct NamedEstimate {
  std::string name;  // "latency_mean"
  std::string unit;  // "" if dimensionless
  std::string long_name;
  Estimate estimate;  // NaN where there is none
};

/// Every metric of a point, the same ones in the same order at all points of a scenario.
[[nodiscard]] std::vector<NamedEstimate> metrics_of(const Point& point, const PointResult& result);

/// Whether a metric of fleets or queues is read from a histogram.
[[nodiscard]] bool is_quantile(std::string_view metric);

/// Exact facts of a point's runs, warm-up included; zeros if it was not run.
struct Bookkeeping {
  std::uint64_t completed = 0;  // queries or jobs
  double discarded_share = 0.0;
  std::uint64_t events = 0;
  std::uint64_t fingerprint = 0;
};
[[nodiscard]] Bookkeeping bookkeeping_of(const PointResult& result);

}  // namespace cutpoint
