// A bare queue A/S/k (FCFS): the engine's simplest model, and the one that theory can judge.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/fcfs_station.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/random/distribution.hpp"
#include "sim/stats/time_integral.hpp"

namespace cutpoint {

enum class QueueMetric : std::uint8_t { WaitingTime, SojournTime };

struct QueueSettings {
  Distribution interarrival;
  Distribution service;
  std::uint32_t servers = 1;
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
  QueueMetric target = QueueMetric::SojournTime;  // whose mean must be precise
  StopRule stop{};
  /// The source closes after so many arrivals, and the run ends when the system is empty.
  std::uint64_t max_arrivals = std::numeric_limits<std::uint64_t>::max();
};

struct QueueResult {
  RunStatus status = RunStatus::Budget;
  Estimate waiting_time_mean;
  Estimate sojourn_time_mean;
  Estimate sojourn_time_p95;
  Estimate sojourn_time_p99;
  Estimate utilization;
  Estimate throughput;           // per second
  double discarded_share = 0.0;  // of the observations, as warm-up

  // Exact bookkeeping of the whole run, warm-up included.
  std::uint64_t arrivals = 0;
  std::uint64_t departures = 0;
  Duration sojourn_sum{};              // over departed jobs
  Duration jobs_in_system_integral{};  // over time
  Duration busy_integral{};            // busy servers over time
  Duration service_sum{};              // over started services
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
};

/// Runs a queue until its stop rule holds or its source has closed and it is empty.
[[nodiscard]] QueueResult run_queue(const QueueSettings& settings);

}  // namespace cutpoint
