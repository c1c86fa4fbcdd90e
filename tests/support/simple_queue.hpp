// Queues of one station, as most tests need them. The mean service time is 10 ms.
#pragma once

#include "base/units.hpp"
#include "sim/queues/queue_run.hpp"

namespace cutpoint {

inline constexpr Seconds kMeanService{0.010};

/// Per copy.
inline Rate arrival_rate(double utilization, std::uint32_t servers) {
  return Rate{utilization * servers / kMeanService.count()};
}

inline Distribution exponential_service() { return Distribution{Exponential{kMeanService}}; }

/// Poisson arrivals at a FCFS station. `service` has the mean kMeanService.
inline QueueSystem simple_queue(const Distribution& service,
                                std::uint32_t servers,
                                double utilization) {
  const Seconds interarrival{1.0 / arrival_rate(utilization, servers).value()};
  QueueSystem system{.arrivals = ArrivalProcess{Distribution{Exponential{interarrival}}},
                     .stations = {}};
  system.stations.push_back({.name = "station", .service = service, .servers = servers});
  return system;
}

/// Until the targets are known to one percent, with a fixed seed.
inline QueueRunSettings precise_run(std::vector<QueueMetric> targets) {
  QueueRunSettings settings{.seed = 2017, .targets = std::move(targets)};
  settings.stop.relative_precision = 0.01;
  return settings;
}

}  // namespace cutpoint
