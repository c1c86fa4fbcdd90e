#include "experiments/scenario/sections.hpp"

#include <algorithm>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "experiments/scenario/choice.hpp"
#include "experiments/scenario/laws.hpp"
#include "experiments/scenario/policy_section.hpp"
#include "experiments/scenario/queue_sections.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint::scenario_file {
namespace {

// Limits that are not in the nature of a value keep every time of a run within the 292 years that
// simulated time reaches, and every count within 31 bits.
constexpr Limits kShare{0.0, 1.0, "from 0 to 1"};
constexpr Limits kCount{1.0, 2147483647.0, "from 1 to 2147483647"};
constexpr Limits kClients{1.0, 1e8, "from 1 to 1e8"};
constexpr Limits kSeed{0.0, 9223372036854775807.0, "from 0 to 9223372036854775807"};
constexpr Limits kQueries{1.0, 1e15, "from 1 to 1e15"};
constexpr Limits kReplications{1.0, 10000.0, "from 1 to 10000"};
constexpr Limits kRecord{0.0, 1e6, "from 0 to 1e6"};
constexpr Limits kPrecision{1e-4, 1.0, "from 0.01 % to 100 %"};
constexpr Limits kBias{-0.9, 10.0, "from -90 % to 1000 %"};
constexpr Limits kVariation{0.0, 1.0, "from 0 % to 100 %"};
constexpr Limits kEstimatorWeight{0.001, 1.0, "from 0.001 to 1"};
constexpr Limits kPeriod{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kDelay{0.0, 1e6, "from 0 s to 1e6 s"};
constexpr Limits kUplink{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};
constexpr Limits kLoad{1e-6, 1e3, "from 1e-6 to 1000"};
constexpr Limits kBackgroundLoad{
    0.0, 0.999, "from 0 to 0.999: at 1 it fills the pool, and all others wait forever"};
constexpr Limits kQueryRate{1e-6, 1e9, "from 1e-6 /s to 1e9 /s"};
constexpr Limits kWeight{1e-9, 1e9, "from 1e-9 to 1e9; leave out what nobody asks for"};

/// The metrics that must be precise: one name, or several with commas between them.
std::vector<std::string> read_metrics(TableReader& precision, bool of_queues) {
  const std::vector<std::string> known = precision_metrics(of_queues);
  const std::optional<Text> names =
      precision
          .described(of_queues ? "\"sojourn_time_mean\"" : "\"latency_mean\"",
                     "the metrics that must all be precise before a run may stop, with commas "
                     "between them; `throughput` in a throughput experiment. Results hold many "
                     "more metrics ([results-schema.md](results-schema.md)), such as "
                     "`regret_latency_mean` and `regret_energy_mean`")
          .among(known)
          .typed("names")
          .text("metric");
  if (!names) {
    return {of_queues ? "sojourn_time_mean" : "latency_mean"};
  }
  std::vector<std::string> metrics;
  std::istringstream list{names->text};
  for (std::string name; std::getline(list, name, ',');) {
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError{names->where, "unknown metric \"" + name + '"' + suggestion(name, known)};
    }
    metrics.push_back(name);
  }
  if (metrics.empty()) {
    throw InputError{names->where, "run.precision.metric is empty; name a metric"};
  }
  return metrics;
}

RunSettings read_run(TableReader& root, bool of_queues, Sweep& sweep) {
  RunSettings run;
  TableReader section = root.table("run", &sweep);
  section.refuse_list("experiment");
  section.refuse_list("replications");
  set(run.kind,
      choose<ExperimentKind>(
          section.described("\"steady_state\"",
                            "what is measured at every point: one run at the given rate or load; "
                            "the saturated pool and the largest rate within a bound; or nothing in "
                            "time: what each cut costs one query of each network that is alone (K "
                            "= 1), and where the policy cuts it. Decisions are made by phones that "
                            "are alike: `gpu_share` is 0 or 1, or the axis `[0, 1]`"),
          "experiment",
          {{"steady_state", ExperimentKind::SteadyState},
           {"throughput", ExperimentKind::Throughput},
           {"decisions", ExperimentKind::Decisions}}));
  set(run.seed,
      section.described("1", "the same seed and scenario give the same numbers, bit for bit")
          .integer("seed", kSeed));
  set(run.max_observations,
      section
          .described("10000000",
                     of_queues ? "of bare queues, in place of `max_queries`"
                               : "per run: stop there if the precision is not reached. A "
                                 "throughput experiment makes one run for every rate it tries")
          .integer(of_queues ? "max_jobs" : "max_queries", kQueries));
  set(run.replications,
      section
          .described("1",
                     "independent runs of every point; with more than one, intervals come from the "
                     "spread between them. Not for `throughput`")
          .integer("replications", kReplications));
  if (run.kind != ExperimentKind::SteadyState && (of_queues || run.replications > 1)) {
    const std::string kind = "experiment = \"" + std::string{to_string(run.kind)} + '"';
    throw InputError{section.where(of_queues ? "experiment" : "replications"),
                     of_queues ? kind + " has a meaning only for a fleet; leave it out"
                               : "run.replications has no meaning with " + kind + "; leave it out"};
  }

  if (run.kind == ExperimentKind::SteadyState && !of_queues) {
    section.refuse_list("record");
    set(run.record,
        section
            .described("0",
                       "of how many of the first queries of every point the lives are kept, one by "
                       "one ([results-schema.md](results-schema.md#single-queries)). Only for "
                       "fleets in `steady_state`")
            .integer("record", kRecord));
  } else if (section.has("record")) {
    throw InputError{section.where("record"),
                     "run.record has a meaning only for a fleet with experiment = "
                     "\"steady_state\"; leave it out"};
  }

  TableReader precision = section.table("precision", &sweep);
  run.precision.metrics = read_metrics(precision, of_queues);
  if (run.kind == ExperimentKind::Throughput) {
    if (precision.has("metric") &&
        run.precision.metrics != std::vector<std::string>{"throughput"}) {
      throw InputError{precision.where("metric"),
                       "with experiment = \"throughput\" the metric is throughput; leave it out"};
    }
    run.precision.metrics = {"throughput"};
  }
  set(run.precision.relative,
      precision
          .described("\"5 %\"",
                     "stop when the half-width of its 95 % confidence interval is at most this "
                     "share of its value")
          .quantity("relative", kPercentage, kPrecision));
  precision.refuse_unknown();
  section.refuse_unknown();
  return run;
}

template <class T>
std::vector<std::string> names_of(std::span<const T> things) {
  std::vector<std::string> names;
  for (const T& thing : things) {
    names.emplace_back(thing.name);
  }
  return names;
}

/// Describes a key that names a processor.
TableReader& described_processor(TableReader& section,
                                 std::string_view otherwise,
                                 const std::string& meaning) {
  return section
      .described(
          otherwise,
          meaning +
              "; also a `[processor.NAME]` of the scenario, or `file:DEVICE.json` relative to "
              "it ([profiles.md](profiles.md))")
      .among(names_of(built_in_processors()));
}

/// The name that a key has, or its default.
Text name_or(TableReader& section, std::string_view key, const char* otherwise) {
  return section.text(key).value_or(Text{otherwise, section.where()});
}

PredictionSettings read_prediction(TableReader& clients) {
  PredictionSettings prediction;
  set(prediction.costs,
      choose<BelievedCosts>(
          clients.described(
              "\"best\"",
              "the costs that a policy which predicts is given: by the form that predicts held-out "
              "layers best, type by type; by the paper's best form; by ours; or the actual ones, "
              "while rate and load level are still only believed"),
          "predictor",
          {{"best", BelievedCosts::Best},
           {"paper", BelievedCosts::Paper},
           {"physical", BelievedCosts::Physical},
           {"exact", BelievedCosts::Exact}}));
  set(prediction.profile_noise,
      clients
          .described("\"2 %\"",
                     "coefficient of variation of the measurements that predictors are fitted to")
          .quantity("profile_noise", kPercentage, kVariation));
  set(prediction.bias,
      clients
          .described("\"0 %\"",
                     "by how much predicted times on the phone are too long; those on the server "
                     "are not, so the balance moves")
          .quantity("prediction_bias", kPercentage, kBias));
  set(prediction.noise,
      clients
          .described("\"0 %\"",
                     "coefficient of variation of a fixed factor of each layer and processor on "
                     "predicted times, drawn by the seed")
          .quantity("prediction_noise", kPercentage, kVariation));
  return prediction;
}

VariationSettings read_variation(TableReader& clients) {
  constexpr double kDefaultWeight = 0.25;
  VariationSettings variation;
  set(variation.jitter,
      clients
          .described("\"0 %\"",
                     "coefficient of variation of every run on a phone or server: a query's "
                     "planned times are multiplied by two independent lognormal factors of mean 1")
          .quantity("jitter", kPercentage, kVariation));
  set(variation.link_jitter,
      clients
          .described("\"0 %\"",
                     "likewise of the rate of every upload; its mean is the nominal rate")
          .quantity("link_jitter", kPercentage, kVariation));
  set(variation.rate_belief,
      choose<RateBelief>(
          clients.described(
              "\"exact\"",
              "the uplink rate that a client believes in: on a link with a trace the true one at "
              "the moment of the decision, else the nominal one; the nominal one, which of a trace "
              "is the mean; the exponentially weighted moving average of the rates of its own "
              "uploads, which starts there and counts each upload when it ends; or the true one at "
              "its last probe (assumption A11a). The oracle knows the nominal rate, or the trace "
              "to "
              "come"),
          "estimator",
          {{"exact", RateBelief::Exact},
           {"nominal", RateBelief::Nominal},
           {"ewma", RateBelief::Averaged},
           {"probe", RateBelief::Probed}}));
  const std::optional<double> weight =
      clients.described("0.25", "of the newest upload in that average; only with an `estimator`")
          .number("estimator_weight", kEstimatorWeight);
  if (weight && !clients.has("estimator")) {
    throw InputError{clients.where("estimator_weight"),
                     "clients.estimator_weight has a meaning only with clients.estimator = "
                     "\"ewma\"; set that, or leave it out"};
  }
  if (variation.rate_belief == RateBelief::Averaged) {
    variation.estimator_weight = weight.value_or(kDefaultWeight);
  }
  const std::optional<double> period =
      clients.described("\"1 s\"", "how often a client probes its uplink; only with an `estimator`")
          .quantity("probe_period", kTime, kPeriod);
  if (period && !clients.has("estimator")) {
    throw InputError{clients.where("probe_period"),
                     "clients.probe_period has a meaning only with clients.estimator = \"probe\"; "
                     "set that, or leave it out"};
  }
  set(variation.probe_period, period ? std::optional{Seconds{*period}} : std::nullopt);
  return variation;
}

ClientSettings read_clients(TableReader& root, const Definitions& definitions, Sweep& sweep) {
  ClientSettings clients;
  TableReader section = root.table("clients", &sweep);
  set(clients.count, section.described("1000", "mobile clients").integer("count", kClients));
  clients.link = find_link(
      definitions,
      name_or(section
                  .described("\"wifi\"",
                             "how they reach the data center; also a `[link.NAME]` of the scenario")
                  .among(names_of(built_in_links())),
              "link",
              "wifi"));
  if (const auto bandwidth =
          section.described("the link's", "the uplink, in place of the link's own")
              .quantity("bandwidth", kBandwidth, kUplink)) {
    if (clients.link.trace != nullptr) {
      throw InputError{section.where("bandwidth"),
                       "clients.bandwidth has no meaning with the link \"" + clients.link.name +
                           "\", which has a trace; leave it out"};
    }
    clients.link.uplink = {
        BytesPerSecond{*bandwidth / 8.0}, Evidence::Assumed, "clients.bandwidth of the scenario"};
  }
  clients.cpu = find_processor(
      definitions,
      name_or(described_processor(section, "\"tk1-cpu\"", "of the clients without a usable GPU"),
              "cpu",
              "tk1-cpu"),
      section);
  clients.gpu = find_processor(
      definitions,
      name_or(
          described_processor(section, "\"tk1-gpu\"", "of the other clients"), "gpu", "tk1-gpu"),
      section);
  set(clients.gpu_share,
      section.described("1", "share of clients that use `gpu`").number("gpu_share", kShare));
  read_policy(section, clients);
  set(clients.accounting.round_trip,
      section.described("false", "whether an upload also costs the link's round trip")
          .boolean("round_trip"));
  set(clients.accounting.download,
      section.described("false", "whether sending the result back takes time").boolean("download"));
  set(clients.idle_power,
      section
          .described("false",
                     "whether a query also pays for the phone's idle power while the phone "
                     "computes, sends and receives for it, as a meter of the whole board reads "
                     "(model.md, A7e); not while it waits")
          .boolean("idle_power"));
  set(clients.accounting.radio_states,
      section
          .described("false",
                     "whether an idle radio is promoted before it sends and receives, and stays "
                     "connected, and drawing power, for its tail (assumption A11b); not for "
                     "`decisions`")
          .boolean("radio_states"));
  set(clients.decision_overhead,
      section.described("\"0 s\"", "from a query's arrival to the choice of its cut")
          .quantity("decision_overhead", kTime, kDelay));

  clients.prediction = read_prediction(section);
  clients.variation = read_variation(section);
  if (clients.variation.link_jitter > 0.0 && clients.link.trace != nullptr) {
    throw InputError{section.where("link_jitter"),
                     "clients.link_jitter has no meaning with the link \"" + clients.link.name +
                         "\", whose rates follow a trace; leave it out"};
  }

  TableReader ping = section.table("ping", &sweep);
  set(clients.ping_period,
      ping.described("\"1 s\"", "how often it hears the servers' load level")
          .quantity("period", kTime, kPeriod));
  set(clients.ping_delay,
      ping.described("\"50 ms\"", "how old the level is when it arrives")
          .quantity("delay", kTime, kDelay));
  constexpr double kMostPeriods = 1e5;
  if (clients.ping_delay > kMostPeriods * clients.ping_period) {
    throw InputError{
        ping.where("delay"),
        "clients.ping.delay is longer than 1e5 periods; shorten it, or ping less often"};
  }
  ping.refuse_unknown();
  set(clients.load_form,
      choose<LoadForm>(
          section.described("\"slowdown\"",
                            "what clients make of the load that they hear of: what runs on a "
                            "server takes K times as long, or it waits once, as long as the pool's "
                            "queries did on average over the last period (assumptions A14 and A14a "
                            "of [model.md](model.md)). The oracle knows the work in the pool"),
          "load_form",
          {{"slowdown", LoadForm::Slowdown}, {"wait", LoadForm::Wait}}));
  section.refuse_unknown();
  return clients;
}

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
  background.load = *load;
  background.arrivals = read_arrivals(section, sweep).process;
  background.mix = read_mix(section, definitions, applications().size(), sweep);
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
  set(server.servers, section.described("1", "servers in the pool").integer("servers", kCount));
  set(server.executors,
      section.described("1", "queries that one server works on at a time")
          .integer("executors", kCount));
  if (std::uint64_t{server.servers} * server.executors > static_cast<std::uint64_t>(kCount.high)) {
    throw InputError{section.where("executors"),
                     "server.servers x server.executors must be at most 2147483647"};
  }
  server.background = read_background(section, definitions, kind, sweep);
  section.refuse_unknown();
  return server;
}

