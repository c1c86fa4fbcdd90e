// Runs a system of bare queues: the engine's simplest model, and the one that theory can judge.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/engine/stop_rule.hpp"
#include "sim/queues/queue_metrics.hpp"
#include "sim/queues/queue_system.hpp"

namespace cutpoint {

/// How a system of bare queues is run: its random numbers, what is to be known, and when to end.
struct QueueRunSettings {
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
  std::vector<QueueMetric> targets{"sojourn_time_mean"};  // all must be precise
  StopRule stop{};
  /// Whether this run is one of several replications: the interval that counts comes from the
  /// spread between them, not from the batches of this run.
  bool is_replicated = false;
  /// The sources close after so many arrivals, and the run ends when the system is empty.
  std::uint64_t max_arrivals = std::numeric_limits<std::uint64_t>::max();
};

/// How many jobs a run needs to tell anything, counted over all copies together.
struct FewestJobs {
  std::uint64_t warm_up;  // jobs to discard, as far as they fill batches
  std::uint64_t run;      // jobs in all; a run of fewer does not converge
  std::uint64_t judged;   // jobs at the next checkpoint: the least useful budget
};

/// The jobs that the relaxation time of the system asks of a run (docs/model.md, "Statistics").
[[nodiscard]] FewestJobs fewest_jobs(const QueueSystem& system, bool is_replicated);

/// What came of a run: metrics in the steady state, and exact sums over the whole run.
struct QueueResult {
  RunStatus status = RunStatus::Budget;
  RunEnd end;  // a line is that before a station, by its number from 0, in any copy
  std::array<Estimate, QueueMetric::kCount> metrics;
  std::vector<Estimate> class_waiting_times;  // means; empty with one class
  double discarded_share = 0.0;               // of the observations, as warm-up
  QueueBatch steady;                          // all that was observed after the warm-up

  // Exact bookkeeping of the whole run, warm-up included: arrivals = departures + blocked + those
  // still in the system.
  std::uint64_t arrivals = 0;
  std::uint64_t departures = 0;
  std::uint64_t blocked = 0;
  DurationSum sojourn_sum{};              // over departed jobs
  DurationSum jobs_in_system_integral{};  // over time
  DurationSum busy_integral{};            // busy servers over time
  DurationSum service_sum{};              // over the services of departed jobs
  DurationSum simulated{};                // of all replications together
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;

  [[nodiscard]] const Estimate& operator[](QueueMetric metric) const {
    return metrics[metric.index()];
  }
};

/// Runs the system until its stop rule holds, or its sources have closed and it is empty. A system
/// whose load is 1 or more where nothing is lost is reported unstable without a run, as no run
/// could tell anything about a steady state; a run also ends when there are most_in_system().
/// Requires: at least one station, copy, class and target; servers and capacities of at least 1; at
/// most one class unless every station serves by priority.
[[nodiscard]] QueueResult run_queues(const QueueSystem& system, const QueueRunSettings& settings);

}  // namespace cutpoint
