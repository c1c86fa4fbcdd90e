#include "sim/queues/queue_run.hpp"

#include <algorithm>

#include "sim/queues/queue_model.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {

namespace {

/// The shortest runs are those that happened to see little waiting, and their intervals are too
/// narrow and lie too low (docs/model.md, "Statistics").
constexpr std::uint64_t kFewestJobsPerServer = 1'000;

}  // namespace

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
  informed.stop.min_observations =
      std::max(informed.stop.min_observations,
               kFewestJobsPerServer * static_cast<std::uint64_t>(server_count(system)));
  informed.stop.may_be_unstable = known != Stability::Stable;
  QueueModel model{system, informed};
  Engine<QueueModel> engine;
  model.start(engine);
  engine.run(model);
  return model.result(engine);
}

}  // namespace cutpoint
