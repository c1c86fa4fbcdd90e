#include "experiments/scenario/policy_section.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "experiments/scenario/choice.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kWeight{0.0, 1.0, "from 0 to 1"};
constexpr Limits kCharge{0.0, 1.0, "from 0 % to 100 %"};
constexpr Limits kJoule{1e-9, 1e9, "from 1 ns to 1e9 s"};
constexpr Limits kLatencyBound{1e-9, 1e9, "from 1 ns to 1e9 s"};
constexpr Limits kEnergyBound{1e-9, 1e9, "from 1 nJ to 1e9 J"};
constexpr Limits kThreshold{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};

std::vector<std::string> policy_names() {
  std::vector<std::string> names;
  for (const Policy& policy : policies()) {
    names.emplace_back(policy.name);
  }
  return names;
}

/// A key that only some objectives know.
void refuse_unless(bool has_meaning, TableReader& section, const char* key, const char* when) {
  // In a sweep of objectives it belongs to one of the others.
  if (!has_meaning && section.has(key) && !section.is_list("objective")) {
    throw InputError{section.where(key),
                     section.full_key(key) + " has a meaning only with clients.objective = " +
                         when + "; set that, or leave it out"};
  }
}

void read_objective(TableReader& section, ClientSettings& clients) {
  Objective& objective = clients.objective;
  set(objective.kind,
      choose<Objective::Kind>(
          section.described("\"latency\"", "what it minimizes ([model.md](model.md#objectives))"),
          "objective",
          {{"latency", Objective::Latency},
           {"energy", Objective::Energy},
           {"weighted", Objective::Weighted},
           {"battery", Objective::Battery}}));
  const bool is_sum = objective.kind == Objective::Weighted || objective.kind == Objective::Battery;
  set(objective.energy_weight,
      section.described("0.5", "of the objective `weighted`: how much energy counts")
          .number("energy_weight", kWeight));
  set(objective.joule,
      section.described("\"100 ms\"", "of `weighted` and `battery`: what a joule is worth")
          .quantity("joule", kTime, kJoule));
  clients.charge =
      section.described("spread evenly", "of `battery`: how full all phones' batteries are")
          .quantity("charge", kPercentage, kCharge);
  const auto latency_bound = section.described("none", "with `energy`: how long a query may take")
                                 .quantity("latency_bound", kTime, kLatencyBound);
  if (latency_bound && objective.kind == Objective::Energy) {
    objective.latency_bound = Seconds{*latency_bound};
  }
  const auto energy_bound =
      section.described("none", "with `latency`: what a query may take of the battery")
          .quantity("energy_bound", kEnergy, kEnergyBound);
  if (energy_bound && objective.kind == Objective::Latency) {
    objective.energy_bound = Joules{*energy_bound};
  }
  refuse_unless(objective.kind == Objective::Weighted, section, "energy_weight", "\"weighted\"");
  refuse_unless(is_sum, section, "joule", "\"weighted\" or \"battery\"");
  refuse_unless(objective.kind == Objective::Battery, section, "charge", "\"battery\"");
  refuse_unless(objective.kind == Objective::Energy, section, "latency_bound", "\"energy\"");
  refuse_unless(objective.kind == Objective::Latency, section, "energy_bound", "\"latency\"");
}

/// Takes the layer for a network that has it.
void set_static_cut(Point& point, const Application& application, const Text& layer) {
  static_cast<void>(cut_after(application.build(), layer.text, layer.where));
  point.clients.static_cuts[application.name] = layer.text;
}

}  // namespace

void read_policy(TableReader& section, ClientSettings& clients) {
  const Text policy = section.described("\"neurosurgeon\"", "how a client chooses the cut")
                          .among(policy_names())
                          .text("policy")
                          .value_or(Text{"neurosurgeon", section.where()});
  clients.policy = &find_policy(policy.text, policy.where);
  // Of one policy each, which may be one of several in a sweep.
  if (const auto threshold = section
                                 .described("\"8 Mbit/s\"",
                                            "of the policy `threshold`: believed bandwidth from "
                                            "which on everything is offloaded")
                                 .quantity("threshold", kBandwidth, kThreshold)) {
    clients.threshold = BytesPerSecond{*threshold / 8.0};
  }
  // Read by read_static_cuts(), once the mix is known.
  if (section.is_table("static_cut")) {
    static_cast<void>(section.table("static_cut", nullptr));
  } else {
    static_cast<void>(section
                          .described("none",
                                     "of the policy `static`: after which layer it cuts, "
                                     "`\"input\"` or a layer of the network")
                          .typed("layer, or a table with one for each network of the mix, by its "
                                 "name in results (a file's without folder and suffix)")
                          .text("static_cut"));
  }
  read_objective(section, clients);
}

void read_static_cuts(TableReader& section, Point& point) {
  if (section.is_table("static_cut")) {
    TableReader by_application = section.table("static_cut", nullptr);
    for (const MixEntry& entry : point.queries.mix) {
      if (const auto layer = by_application.text(entry.application->name)) {
        set_static_cut(point, *entry.application, *layer);
      }
    }
    by_application.refuse_unknown();
  } else if (const auto layer = section.text("static_cut")) {
    for (const MixEntry& entry : point.queries.mix) {
      set_static_cut(point, *entry.application, *layer);
    }
  }
  if (point.clients.policy->name == "static" &&
      point.clients.static_cuts.size() < point.queries.mix.size()) {
    const auto missing = std::ranges::find_if(point.queries.mix, [&](const MixEntry& entry) {
      return !point.clients.static_cuts.contains(entry.application->name);
    });
    throw InputError{
        section.where("policy"),
        "policy \"static\" needs to know where to cut \"" + missing->application->name +
            "\"; give clients.static_cut, a layer or a table with one for each network "
            "of the mix"};
  }
}

}  // namespace cutpoint::scenario_file
