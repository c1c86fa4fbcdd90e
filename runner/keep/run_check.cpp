#include "runner/keep/run_check.hpp"

#include <algorithm>

#include "results/store/dataset.hpp"

namespace cutpoint {
namespace {

template <class Outer>
std::vector<std::size_t> sizes_of(const Outer& lists) {
  std::vector<std::size_t> sizes;
  for (const auto& list : lists) {
    sizes.push_back(list.size());
  }
  return sizes;
}

/// The number of cuts by class and application.
template <class Nested>
std::vector<std::vector<std::size_t>> shape_of(const Nested& nested) {
  std::vector<std::vector<std::size_t>> shape;
  for (const auto& of_class : nested) {
    shape.push_back(sizes_of(of_class));
  }
  return shape;
}

bool is_past(std::initializer_list<DurationSum> sums) {
  return std::ranges::all_of(sums, [](const DurationSum& each) { return each >= DurationSum{}; });
}

bool is_recorded_query(const QueryRecord& query, const CutLabels& labels) {
  return query.client_class < labels.size() &&
         query.application < labels[query.client_class].size() &&
         query.cut < labels[query.client_class][query.application].size();
}

bool is_fleet(const Scenario& scenario, const PointResult& run) {
  const std::size_t applications = world_of(scenario.points.front())->queries.mix.size();
  const FleetResult& fleet = *run.fleet;
  return !run.cut_labels.empty() && shape_of(fleet.cut_counts) == shape_of(run.cut_labels) &&
         std::ranges::all_of(
             run.cut_labels,
             [&](const auto& of_class) { return of_class.size() == applications; }) &&
         fleet.records.size() <= scenario.points.front().run.record &&
         std::ranges::all_of(
             fleet.records,
             [&](const QueryRecord& query) { return is_recorded_query(query, run.cut_labels); }) &&
         is_past({fleet.steady.elapsed, fleet.steady.busy});
}

bool is_queue_run(const PointResult& run) {
  return is_past({run.queues->steady.elapsed, run.queues->steady.busy});
}

bool is_decisions(const Scenario& scenario, const PointResult& run) {
  const std::vector<MixEntry>& mix = world_of(scenario.points.front())->queries.mix;
  const DecisionResult& decisions = *run.decisions;
  if (decisions.size() != mix.size()) {
    return false;
  }
  for (std::size_t a = 0; a < mix.size(); ++a) {
    if (decisions[a].cuts.size() > mix[a].application->build().layers().size() + 1) {
      return false;
    }
  }
  return true;
}

/// Whether a run has what runs of the point have, and nothing else.
bool is_of_kind(const Scenario& scenario, const Point& point, const PointResult& run) {
  const bool is_queues = queues_of(point) != nullptr;
  const bool is_throughput = !is_queues && point.run.kind == ExperimentKind::Throughput;
  const bool decides = !is_queues && point.run.kind == ExperimentKind::Decisions;
  if (run.status == PointStatus::NotRun || run.status == PointStatus::Excluded ||
      run.queues.has_value() != is_queues || run.decisions.has_value() != decides ||
      run.saturation.has_value() != is_throughput || run.bounded.has_value() != is_throughput) {
    return false;
  }
  if (run.queues) {
    return !run.fleet && is_queue_run(run);
  }
  if (run.decisions) {
    return !run.fleet && is_decisions(scenario, run);
  }
  return run.fleet ? is_fleet(scenario, run) : is_throughput;
}

bool have_same_shape(const PointResult& a, const PointResult& b) {
  return a.cut_labels == b.cut_labels && (!a.queues || a.queues->class_waiting_times.size() ==
                                                           b.queues->class_waiting_times.size());
}

}  // namespace

void expect_of_scenario(const Scenario& scenario,
                        const Point& point,
                        const std::vector<PointResult>& replications,
                        const std::filesystem::path& source) {
  const bool is_right = std::ranges::all_of(replications, [&](const PointResult& run) {
    return is_of_kind(scenario, point, run) && have_same_shape(run, replications.front());
  });
  const bool may_be_several = point.run.kind == ExperimentKind::SteadyState;
  if (!is_right || (replications.size() > 1 && !may_be_several)) {
    throw ResultsError{source, "its runs cannot be of its scenario"};
  }
}

}  // namespace cutpoint
