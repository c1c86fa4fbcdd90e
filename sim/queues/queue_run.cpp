#include "sim/queues/queue_run.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/queues/queue_model.hpp"

namespace cutpoint {

namespace {

/// The shortest runs are those that happened to see little waiting, and their intervals are too
/// narrow and lie too low (docs/model.md, "Statistics").
constexpr double kFewestJobsPerServer = 1'000.0;

// In relaxation times, all three assumed. After four of them a queue that began empty is shorter by
// less than 0.1 %; three times that after three would be much beside the precision of a long run,
// and more than six would only cost time.
constexpr double kWarmUp = 4.0;
// Then as long again, so that no more is discarded than observed; 8 to 16 would do.
constexpr double kReplicatedRun = 8.0;
// An interval from batches needs more of them than one of copies or replications together would
// take to be narrow: groups of four of the 64 batches must be nearly independent, and are 3 long;
// 32 to 100 would do.
constexpr double kSingleRun = 50.0;

/// Whole jobs; a number beyond all budgets if there are too many to count.
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
