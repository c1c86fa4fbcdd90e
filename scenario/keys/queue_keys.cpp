#include "scenario/keys/queue_keys.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/number_text.hpp"
#include "scenario/keys/law_keys.hpp"

namespace cutpoint::scenario_file {

namespace {

constexpr Limits kServers{1.0, 16777216.0, "from 1 to 2^24"};
constexpr Limits kCopies{1.0, 1048576.0, "from 1 to 2^20"};
constexpr Limits kCapacity{1.0, 1e15, "from 1 to 1e15"};
constexpr Limits kLoad{1e-6, 1e3, "from 1e-6 to 1000"};
constexpr Limits kArrivalRate{1e-6, 1e9, "from 1e-6 /s to 1e9 /s"};
constexpr Limits kShare{1e-9, 1e9, "from 1e-9 to 1e9"};

Key<StationSettings> service_key() {
  return special<StationSettings>(
      service_description(),
      [](StationSettings& station, TableReader& reader, const Context& context) {
        station.service = read_service(reader, context);
      },
      [](Values& values, const std::string& section, const StationSettings& station, const Draft&) {
        const std::string name = section + "service";
        values.emplace_back(name, description(station.service));
        values.emplace_back(name + ".mean",
                            resolved_text(Form::Time, station.service.mean().count()));
        values.emplace_back(name + ".cv", rounded_text(std::sqrt(station.service.scv())));
      });
}

void read_classes(QueueSystem& system, TableReader& source, const Context&) {
  system.class_shares =
      source.numbers_of_form("classes", Form::Number, kShare).value_or(std::vector{1.0});
  const double sum = std::accumulate(system.class_shares.begin(), system.class_shares.end(), 0.0);
  for (double& share : system.class_shares) {
    share /= sum;
  }
}

void list_classes(Values& values,
                  const std::string& section,
                  const QueueSystem& system,
                  const Draft&) {
  std::string shares;
  for (const double share : system.class_shares) {
    shares += (shares.empty() ? "" : ", ") + rounded_text(share);
  }
  if (system.class_shares.size() > 1) {
    values.emplace_back(section + "classes", shares);
  }
}

Keys<QueueSystem> system_keys() {
  return {
      key("copies",
          &QueueSystem::copies,
          kCopies,
          "of the whole line of stations, each with a source of its own: 1,000 copies of a station "
          "with 4 servers are 1,000 machines with 4 cores"),
      special<QueueSystem>(
          {.name = "classes",
           .form = Form::Number,
           .limits = kShare,
           .otherwise = "[1]",
           .meaning = "shares of the jobs by class, the first class served first; every station "
                      "must have `discipline = \"priority\"`",
           .is_list = true,
           .is_single = true},
          read_classes,
          list_classes),
  };
}

/// Gives the source the asked-for intensity, if the scenario asks for one.
void set_intensity(TableReader& source, Draft& draft) {
  const auto& [load, rate] = draft.intensity;
  if (load && rate) {
    throw InputError{source.where("rate"),
                     "source.rate and source.load exclude each other; give one of them"};
  }
  if (!load && !rate) {
    if (!draft.has_arrivals_rate) {
      throw InputError{source.where(),
                       "source.rate is missing; give it, or source.load, or arrivals with a mean"};
    }
    return;
  }
  double mean = rate ? 1.0 / rate->value() : 0.0;
  if (load) {
    for (const StationSettings& station : draft.queues.stations) {
      mean = std::max(mean, station.service.mean().count() / station.servers / *load);
    }
    if (mean <= 0.0) {
      throw InputError{source.where("load"),
                       "source.load has no meaning where no station takes time; give source.rate"};
    }
  }
  draft.queues.arrivals = draft.queues.arrivals.with_mean(Seconds{mean});
}

}  // namespace

const Keys<StationSettings>& station_keys() {
  static const Keys<StationSettings> keys{
      service_key(),
      key("servers",
          &StationSettings::servers,
          kServers,
          "at the station, each for one job at a time"),
      key("discipline",
          &StationSettings::discipline,
          {{"fcfs", Discipline::Fcfs},
           {"lcfs_preemptive", Discipline::LcfsPreemptive},
           {"processor_sharing", Discipline::ProcessorSharing},
           {"priority", Discipline::Priority}},
          "`lcfs_preemptive` resumes whom it preempted; `priority` does not preempt"),
      key("capacity",
          &StationSettings::capacity,
          kCapacity,
          "jobs waiting and in service; who finds it full is lost")
          .otherwise("none")
          .listed_if([](const StationSettings& station) {
            return station.capacity != StationSettings::kUnlimited;
          }),
  };
  return keys;
}

const Keys<Draft>& source_keys() {
  static const Keys<Draft> keys{
      special<Draft>(
          arrivals_description("\"poisson\""),
          [](Draft& draft, TableReader& reader, const Context& context) {
            Arrivals arrivals = read_arrivals(reader, context);
            draft.queues.arrivals = std::move(arrivals.process);
            draft.has_arrivals_rate = arrivals.has_own_rate;
          },
          [](Values& values, const std::string& section, const Draft& draft, const Draft&) {
            values.emplace_back(section + "arrivals", draft.queues.arrivals.description());
          }),
      within(&Draft::intensity,
             Keys<Intensity>{
                 key("load",
                     &Intensity::load,
                     kLoad,
                     "instead: the offered load of the busiest station, rate x mean service time / "
                     "servers, losses aside"),
                 key("rate",
                     &Intensity::rate,
                     kArrivalRate,
                     "arrivals per second at each copy; rescales the law")}),
      within(&Draft::queues, system_keys()),
  };
  return keys;
}

void check_source(TableReader& source, Draft& draft) {
  const QueueSystem& system = draft.queues;
  if (system.copies * system.stations.size() > static_cast<std::size_t>(kServers.high)) {
    throw InputError{source.where("copies"),
                     "source.copies x stations must be at most 2^24; lower one of them"};
  }
  const bool all_priority = std::ranges::all_of(
      system.stations,
      [](const StationSettings& station) { return station.discipline == Discipline::Priority; });
  if (system.class_shares.size() > 1 && !all_priority) {
    throw InputError{source.where("classes"),
                     "source.classes has a meaning only if every station has discipline = "
                     "\"priority\""};
  }
  set_intensity(source, draft);
}

void expect_queues(TableReader& root) {
  for (const char* other : {"clients", "queries", "server", "actual", "throughput"}) {
    if (root.has(other)) {
      throw InputError{root.where(other),
                       std::string{"["} + other +
                           "] belongs to a fleet, [source] and [station.NAME] to bare queues; a "
                           "scenario has one or the other"};
    }
  }
  TableReader stations = root.table("station", nullptr);
  if (!root.has("station") || stations.keys().empty()) {
    throw InputError{root.table("source", nullptr).where(),
                     "no [station.NAME]; bare queues need at least one"};
  }
  if (!root.has("source")) {
    throw InputError{stations.where(), "no [source]; bare queues need arrivals"};
  }
}

bool has_queues(const TableReader& root) { return root.has("source") || root.has("station"); }

}  // namespace cutpoint::scenario_file
