#include "scenario/keys/sections.hpp"

#include <string>
#include <utility>
#include <vector>

#include "scenario/keys/clients_section.hpp"
#include "scenario/keys/laws.hpp"
#include "scenario/keys/policy_section.hpp"
#include "scenario/keys/queue_sections.hpp"
#include "scenario/keys/run_section.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint::scenario_file {
namespace {

// Limits that are not in the nature of a value keep every time of a run within the 253 years that
// simulated time reaches, and every count within 31 bits.
constexpr Limits kCount{1.0, 2147483647.0, "from 1 to 2147483647"};
constexpr Limits kPrecision{1e-4, 1.0, "from 0.01 % to 100 %"};
constexpr Limits kPeriod{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kLoad{1e-6, 1e3, "from 1e-6 to 1000"};
constexpr Limits kHardware{1.0, 16777216.0, "from 1 to 2^24"};
constexpr Limits kBackgroundLoad{
    0.0, 0.999, "from 0 to 0.999: at 1 it fills the pool, and all others wait forever"};
constexpr Limits kQueryRate{1e-6, 1e9, "from 1e-6 /s to 1e9 /s"};
constexpr Limits kWeight{1e-9, 1e9, "from 1e-9 to 1e9; leave out what nobody asks for"};

/// Which applications are asked for, how often, and with how many items; without a mix the first
/// `usual` of those that are known, evenly.
std::vector<MixEntry> read_mix(TableReader& section,
                               const Definitions& definitions,
                               std::size_t usual,
                               Sweep& sweep) {
  TableReader weights = section.table("mix", nullptr);
  TableReader items = section.table("items", &sweep);
  std::vector<MixEntry> mix;
  for (std::size_t i = 0; i < definitions.networks.size(); ++i) {
    const auto& [name, network] = definitions.networks[i];
    MixEntry entry{.application = network, .query = network->default_query};
    set(entry.query.items,
        items.described("the application's", "images, digits, frames or words in a query")
            .named("NAME")
            .integer(name, kCount));
    const std::optional<double> weight =
        weights
            .described(
                "1 for all eight",
                "how often NAME (`imc vgg face dig asr pos ner chk`) is asked for, relative to the "
                "others; with a mix, what it does not name is not asked for; a key may also be one "
                "of the later networks of `cutpoint models`, and in quotes `\"bert-base:384\"` or "
                "an ONNX file, relative to the scenario ([models.md](models.md))")
            .named("NAME")
            .number(name, kWeight);
    set(entry.weight, weight);
    if (weight || (!section.has("mix") && i < usual)) {
      mix.push_back(entry);
    } else if (items.has(name)) {
      throw InputError{items.where(name),
                       items.full_key(name) + " has no effect, as " + section.full_key("mix") +
                           " does not ask for it; leave one out"};
    }
  }
  weights.refuse_unknown();
  items.refuse_unknown();
  if (mix.empty()) {
    throw InputError{
        weights.where(),
        section.full_key("mix") + " is empty; name an application, or leave the key out for all"};
  }
  return mix;
}

QuerySettings read_queries(TableReader& root,
                           const Definitions& definitions,
                           ExperimentKind kind,
                           Sweep& sweep) {
  QuerySettings queries;
  TableReader section = root.table("queries", &sweep);
  const std::optional<double> load =
      section
          .described("0.5",
                     "offered load of `cloud_only` on the pool: rate x mean server time of the mix "
                     "/ executors; from 1 on `cloud_only` overloads the pool: such a run does not "
                     "converge, and is reported as unstable once the growth is seen")
          .number("load", kLoad);
  const std::optional<double> rate =
      section.described("none", "queries per second of all clients together, instead of `load`")
          .quantity("rate", kRate, kQueryRate);
  if (load && rate) {
    throw InputError{section.where("rate"),
                     "queries.rate and queries.load exclude each other; give one of them"};
  }
  if ((load || rate) && kind != ExperimentKind::SteadyState) {
    const std::string key = load ? "load" : "rate";
    throw InputError{section.where(key),
                     "queries." + key + " has no meaning with experiment = \"" +
                         std::string{to_string(kind)} +
                         (kind == ExperimentKind::Throughput ? "\", which finds the rate"
                                                             : "\", whose queries are alone") +
                         "; leave it out"};
  }
  if (load) {
    queries.intensity = *load;
  }
  if (rate) {
    queries.intensity = Rate{*rate};
  }
  if (section.has("arrivals")) {
    section.only_with(
        "run.experiment", "other than \"decisions\"", kind != ExperimentKind::Decisions);
    const Arrivals arrivals = read_arrivals(section, sweep);
    queries.arrivals = arrivals.process;
    // A name stands for a shape alone, whatever rate it was measured at.
    if (!load && !rate && arrivals.has_own_rate && section.is_table("arrivals")) {
      queries.intensity = Rate{1.0 / arrivals.process.mean().count()};
    }
  }
  queries.mix = read_mix(section, definitions, definitions.networks.size(), sweep);
  section.refuse_unknown();
  return queries;
}

/// Networks from files belong to queries.mix; the background may share them by naming them.
BackgroundSettings read_background(TableReader& server,
                                   const Definitions& definitions,
                                   ExperimentKind kind,
                                   Sweep& sweep) {
  BackgroundSettings background;
  TableReader section = server.table("background", &sweep);
  if (!server.has("background")) {
    return background;
  }
  if (kind != ExperimentKind::SteadyState) {
    throw InputError{server.where("background"),
                     "server.background has no meaning with experiment = \"" +
                         std::string{to_string(kind)} + "\"; leave it out"};
  }
  const std::optional<double> load =
      section
          .described("required if any key of `background` is given",
                     "share of the executors that queries of other users alone keep busy; 0 is "
                     "none. They run wholly on the servers, raise waits and the published load, "
                     "and are in no metric but `utilization`")
          .number("load", kBackgroundLoad);
  if (!load) {
    throw InputError{section.where(), "server.background.load is missing"};
  }
  if (*load > 0.0 && *load < kLoad.low) {
    throw InputError{section.where("load"),
                     "server.background.load is above 0 but below 1e-6; make it 0 or more"};
  }
  background.load = *load;
  const auto if_any = [&]() -> TableReader& {
    return section.only_with("server.background.load", "above 0", background.load > 0.0);
  };
  background.arrivals = read_arrivals(if_any(), sweep).process;
  background.mix = read_mix(if_any(), definitions, applications().size(), sweep);
  section.refuse_unknown();
  return background;
}

ServerSettings read_server(TableReader& root,
                           const Definitions& definitions,
                           ExperimentKind kind,
                           Sweep& sweep) {
  ServerSettings server;
  TableReader section = root.table("server", &sweep);
  server.processor =
      find_processor(definitions,
                     name_or(described_processor(section, "\"k40\"", "that the servers compute on"),
                             "processor",
                             "k40"),
                     section);
  const bool is_in_time = kind != ExperimentKind::Decisions;
  set(server.servers,
      section.described("1", "servers in the pool")
          .only_with("run.experiment", "other than \"decisions\"", is_in_time)
          .integer("servers", kHardware));
  set(server.executors,
      section.described("1", "queries that one server works on at a time")
          .only_with("run.experiment", "other than \"decisions\"", is_in_time)
          .integer("executors", kHardware));
  if (std::uint64_t{server.servers} * server.executors >
      static_cast<std::uint64_t>(kHardware.high)) {
    throw InputError{section.where("executors"),
                     "server.servers x server.executors must be at most 2^24; lower one of them"};
  }
  server.background = read_background(section, definitions, kind, sweep);
  section.refuse_unknown();
  return server;
}

/// The bare roofline is a matter of the point's own processors, so that all else need not know.
void read_actual(TableReader& root, Sweep& sweep, FleetWorld& world) {
  TableReader section = root.table("actual", &sweep);
  set(world.actual.misfit,
      section
          .described("true",
                     "whether layers differ from their processor's roofline by `layer_misfit` and "
                     "the cache (assumption A7a of [model.md](model.md))")
          .boolean("misfit"));
  section.refuse_unknown();
  if (!world.actual.misfit) {
    for (Processor* processor : {&world.clients.cpu, &world.clients.gpu, &world.server.processor}) {
      *processor = without_misfit(*processor);
    }
  }
}

ThroughputSettings read_throughput(TableReader& root, ExperimentKind kind, Sweep& sweep) {
  ThroughputSettings throughput;
  TableReader section = root.table("throughput", &sweep);
  if (root.has("throughput") && kind != ExperimentKind::Throughput) {
    throw InputError{root.where("throughput"),
                     "[throughput] has a meaning only with run.experiment = \"throughput\"; "
                     "set that, or leave the section out"};
  }
  set(throughput.sojourn_bound,
      section.described("\"100 ms\"", "on the 95th percentile of the time in the data center")
          .quantity("sojourn_bound", kTime, kPeriod));
  set(throughput.rate_precision,
      section.described("\"2 %\"", "relative width of the final bracket around the largest rate")
          .quantity("rate_precision", kPercentage, kPrecision));
  section.refuse_list("baseline");
  if (const std::optional<Text> baseline =
          section
              .described("\"cloud_only\"",
                         "that gains are measured against: one of the scenario's policies, no list")
              .typed("policy")
              .text("baseline")) {
    throughput.baseline = find_policy(baseline->text, baseline->where).name;
  }
  section.refuse_unknown();
  return throughput;
}

/// What the three kinds of experiments with a fleet share, with what each kind refuses of it.
FleetWorld read_world(TableReader& root,
                      const Definitions& definitions,
                      ExperimentKind kind,
                      Sweep& sweep) {
  FleetWorld world;
  world.clients = read_clients(root, definitions, kind, sweep);
  world.queries = read_queries(root, definitions, kind, sweep);
  TableReader clients = root.table("clients", &sweep);
  read_static_cuts(clients, world);
  if (kind == ExperimentKind::Decisions && world.clients.gpu_share != 0.0 &&
      world.clients.gpu_share != 1.0) {
    throw InputError{clients.where("gpu_share"),
                     "with experiment = \"decisions\" all phones are alike: clients.gpu_share is 0 "
                     "or 1, or the list [0, 1]"};
  }
  if (kind == ExperimentKind::Decisions && world.clients.accounting.radio_states) {
    throw InputError{clients.where("radio_states"),
                     "clients.radio_states has no meaning with experiment = \"decisions\", which "
                     "knows no time between queries; leave it out"};
  }
  world.server = read_server(root, definitions, kind, sweep);
  read_actual(root, sweep, world);
  return world;
}

Experiment read_experiment(TableReader& root,
                           const Definitions& definitions,
                           ExperimentKind kind,
                           Sweep& sweep) {
  if (has_queues(root)) {
    return QueueExperiment{read_queues(root, sweep)};
  }
  FleetWorld world = read_world(root, definitions, kind, sweep);
  ThroughputSettings throughput = read_throughput(root, kind, sweep);
  switch (kind) {
    case ExperimentKind::SteadyState:
      break;
    case ExperimentKind::Throughput:
      return ThroughputExperiment{std::move(world), std::move(throughput)};
    case ExperimentKind::Decisions:
      return DecisionExperiment{std::move(world)};
  }
  return SteadyStateExperiment{std::move(world)};
}

}  // namespace

Point read_point(TableReader& root, const Definitions& definitions, Sweep& sweep) {
  Point point;
  point.position = sweep.position();
  point.run = read_run(root, has_queues(root), sweep);
  point.experiment = read_experiment(root, definitions, point.run.kind, sweep);
  return point;
}

}  // namespace cutpoint::scenario_file
