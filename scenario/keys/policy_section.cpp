#include "scenario/keys/policy_section.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "scenario/keys/choice.hpp"

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
  const auto only = [&](const char* value, bool is_met) -> TableReader& {
    return section.only_with("clients.objective", value, is_met);
  };
  set(objective.energy_weight,
      only("= \"weighted\"", objective.kind == Objective::Weighted)
          .described("0.5", "how much energy counts")
          .number("energy_weight", kWeight));
  set(objective.joule,
      only("= \"weighted\" or \"battery\"", is_sum)
          .described("\"100 ms\"", "what a joule is worth")
          .quantity("joule", kTime, kJoule));
  clients.charge = only("= \"battery\"", objective.kind == Objective::Battery)
                       .described("spread evenly", "how full all phones' batteries are")
                       .quantity("charge", kPercentage, kCharge);
  const auto latency_bound = only("= \"energy\"", objective.kind == Objective::Energy)
                                 .described("none", "how long a query may take")
                                 .quantity("latency_bound", kTime, kLatencyBound);
  if (latency_bound && objective.kind == Objective::Energy) {
    objective.latency_bound = Seconds{*latency_bound};
  }
  const auto energy_bound = only("= \"latency\"", objective.kind == Objective::Latency)
                                .described("none", "what a query may take of the battery")
                                .quantity("energy_bound", kEnergy, kEnergyBound);
  if (energy_bound && objective.kind == Objective::Latency) {
    objective.energy_bound = Joules{*energy_bound};
  }
}

/// Takes the layer for a network that has it.
void set_static_cut(ClientSettings& clients, const Application& application, const Text& layer) {
  static_cast<void>(cut_after(application.build(), layer.text, layer.where));
  clients.static_cuts[application.name] = layer.text;
}

}  // namespace

void read_policy(TableReader& section, ClientSettings& clients) {
  const Text policy = section.described("\"neurosurgeon\"", "how a client chooses the cut")
                          .among(policy_names())
                          .text("policy")
                          .value_or(Text{"neurosurgeon", section.where()});
  clients.policy = &find_policy(policy.text, policy.where);
  if (const auto threshold =
          section
              .described("\"8 Mbit/s\"", "believed bandwidth from which on everything is offloaded")
              .only_with("clients.policy", "= \"threshold\"", policy.text == "threshold")
              .quantity("threshold", kBandwidth, kThreshold)) {
    clients.threshold = BytesPerSecond{*threshold / 8.0};
  }
  // Read by read_static_cuts(), once the mix is known.
  section.only_with("clients.policy", "= \"static\"", policy.text == "static");
  if (section.is_table("static_cut")) {
    static_cast<void>(section.table("static_cut", nullptr));
  } else {
    static_cast<void>(section
                          .described("none",
                                     "after which layer is cut, `\"input\"` or a layer of the "
                                     "network")
                          .typed("layer, or a table with one for each network of the mix, by its "
                                 "name in results (a file's without folder and suffix)")
                          .text("static_cut"));
  }
  read_objective(section, clients);
}

void read_static_cuts(TableReader& section, FleetWorld& world) {
  if (section.is_table("static_cut")) {
    TableReader by_application = section.table("static_cut", nullptr);
    for (const MixEntry& entry : world.queries.mix) {
      if (const auto layer = by_application.text(entry.application->name)) {
        set_static_cut(world.clients, *entry.application, *layer);
      }
    }
    by_application.refuse_unknown();
  } else if (const auto layer = section.text("static_cut")) {
    for (const MixEntry& entry : world.queries.mix) {
      set_static_cut(world.clients, *entry.application, *layer);
    }
  }
  if (world.clients.policy->name == "static" &&
      world.clients.static_cuts.size() < world.queries.mix.size()) {
    const auto missing = std::ranges::find_if(world.queries.mix, [&](const MixEntry& entry) {
      return !world.clients.static_cuts.contains(entry.application->name);
    });
    throw InputError{
        section.where("policy"),
        "policy \"static\" needs to know where to cut \"" + missing->application->name +
            "\"; give clients.static_cut, a layer or a table with one for each network "
            "of the mix"};
  }
}

}  // namespace cutpoint::scenario_file
