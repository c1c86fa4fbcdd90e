#include "sim/queues/queue_run.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/queues/queue_model.hpp"

namespace cutpoint {

namespace {

/// The least number of jobs per server that a run observes. Shorter runs would be those that
/// happened to see little waiting, and their intervals would be too narrow and lie too low
/// (docs/model.md, "Statistics").
constexpr double kFewestJobsPerServer = 1'000.0;

// Lengths of runs in relaxation times; all three are assumed. After four relaxation times a queue
// that began empty is shorter than in its steady state by less than 0.1 %. After three it would be
// three times that, which is much beside the precision of a long run; more than six would only cost
// time.
constexpr double kWarmUp = 4.0;
// A replication observes as much as it discards, so it has twice the warm-up in all; 8 to 16 would
// do.
constexpr double kReplicatedRun = 8.0;
// A run whose interval comes from its own batches is longer: groups of four of its 64 batches must
// be nearly independent, and at 50 relaxation times in all a group is 3 of them long. 32 to 100
// would do.
constexpr double kSingleRun = 50.0;

/// A number of jobs rounded to a whole one; where there are too many to count, a number beyond all
/// budgets.
std::uint64_t whole_jobs(double jobs) {
  constexpr double kMost = 1e18;
  return static_cast<std::uint64_t>(std::round(std::min(jobs, kMost)));
}

}  // namespace

FewestJobs fewest_jobs(const QueueSystem& system, bool is_replicated) {
  const double relaxation = relaxation_jobs(system) * system.copies;
  const std::uint64_t run =
      whole_jobs(std::max(kFewestJobsPerServer * server_count(system),
                          (is_replicated ? kReplicatedRun : kSingleRun) * relaxation));
  return {.warm_up = whole_jobs(kWarmUp * relaxation),
          .run = run,
          .judged = next_checkpoint(run, QueueModel::kFirstBatch)};
}

QueueResult run_queues(const QueueSystem& system, const QueueRunSettings& settings) {
  CUTPOINT_EXPECTS(!system.stations.empty());
  CUTPOINT_EXPECTS(system.copies >= 1);
  CUTPOINT_EXPECTS(!system.class_shares.empty());
  CUTPOINT_EXPECTS(!settings.targets.empty());

  const bool closes = settings.max_arrivals != std::numeric_limits<std::uint64_t>::max();
  const Stability known = stability(system);
  if (!closes && known == Stability::Unstable) {
    QueueResult unstable;
    unstable.status = RunStatus::Unstable;
    unstable.end = {.limit = RunLimit::Line, .line = overloaded_station(system)};
    return unstable;
  }
  QueueRunSettings informed = settings;
  const FewestJobs fewest = fewest_jobs(system, settings.is_replicated);
  informed.stop.min_observations = std::max(informed.stop.min_observations, fewest.run);
  informed.stop.min_warm_up = fewest.warm_up;
  informed.stop.may_be_unstable = known != Stability::Stable;
  QueueModel model{system, informed};
  Engine<QueueModel> engine;
  model.start(engine);
  engine.run(model);
  return model.result(engine);
}

}  // namespace cutpoint
