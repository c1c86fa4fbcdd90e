// Bare queues, without networks or phones: where jobs come from, and the stations they visit.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/random/arrival_process.hpp"
#include "sim/random/distribution.hpp"

namespace cutpoint {

/// The rule by which the servers of a station choose among the jobs present.
enum class Discipline : std::uint8_t {
  Fcfs,
  LcfsPreemptive,    // the latest arrivals are in service; who is preempted resumes later
  ProcessorSharing,  // all jobs share the servers equally, none gets more than one
  Priority,          // the lowest class first, first-come, first-served within it; no preemption
};

/// "fcfs", "lcfs_preemptive", "processor_sharing", "priority".
[[nodiscard]] std::string_view to_string(Discipline discipline);

/// A station of a bare queue: its servers, their discipline and what a job needs there.
struct StationSettings {
  static constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

  std::string name;
  Distribution service;  // what a job needs alone on one server
  std::uint32_t servers = 1;
  Discipline discipline = Discipline::Fcfs;
  std::uint64_t capacity = kUnlimited;  // jobs waiting and in service; who finds it full is lost
};

/// Jobs arrive and visit the stations in order. The whole line exists `copies` times, each with its
/// own source, independent of the others: copies of one station are n servers with k cores each.
struct QueueSystem {
  ArrivalProcess arrivals;  // the source of each copy
  std::vector<StationSettings> stations;
  std::uint32_t copies = 1;
  std::vector<double> class_shares{1.0};  // of all jobs by class, sum 1; class 0 goes first
};

/// The number of servers of all stations and copies together.
[[nodiscard]] double server_count(const QueueSystem& system);

/// The offered load of a station per server, arrival rate x mean service time / servers. It ignores
/// losses, so beyond a station with a capacity it is an upper bound.
[[nodiscard]] double offered_load(const QueueSystem& system, const StationSettings& station);

/// How long a copy remembers how it began, in jobs that arrive: the longest relaxation time of its
/// stations, up to the first that has a capacity. The relaxation time of a station is taken as that
/// of Brownian motion between two walls, the empty and the full station (Linetsky 2005;
/// docs/model.md, "Statistics" has the formula). It is infinite at a load of 1 that nothing limits.
[[nodiscard]] double relaxation_jobs(const QueueSystem& system);

enum class Stability : std::uint8_t {
  Stable,
  Unstable,
  Unknown,  // losses at an earlier station decide what reaches a later one
};

/// Whether there is a steady state, by the offered loads: a station that loses nothing has none at
/// a load of 1 or more.
[[nodiscard]] Stability stability(const QueueSystem& system);

/// The first station that may make the system unstable, counted from 0. Requires: stability() is
/// not Stable.
[[nodiscard]] std::uint32_t overloaded_station(const QueueSystem& system);

}  // namespace cutpoint
