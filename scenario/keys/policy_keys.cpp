#include "scenario/keys/policy_keys.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "scenario/keys/named_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kWeight{0.0, 1.0, "from 0 to 1"};
constexpr ShareLimits kCharge{{0.0, 1.0, "from 0 % to 100 %"}};
constexpr Limits kJoule{1e-9, 1e9, "from 1 ns to 1e9 s"};
constexpr Limits kLatencyBound{1e-9, 1e9, "from 1 ns to 1e9 s"};
constexpr Limits kEnergyBound{1e-9, 1e9, "from 1 nJ to 1e9 J"};
constexpr Limits kThreshold{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};

Key<ClientSettings> policy_key() {
  return special<ClientSettings>(
      {.name = "policy",
       .form = Form::Name,
       .names = names_of(policies()),
       .otherwise = "\"neurosurgeon\"",
       .meaning = "how a client chooses the cut"},
      [](ClientSettings& clients, TableReader& reader, const Context&) {
        const Text name = reader.text("policy").value_or(Text{"neurosurgeon", reader.where()});
        clients.policy = &find_policy(name.text, name.where);
      },
      [](Values& values, const std::string& section, const ClientSettings& clients, const Draft&) {
        values.emplace_back(section + "policy", clients.policy->name);
      });
}

/// Makes the key known; read_static_cuts() sets what it says.
Key<ClientSettings> static_cut_key() {
  return special<ClientSettings>(
      {.name = "static_cut",
       .form = Form::TextOrTable,
       .type = "layer, or a table with one for each network of the mix, by its name in results (a "
               "file's without folder and suffix)",
       .otherwise = "none",
       .meaning = "after which layer is cut, `\"input\"` or a layer of the network"},
      [](ClientSettings&, TableReader& reader, const Context&) {
        if (reader.is_table("static_cut")) {
          reader.pass("static_cut");
        } else {
          static_cast<void>(reader.text("static_cut"));
        }
      },
      [](Values& values, const std::string& section, const ClientSettings& clients, const Draft&) {
        for (const auto& [application, layer] : clients.static_cuts) {
          values.emplace_back(section + "static_cut." + application, layer);
        }
      });
}

auto has_policy(std::string_view name) {
  return [name](const ClientSettings& clients) { return clients.policy->name == name; };
}

auto minimizes(std::initializer_list<Objective::Kind> kinds) {
  return [all = std::vector(kinds)](const Objective& objective) {
    return std::ranges::find(all, objective.kind) != all.end();
  };
}

Keys<Objective> objective_keys() {
  return {
      key("objective",
          &Objective::kind,
          {{"latency", Objective::Latency},
           {"energy", Objective::Energy},
           {"weighted", Objective::Weighted},
           {"battery", Objective::Battery}},
          "what it minimizes ([model.md](model.md#objectives))"),
      key("energy_weight", &Objective::energy_weight, kWeight, "how much energy counts")
          .only_with("clients.objective", "= \"weighted\"", minimizes({Objective::Weighted})),
      key("joule", &Objective::joule, kJoule, "what a joule is worth")
          .only_with("clients.objective",
                     "= \"weighted\" or \"battery\"",
                     minimizes({Objective::Weighted, Objective::Battery})),
      key("latency_bound", &Objective::latency_bound, kLatencyBound, "how long a query may take")
          .only_with("clients.objective", "= \"energy\"", minimizes({Objective::Energy})),
      key("energy_bound",
          &Objective::energy_bound,
          kEnergyBound,
          "what a query may take of the battery")
          .only_with("clients.objective", "= \"latency\"", minimizes({Objective::Latency})),
  };
}

/// Takes the layer for a network that has it.
void set_static_cut(Draft& draft, const Application& application, const Text& layer) {
  static_cast<void>(cut_after(application.build(), layer.text, layer.where));
  draft.clients.static_cuts[application.name] = layer.text;
}

}  // namespace

Keys<ClientSettings> policy_keys() {
  return {
      policy_key(),
      key("threshold",
          &ClientSettings::threshold,
          kThreshold,
          "believed bandwidth from which on everything is offloaded")
          .only_with("clients.policy", "= \"threshold\"", has_policy("threshold")),
      static_cut_key().only_with("clients.policy", "= \"static\"", has_policy("static")),
      within(&ClientSettings::objective, objective_keys()),
      key("charge", &ClientSettings::charge, kCharge, "how full all phones' batteries are")
          .otherwise("spread evenly")
          .only_with("clients.objective",
                     "= \"battery\"",
                     [](const ClientSettings& clients) {
                       return clients.objective.kind == Objective::Battery;
                     }),
  };
}

void read_static_cuts(TableReader& section, Draft& draft) {
  if (section.is_table("static_cut")) {
    TableReader by_application = section.table("static_cut", nullptr);
    for (const MixEntry& entry : draft.queries.mix) {
      if (const auto layer = by_application.text(entry.application->name)) {
        set_static_cut(draft, *entry.application, *layer);
      }
    }
    by_application.refuse_unknown();
  } else if (const auto layer = section.text("static_cut")) {
    for (const MixEntry& entry : draft.queries.mix) {
      set_static_cut(draft, *entry.application, *layer);
    }
  }
  if (draft.clients.policy->name == "static" &&
      draft.clients.static_cuts.size() < draft.queries.mix.size()) {
    const auto missing = std::ranges::find_if(draft.queries.mix, [&](const MixEntry& entry) {
      return !draft.clients.static_cuts.contains(entry.application->name);
    });
    throw InputError{
        section.where("policy"),
        "policy \"static\" needs to know where to cut \"" + missing->application->name +
            "\"; give clients.static_cut, a layer or a table with one for each network "
            "of the mix"};
  }
}

}  // namespace cutpoint::scenario_file
