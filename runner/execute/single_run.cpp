#include "runner/execute/single_run.hpp"

#include <chrono>
#include <utility>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

FinishedRun single_run(const Scenario& scenario,
                       const RunKey& key,
                       const PredictorSet& predictors,
                       const std::atomic<bool>* interrupted) {
  const auto start = std::chrono::steady_clock::now();
  const Point& point = scenario.points[key.point];
  const Kind& kind = kind_of(point);
  SimulatedPoint simulated = kind.run(
      point,
      {.replication = key.replication, .predictors = predictors, .interrupted = interrupted});
  FinishedRun run;
  run.key = key;
  run.events = simulated.events;
  run.precision = kind.precision_reached(point, simulated.result);
  run.record = encode_run({key, point.run.max_observations, std::move(simulated.result)});
  run.seconds = Seconds{std::chrono::steady_clock::now() - start}.count();
  return run;
}

}  // namespace cutpoint
