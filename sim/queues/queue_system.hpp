// Bare queues, without networks or phones: where jobs come from, and the stations they visit.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/random/arrival_process.hpp"
#include "sim/random/distribution.hpp"

namespace cutpoint {

enum class Discipline : std::uint8_t {
  Fcfs,
  LcfsPreemptive,    // the latest arrivals are in service; who is preempted resumes later
  ProcessorSharing,  // all jobs share the servers equally, none gets more than one
  Priority,          // the lowest class first, first-come, first-served within it; no preemption
};

/// "fcfs", "lcfs_preemptive", "processor_sharing", "priority".
[[nodiscard]] std::string_view to_string(Discipline discipline);

struct StationSettings {
  static constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

  std::string name;
  Distribution service;  // of a job on one server
  std::uint32_t servers = 1;
  Discipline discipline = Discipline::Fcfs;
  std::uint64_t capacity = kUnlimited;  // jobs waiting and in service; who finds it full is lost
};

/// Jobs arrive and visit the stations in order. The whole line exists `copies` times, each with its
/// own source, independent of the others: copies of one station are n servers with k cores each.
struct QueueSystem {
  ArrivalProcess arrivals;  // of one copy
  std::vector<StationSettings> stations;
  std::uint32_t copies = 1;
  std::vector<double> class_shares{1.0};  // of the jobs; sums to 1; class 0 goes first
};

/// Servers of all stations and copies together.
[[nodiscard]] double server_count(const QueueSystem& system);

/// Arrival rate x mean service time / servers. It ignores losses, so beyond a station with a
/// capacity it is an upper bound.
[[nodiscard]] double offered_load(const QueueSystem& system, const StationSettings& station);

/// How long a copy remembers how it began, in jobs: the relaxation time of the station at which it
/// is longest, of those up to the first with a capacity. Of a heavily loaded station it is that of
/// Brownian motion between walls, an empty station and a full one (docs/model.md, "Statistics");
/// infinite at a load of 1 that nothing limits.
[[nodiscard]] double relaxation_jobs(const QueueSystem& system);

enum class Stability : std::uint8_t {
  Stable,
  Unstable,
  Unknown,  // losses at an earlier station decide what reaches a later one
};

/// What the offered loads say: from 1 on, a station that loses nothing has no steady state.
[[nodiscard]] Stability stability(const QueueSystem& system);

/// The first station that makes it unstable. Requires: stability() is not Stable.
[[nodiscard]] std::uint32_t overloaded_station(const QueueSystem& system);

}  // namespace cutpoint
