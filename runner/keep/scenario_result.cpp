#include "runner/keep/scenario_result.hpp"

#include <utility>

#include "results/store/dataset.hpp"
#include "runner/keep/run_check.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/kind.hpp"
#include "runner/kinds/replications.hpp"

namespace cutpoint {
namespace {

std::uint64_t fingerprint_of(const Scenario& scenario, const std::vector<PointResult>& points) {
  Fingerprint all;
  for (const PointResult& point : points) {
    kind_of(scenario).add_to(all, point);
  }
  return all.value();
}

}  // namespace

RunPlan plan_of(const Scenario& scenario, const PlanOptions& options) {
  RunPlan plan{
      .points = scenario.points.size(),
      .replications = options.replications.value_or(scenario.points.front().run.replications),
      .shard = options.shard};
  for (const Point& point : scenario.points) {
    plan.is_excluded.push_back(point.is_excluded);
  }
  return plan;
}

ScenarioResult summarize(const Scenario& scenario,
                         const RunPlan& plan,
                         RunSet runs,
                         const std::filesystem::path& source) {
  for (const auto& [key, record] : runs) {
    if (!plan.holds(key)) {
      throw ResultsError{source, "has runs that its scenario lacks"};
    }
  }
  ScenarioResult result;
  result.plan = plan;
  for (std::size_t point = 0; point < plan.points; ++point) {
    std::vector<PointResult> replications;
    for (auto run = runs.lower_bound({point, 0}); run != runs.end() && run->first.point == point;
         ++run) {
      replications.push_back(decode_run(run->second, source).result);
    }
    expect_of_point(scenario.points[point], replications, source);
    if (replications.size() == plan.replications) {
      result.points.push_back(merge_replications(scenario.points[point], replications));
    } else {
      result.points.push_back(
          {.status = plan.excludes(point) ? PointStatus::Excluded : PointStatus::NotRun});
    }
  }
  result.fingerprint = fingerprint_of(scenario, result.points);
  result.runs = std::move(runs);
  return result;
}

}  // namespace cutpoint
