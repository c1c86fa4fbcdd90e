#include "scenario/keys/draft.hpp"

#include "workloads/devices/actual_costs.hpp"

namespace cutpoint::scenario_file {

namespace {

FleetWorld world_of(const Draft& draft) {
  FleetWorld world{draft.clients, draft.queries, draft.server, draft.actual};
  // Without misfit the point's own processors are bare rooflines, so that nobody else has to ask.
  if (!world.actual.misfit) {
    for (Processor* processor : {&world.clients.cpu, &world.clients.gpu, &world.server.processor}) {
      *processor = without_misfit(*processor);
    }
  }
  return world;
}

Experiment experiment_of(const Draft& draft) {
  if (draft.of_queues()) {
    return QueueExperiment{draft.queues};
  }
  switch (draft.experiment) {
    case ExperimentKind::SteadyState:
      break;
    case ExperimentKind::Throughput:
      return ThroughputExperiment{world_of(draft), draft.throughput};
    case ExperimentKind::Decisions:
      return DecisionExperiment{world_of(draft)};
  }
  return SteadyStateExperiment{world_of(draft)};
}

}  // namespace

Point point_of(const Draft& draft) {
  Point point;
  point.run = draft.run;
  point.run.kind = draft.experiment;
  point.experiment = experiment_of(draft);
  return point;
}

Draft draft_of(const Point& point) {
  Draft draft;
  draft.run = point.run;
  draft.experiment = point.run.kind;
  if (const QueueSystem* queues = queues_of(point)) {
    draft.kind = ScenarioKind::Queues;
    draft.queues = *queues;
    draft.intensity.rate = Rate{1.0 / queues->arrivals.mean().count()};
    return draft;
  }
  const FleetWorld& world = *cutpoint::world_of(point);
  draft.clients = world.clients;
  draft.queries = world.queries;
  draft.server = world.server;
  draft.actual = world.actual;
  if (const ThroughputSettings* throughput = throughput_of(point)) {
    draft.throughput = *throughput;
  }
  if (draft.experiment == ExperimentKind::SteadyState) {
    if (const auto* rate = std::get_if<Rate>(&world.queries.intensity)) {
      draft.intensity.rate = *rate;
    } else {
      draft.intensity.load = std::get<double>(world.queries.intensity);
    }
  }
  return draft;
}

}  // namespace cutpoint::scenario_file
