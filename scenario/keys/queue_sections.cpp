#include "scenario/keys/queue_sections.hpp"

#include <algorithm>
#include <numeric>

#include "scenario/keys/choice.hpp"
#include "scenario/keys/laws.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kServers{1.0, 16777216.0, "from 1 to 2^24"};
constexpr Limits kCopies{1.0, 1048576.0, "from 1 to 2^20"};
constexpr Limits kCapacity{1.0, 1e15, "from 1 to 1e15"};
constexpr Limits kLoad{1e-6, 1e3, "from 1e-6 to 1000"};
constexpr Limits kArrivalRate{1e-6, 1e9, "from 1e-6 /s to 1e9 /s"};
constexpr Limits kShare{1e-9, 1e9, "from 1e-9 to 1e9"};

StationSettings read_station(TableReader& stations, const std::string& name, Sweep& sweep) {
  TableReader section = stations.table(name, &sweep);
  StationSettings station{.name = name, .service = read_service(section, "service", sweep)};
  set(station.servers,
      section.described("1", "at the station, each for one job at a time")
          .integer("servers", kServers));
  set(station.capacity,
      section.described("none", "jobs waiting and in service; who finds it full is lost")
          .integer("capacity", kCapacity));
  set(station.discipline,
      choose<Discipline>(
          section.described(
              "\"fcfs\"",
              "`lcfs_preemptive` resumes whom it preempted; `priority` does not preempt"),
          "discipline",
          {{"fcfs", Discipline::Fcfs},
           {"lcfs_preemptive", Discipline::LcfsPreemptive},
           {"processor_sharing", Discipline::ProcessorSharing},
           {"priority", Discipline::Priority}}));
  section.refuse_unknown();
  return station;
}

/// Gives the source the asked-for intensity, if the scenario asks for one.
void set_intensity(TableReader& source, QueueSystem& system, bool has_own_rate) {
  const std::optional<double> load =
      source
          .described("none",
                     "instead: the offered load of the busiest station, rate x mean service time / "
                     "servers, losses aside")
          .number("load", kLoad);
  const std::optional<double> rate =
      source.described("none", "arrivals per second at each copy; rescales the law")
          .quantity("rate", kRate, kArrivalRate);
  if (load && rate) {
    throw InputError{source.where("rate"),
                     "source.rate and source.load exclude each other; give one of them"};
  }
  if (!load && !rate) {
    if (!has_own_rate) {
      throw InputError{source.where(),
                       "source.rate is missing; give it, or source.load, or arrivals with a mean"};
    }
    return;
  }
  double mean = rate ? 1.0 / *rate : 0.0;
  if (load) {
    for (const StationSettings& station : system.stations) {
      mean = std::max(mean, station.service.mean().count() / station.servers / *load);
    }
    if (mean <= 0.0) {
      throw InputError{source.where("load"),
                       "source.load has no meaning where no station takes time; give source.rate"};
    }
  }
  system.arrivals = system.arrivals.with_mean(Seconds{mean});
}

/// Shares of the jobs by class; the first class goes first.
std::vector<double> read_classes(TableReader& source,
                                 const std::vector<StationSettings>& stations) {
  std::vector<double> shares =
      source
          .described("[1]",
                     "shares of the jobs by class, the first class served first; every station "
                     "must have `discipline = \"priority\"`")
          .numbers("classes", kShare)
          .value_or(std::vector{1.0});
  const bool all_priority = std::ranges::all_of(stations, [](const StationSettings& station) {
    return station.discipline == Discipline::Priority;
  });
  if (shares.size() > 1 && !all_priority) {
    throw InputError{source.where("classes"),
                     "source.classes has a meaning only if every station has discipline = "
                     "\"priority\""};
  }
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

}  // namespace

bool has_queues(const TableReader& root) { return root.has("source") || root.has("station"); }

QueueSystem read_queues(TableReader& root, Sweep& sweep) {
  for (const char* other : {"clients", "queries", "server", "actual", "throughput"}) {
    if (root.has(other)) {
      throw InputError{root.where(other),
                       std::string{"["} + other +
                           "] belongs to a fleet, [source] and [station.NAME] to bare queues; a "
                           "scenario has one or the other"};
    }
  }
  TableReader source = root.table("source", &sweep);
  TableReader stations = root.table("station", nullptr);
  if (!root.has("station") || stations.keys().empty()) {
    throw InputError{source.where(), "no [station.NAME]; bare queues need at least one"};
  }
  if (!root.has("source")) {
    throw InputError{stations.where(), "no [source]; bare queues need arrivals"};
  }
  Arrivals arrivals = read_arrivals(source, sweep);
  QueueSystem system{.arrivals = std::move(arrivals.process), .stations = {}, .class_shares = {}};
  for (const std::string& name : stations.keys()) {
    system.stations.push_back(read_station(stations, name, sweep));
  }
  set(system.copies,
      source
          .described("1",
                     "of the whole line of stations, each with a source of its own: 1,000 copies "
                     "of a station with 4 servers are 1,000 machines with 4 cores")
          .integer("copies", kCopies));
  if (system.copies * system.stations.size() > static_cast<std::size_t>(kServers.high)) {
    throw InputError{source.where("copies"),
                     "source.copies x stations must be at most 2^24; lower one of them"};
  }
  system.class_shares = read_classes(source, system.stations);
  set_intensity(source, system, arrivals.has_own_rate);
  source.refuse_unknown();
  return system;
}

}  // namespace cutpoint::scenario_file