/// The bare roofline is a matter of the point's own processors, so that all else need not know.
void read_actual(TableReader& root, Sweep& sweep, Point& point) {
  TableReader section = root.table("actual", &sweep);
  set(point.actual.misfit,
      section
          .described("true",
                     "whether layers differ from their processor's roofline by `layer_misfit` and "
                     "the cache (assumption A7a of [model.md](model.md))")
          .boolean("misfit"));
  section.refuse_unknown();
  if (!point.actual.misfit) {
    for (Processor* processor : {&point.clients.cpu, &point.clients.gpu, &point.server.processor}) {
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
          section.described("\"cloud_only\"", "that gains are measured against")
              .typed("policy")
              .text("baseline")) {
    throughput.baseline = find_policy(baseline->text, baseline->where).name;
  }
  section.refuse_unknown();
  return throughput;
}

}  // namespace

Point read_point(TableReader& root, const Definitions& definitions, Sweep& sweep) {
  Point point;
  point.position = sweep.position();
  const bool of_queues = has_queues(root);
  point.run = read_run(root, of_queues, sweep);
  if (of_queues) {
    point.queues = read_queues(root, sweep);
    return point;
  }
  point.clients = read_clients(root, definitions, sweep);
  point.queries = read_queries(root, definitions, point.run.kind, sweep);
  TableReader clients = root.table("clients", &sweep);
  read_static_cuts(clients, point);
  if (point.run.kind == ExperimentKind::Decisions && point.clients.gpu_share != 0.0 &&
      point.clients.gpu_share != 1.0) {
    throw InputError{clients.where("gpu_share"),
                     "with experiment = \"decisions\" all phones are alike: clients.gpu_share is 0 "
                     "or 1, or the list [0, 1]"};
  }
  if (point.run.kind == ExperimentKind::Decisions && point.clients.accounting.radio_states) {
    throw InputError{clients.where("radio_states"),
                     "clients.radio_states has no meaning with experiment = \"decisions\", which "
                     "knows no time between queries; leave it out"};
  }
  point.server = read_server(root, definitions, point.run.kind, sweep);
  read_actual(root, sweep, point);
  point.throughput = read_throughput(root, point.run.kind, sweep);
  return point;
}

}  // namespace cutpoint::scenario_file
