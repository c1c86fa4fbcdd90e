#include "scenario/keys/warnings.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

#include "base/number_text.hpp"
#include "scenario/keys/queue_keys.hpp"
#include "sim/queues/queue_run.hpp"

namespace cutpoint::scenario_file {
namespace {

using Warnings = std::vector<Warning>;
using Points = std::vector<std::reference_wrapper<const Point>>;

/// A number with three significant digits, for messages.
std::string short_text(double value) { return number_text(rounded(value, 3)); }

/// Constants of a link that count only if a key of [clients] says so.
struct Accounted {
  std::string_view key;
  bool NetworkAccounting::*counts;
  std::vector<std::string_view> constants;
};

const std::array<Accounted, 3>& accounted() {
  static const std::array<Accounted, 3> all{{
      {"round_trip", &NetworkAccounting::round_trip, {"round_trip"}},
      {"download",
       &NetworkAccounting::download,
       {"downlink", "download_power", "download_power_slope", "download_power_base"}},
      {"radio_states",
       &NetworkAccounting::radio_states,
       {"promotion_time",
        "promotion_power",
        "tail_time",
        "tail_power",
        "second_tail_time",
        "second_tail_power"}},
  }};
  return all;
}

/// Warns of constants of the scenario's own links that are given and do not count.
void warn_of_uncounted(TableReader& root, const Points& points, Warnings& warnings) {
  TableReader links = root.table("link", nullptr);
  for (const std::string& name : links.keys()) {
    TableReader link = links.table(name, nullptr);
    Points users;
    std::ranges::copy_if(points, std::back_inserter(users), [&](const Point& point) {
      const FleetWorld* world = world_of(point);
      return world != nullptr && world->clients.link.name == name;
    });
    for (const Accounted& part : accounted()) {
      const auto given =
          std::ranges::find_if(part.constants, [&](std::string_view key) { return link.has(key); });
      const bool is_counted = std::ranges::any_of(users, [&](const Point& point) {
        return world_of(point)->clients.accounting.*part.counts;
      });
      if (given != part.constants.end() && !users.empty() && !is_counted) {
        const std::string key = "clients." + std::string{part.key};
        warnings.push_back({link.where(*given),
                            link.full_key(*given) + " does not count, as " + key +
                                " is false; set that to true, or leave the constant out"});
      }
    }
  }
}

/// An overload: who is offered more than can be served, and how many times as much.
struct Overload {
  double times = 0.0;
  std::string whom{};
  bool is_certain = true;  // whether it is so whatever clients decide

