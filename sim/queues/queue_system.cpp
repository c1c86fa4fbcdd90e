#include "sim/queues/queue_system.hpp"

#include <algorithm>
#include <numbers>

namespace cutpoint {

std::string_view to_string(Discipline discipline) {
  switch (discipline) {
    case Discipline::Fcfs:
      return "fcfs";
    case Discipline::LcfsPreemptive:
      return "lcfs_preemptive";
    case Discipline::ProcessorSharing:
      return "processor_sharing";
    case Discipline::Priority:
      return "priority";
  }
  return "unknown";
}

double server_count(const QueueSystem& system) {
  double servers = 0.0;
  for (const StationSettings& station : system.stations) {
    servers += station.servers;
  }
  return servers * system.copies;
}

double offered_load(const QueueSystem& system, const StationSettings& station) {
  return station.service.mean() / system.arrivals.mean() / station.servers;
}

std::uint32_t overloaded_station(const QueueSystem& system) {
  const auto found = std::ranges::find_if(system.stations, [&](const StationSettings& station) {
    return station.capacity == StationSettings::kUnlimited && offered_load(system, station) >= 1.0;
  });
  return static_cast<std::uint32_t>(found - system.stations.begin());
}

double relaxation_jobs(const QueueSystem& system) {
  double longest = 0.0;
  for (const StationSettings& station : system.stations) {
    const double load = offered_load(system, station);
    const double cv = system.arrivals.cv();
    const double variance = cv * cv + station.service.scv();
    if (variance == 0.0) {
      continue;  // Where nothing is random, nothing is to be forgotten.
    }
    // The inverse of the relaxation time per job, (1 - rho)^2 / (2 rho^2 (c_a^2 + c_s^2)), and for
    // a capacity C in addition pi^2 (c_a^2 + c_s^2) / (2 C^2) (Linetsky 2005; docs/model.md).
    double rate = (1.0 - load) * (1.0 - load) / (2.0 * load * load * variance);
    if (station.capacity != StationSettings::kUnlimited) {
      const double width = std::numbers::pi / static_cast<double>(station.capacity);
      rate += 0.5 * width * width * variance;
    }
    longest = std::max(longest, 1.0 / rate);
    if (station.capacity != StationSettings::kUnlimited) {
      break;  // The loads of later stations are not known, as jobs are lost here.
    }
  }
  return longest;
}

Stability stability(const QueueSystem& system) {
  bool loses = false;
  for (const StationSettings& station : system.stations) {
    if (station.capacity != StationSettings::kUnlimited) {
      loses = true;
    } else if (offered_load(system, station) >= 1.0) {
      return loses ? Stability::Unknown : Stability::Unstable;
    }
  }
  return Stability::Stable;
}

}  // namespace cutpoint
