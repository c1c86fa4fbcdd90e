#include "scenario/keys/sections.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "scenario/keys/client_keys.hpp"
#include "scenario/keys/descriptions.hpp"
#include "scenario/keys/fleet_keys.hpp"
#include "scenario/keys/law_keys.hpp"
#include "scenario/keys/other_sections.hpp"
#include "scenario/keys/policy_keys.hpp"
#include "scenario/keys/queue_keys.hpp"
#include "scenario/keys/run_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

const Keys<Draft>& all_client_keys() {
  static const Keys<Draft> keys{within(&Draft::clients, client_keys())};
  return keys;
}

/// A section that fills a draft.
struct Section {
  std::string_view name;
  std::optional<ScenarioKind> only_in;  // the kind of scenarios that may have it
  const Keys<Draft>& (*keys)();
  void (*check)(TableReader& section, Draft& draft) = nullptr;
  std::string_view introduction;
};

/// In the order in which they are read.
const std::vector<Section>& sections() {
  static const std::vector<Section> all{
      {"run", std::nullopt, run_keys, check_run, "What is measured, and for how long."},
      {"clients",
       ScenarioKind::Fleet,
       all_client_keys,
       check_clients,
       "The phones. Decisions (`experiment = \"decisions\"`) are made by phones that are alike: "
       "`gpu_share` is 0 or 1, or the list `[0, 1]`."},
      {"queries",
       ScenarioKind::Fleet,
       query_keys,
       check_queries,
       "What is asked for. `load` and `rate` exclude each other, and have no place in a "
       "`throughput` experiment, which finds the rate, nor in one of `decisions`."},
      {"server", ScenarioKind::Fleet, server_keys, check_server, "The data center."},
      {"actual",
       ScenarioKind::Fleet,
       actual_keys,
       nullptr,
       "How the simulated world differs from what a predictor can know. Own processors may set "
       "`layer_misfit`, `cache_bytes` and `cache_speedup`, where `\"0 %\"` and `\"0 B\"` turn "
       "one effect off."},
      {"throughput",
       ScenarioKind::Fleet,
       throughput_keys,
       nullptr,
       "Only with `experiment = \"throughput\"`."},
      {"source",
       ScenarioKind::Queues,
       source_keys,
       check_source,
       "With `[station.NAME]`: a scenario of bare queues, which has none of the sections above but "
       "`[run]`."},
  };
  return all;
}

void read_stations(TableReader& root, Draft& draft, const Context& context) {
  TableReader stations = root.table("station", nullptr);
  for (const std::string& name : stations.keys()) {
    TableReader reader = stations.table(name, context.sweep);
    StationSettings station = Defaults<StationSettings>::make();
    station.name = name;
    read_keys(station_keys(), station, reader, context);
    reader.refuse_unknown();
    draft.queues.stations.push_back(std::move(station));
  }
}

/// A section of throughput means nothing to other experiments.
void check_throughput(const TableReader& root, const Draft& draft) {
  if (root.has("throughput") && draft.experiment != ExperimentKind::Throughput) {
    throw InputError{root.where("throughput"),
                     "[throughput] has a meaning only with run.experiment = \"throughput\"; "
                     "set that, or leave the section out"};
  }
}

/// The parameters of all laws, each once.
std::vector<KeyDescription> law_parameters() {
  std::vector<KeyDescription> keys{
      {.name = "law",
       .form = Form::Name,
       .otherwise = "required",
       .meaning = "what kind of law; the other keys are its parameters"}};
  for (const LawDescription& law : law_descriptions()) {
    keys.front().names.push_back(law.word);
    for (const KeyDescription& parameter : law.parameters) {
      if (std::ranges::find(keys, parameter.name, &KeyDescription::name) == keys.end()) {
        keys.push_back(parameter);
      }
    }
  }
  return keys;
}

}  // namespace

Point read_point(TableReader& root, const Definitions& definitions, Sweep& sweep) {
  Draft draft;
  draft.kind = has_queues(root) ? ScenarioKind::Queues : ScenarioKind::Fleet;
  const Context context{draft, definitions, &sweep};
  for (const Section& section : sections()) {
    if (section.only_in.value_or(draft.kind) != draft.kind) {
      continue;
    }
    if (section.name == "source") {
      expect_queues(root);
      read_stations(root, draft, context);
    } else if (section.name == "throughput") {
      check_throughput(root, draft);
    }
    TableReader reader = root.table(section.name, &sweep);
    read_keys(section.keys(), draft, reader, context);
    if (section.check != nullptr) {
      section.check(reader, draft);
    }
    reader.refuse_unknown();
    if (section.name == "queries") {
      TableReader clients = root.table("clients", &sweep);
      read_static_cuts(clients, draft);
    }
  }
  Point point = point_of(draft);
  point.position = sweep.position();
  return point;
}

std::vector<std::pair<std::string, std::string>> list_values(const Draft& draft) {
  Values values;
  for (const Section& section : sections()) {
    const bool is_idle =
        section.name == "throughput" && draft.experiment != ExperimentKind::Throughput;
    if (section.only_in.value_or(draft.kind) == draft.kind && !is_idle) {
      list_keys(section.keys(), draft, draft, std::string{section.name} + '.', values);
    }
  }
  for (const StationSettings& station : draft.queues.stations) {
    list_keys(station_keys(), station, draft, "station." + station.name + '.', values);
  }
  return values;
}

std::vector<SectionDescription> section_descriptions() {
  std::vector<SectionDescription> all{top_level()};
  for (const Section& section : sections()) {
    const std::string name{section.name};
    all.push_back({name,
                   "`[" + name + "]`",
                   std::string{section.introduction},
                   descriptions(section.keys())});
  }
  all.push_back({"station.NAME",
                 "`[station.NAME]`",
                 "Stations are visited in the order of the file.",
                 descriptions(station_keys())});
  all.push_back({"law",
                 "A law",
                 "A table in place of a name: `{ law = \"gamma\", mean = \"10 ms\", cv = 0.7 }`.",
                 law_parameters()});
  for (SectionDescription& other : other_sections()) {
    all.push_back(std::move(other));
  }
  return all;
}

}  // namespace cutpoint::scenario_file