  void raise(const Overload& other) {
    if (other.times > times) {
      *this = other;
    }
  }
};

Overload overload_of(const QueueSystem& system) {
  Overload worst;
  for (const StationSettings& station : system.stations) {
    if (station.capacity != StationSettings::kUnlimited) {
      break;  // Jobs are lost here, so the loads of later stations are not known.
    }
    worst.raise({.times = offered_load(system, station), .whom = "station." + station.name});
  }
  return worst;
}

Overload overload_of(const Point& point) {
  if (const QueueSystem* queues = queues_of(point)) {
    return overload_of(*queues);
  }
  const FleetWorld& world = *world_of(point);
  const double* load = std::get_if<double>(&world.queries.intensity);
  if (load == nullptr || point.run.kind != ExperimentKind::SteadyState) {
    return {};
  }
  return {.times = *load + world.server.background.load,
          .whom = "with every query on the servers, the pool",
          .is_certain = world.clients.policy->name == "cloud_only"};
}

/// Warns of points without a steady state, and of loads that were perhaps meant as a percentage.
void warn_of_overload(TableReader& root, const Points& points, Warnings& warnings) {
  // From this load on, a percentage is suspected. Assumed: 1000 % is what nobody means, and
  // percentages below 10 are rare; 5 to 30 would do.
  constexpr double kPerhapsPercent = 10.0;
  Overload worst;
  for (const Point& point : points) {
    const Overload here = overload_of(point);
    if (here.times >= (here.is_certain ? 1.0 : kPerhapsPercent)) {
      worst.raise(here);
    }
  }
  if (worst.whom.empty()) {
    return;
  }
  const TableReader section = root.table(has_queues(root) ? "source" : "queries", nullptr);
  warnings.push_back(
      {section.where("load"),
       worst.whom + " is offered " + short_text(worst.times) + " times what it can serve" +
           (worst.is_certain ? ", so its line grows without end and the point ends as unstable"
                             : "") +
           (worst.times >= kPerhapsPercent ? "; a load is a share: 90 % is written 0.9"
                                           : "; below 1 it has a steady state")});
}

/// A radio's power at another rate than the one for which its slope is known.
struct Extrapolation {
  double times = 0.0;  // the other rate
  const Link* link = nullptr;
  const Link* measured = nullptr;
};

Extrapolation extrapolation_of(const Point& point) {
  const FleetWorld* world = world_of(point);
  if (world == nullptr) {
    return {};
  }
  const Link& link = world->clients.link;
  const auto same_slope = [&](const Link& other) {
    return other.upload_power_slope.value.value() == link.upload_power_slope.value.value();
  };
  const auto measured = std::ranges::find_if(built_in_links(), same_slope);
  return measured == built_in_links().end()
             ? Extrapolation{}
             : Extrapolation{link.uplink.value / measured->uplink.value, &link, &*measured};
}

void warn_of_power(TableReader& root, const Points& points, Warnings& warnings) {
  // The largest ratio of rates without a warning. Assumed: nobody has seen the line of power over
  // rate go on for an order of magnitude; 5 to 30 would do.
  constexpr double kFar = 10.0;
  Extrapolation worst;
  for (const Point& point : points) {
    const Extrapolation here = extrapolation_of(point);
    if (here.times > worst.times) {
      worst = here;
    }
  }
  if (worst.times < kFar) {
    return;
  }
  TableReader clients = root.table("clients", nullptr);
  TableReader links = root.table("link", nullptr);
  const Link& link = *worst.link;
  TableReader own = links.table(link.name, nullptr);
  const std::string_view rate = own.has("uplink") ? "uplink" : "trace";
  const auto megabits = [](const Link& of) {
    return short_text(of.uplink.value / megabits_per_second(1.0)) + " Mbit/s";
  };
  warnings.push_back(
      {clients.has("bandwidth") ? clients.where("bandwidth") : own.where(rate),
       "the radio's power is extrapolated to " + short_text(upload_power(link).value()) + " W at " +
           megabits(link) + ", " + short_text(worst.times) + " times the " +
           megabits(*worst.measured) + " of \"" + worst.measured->name +
           "\", whose slope it has; give a [link.NAME] an upload_power, or do not rely on energies "
           "there"});
}

/// Warns of an estimator of rates that never vary: estimators differ only where rates do.
void warn_of_estimator(TableReader& root, const Points& points, Warnings& warnings) {
  const auto estimates = [](const Point& point) {
    const FleetWorld* world = world_of(point);
    if (world == nullptr) {
      return false;
    }
    const RateBelief belief = world->clients.variation.rate_belief;
    return belief == RateBelief::Averaged || belief == RateBelief::Probed;
  };
  const auto varies = [](const Point& point) {
    const ClientSettings& clients = world_of(point)->clients;
    return clients.link.trace != nullptr || clients.variation.link_jitter > 0.0;
  };
  if (std::ranges::any_of(points, estimates) && std::ranges::none_of(points, varies)) {
    warnings.push_back(
        {root.table("clients", nullptr).where("estimator"),
         "clients.estimator changes nothing, as the rates of uploads never vary; give the link a "
         "trace, or clients.link_jitter"});
  }
}

/// Warns of budgets that end every run of a queue before it can show its steady state.
void warn_of_short_runs(TableReader& root, const Points& points, Warnings& warnings) {
  std::uint64_t fewest = 0;
  std::size_t concerned = 0;
  for (const Point& point : points) {
    const QueueSystem* queues = queues_of(point);
    if (queues != nullptr && stability(*queues) == Stability::Stable) {
      const std::uint64_t here = fewest_jobs(*queues, point.run.replications > 1).judged;
      if (here > point.run.max_observations) {
        fewest = std::max(fewest, here);
        ++concerned;
      }
    }
  }
  if (concerned == 0) {
    return;
  }
  const std::string whose = points.size() == 1 ? "runs"
                                               : "runs of " + std::to_string(concerned) + " of " +
                                                     std::to_string(points.size()) + " points";
  warnings.push_back({root.has("run") ? root.table("run", nullptr).where("max_jobs")
                                      : root.table("source", nullptr).where("load"),
                      whose + " are too short to become steady, which takes " +
                          (concerned > 1 ? "up to " : "") + std::to_string(fewest) +
                          " jobs of all copies together, so they end as budget; raise "
                          "run.max_jobs to that, or lower the load"});
}

}  // namespace

std::vector<Warning> find_warnings(TableReader& root, const std::vector<Point>& points) {
  Points run;
  std::ranges::copy_if(
      points, std::back_inserter(run), [](const Point& point) { return !point.is_excluded; });
  std::vector<Warning> warnings;
  warn_of_uncounted(root, run, warnings);
  warn_of_overload(root, run, warnings);
  warn_of_power(root, run, warnings);
  warn_of_estimator(root, run, warnings);
  warn_of_short_runs(root, run, warnings);
  return warnings;
}

}  // namespace cutpoint::scenario_file
