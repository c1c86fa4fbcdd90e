#include "scenario/keys/clients_section.hpp"

#include <string>

#include "scenario/keys/choice.hpp"
#include "scenario/keys/policy_section.hpp"

namespace cutpoint::scenario_file {
namespace {

// Limits that are not in the nature of a value keep every time of a run within the 253 years that
// simulated time reaches.
constexpr Limits kShare{0.0, 1.0, "from 0 to 1"};
constexpr Limits kClients{1.0, 1e8, "from 1 to 1e8"};
constexpr Limits kBias{-0.9, 10.0, "from -90 % to 1000 %"};
constexpr Limits kVariation{0.0, 1.0, "from 0 % to 100 %"};
constexpr Limits kEstimatorWeight{0.001, 1.0, "from 0.001 to 1"};
constexpr Limits kPeriod{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kDelay{0.0, 1e6, "from 0 s to 1e6 s"};
constexpr Limits kUplink{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};

/// What the experiment of decisions, which knows no time, makes nothing of.
TableReader& in_time(TableReader& section, ExperimentKind kind) {
  return section.only_with(
      "run.experiment", "other than \"decisions\"", kind != ExperimentKind::Decisions);
}

/// What only those policies look at that predict; experiments of decisions show it beside any.
TableReader& predicted(TableReader& section, const Policy& policy, ExperimentKind kind) {
  std::string names;
  for (const Policy& other : policies()) {
    if (other.predicts) {
      names += (names.empty() ? "= \"" : " or \"") + std::string{other.name} + '"';
    }
  }
  return section.only_with("clients.policy",
                           names + ", or run.experiment = \"decisions\"",
                           policy.predicts || kind == ExperimentKind::Decisions,
                           {"run.experiment"});
}

PredictionSettings read_prediction(TableReader& clients,
                                   const Policy& policy,
                                   ExperimentKind kind) {
  PredictionSettings prediction;
  set(prediction.costs,
      choose<BelievedCosts>(predicted(clients, policy, kind)
                                .described("\"best\"",
                                           "the costs that a policy which predicts is given: by "
                                           "the form that predicts held-out "
                                           "layers best, type by type; by the paper's best form; "
                                           "by ours; or the actual ones, "
                                           "while rate and load level are still only believed"),
                            "predictor",
                            {{"best", BelievedCosts::Best},
                             {"paper", BelievedCosts::Paper},
                             {"physical", BelievedCosts::Physical},
                             {"exact", BelievedCosts::Exact}}));
  set(prediction.profile_noise,
      predicted(clients, policy, kind)
          .described("\"2 %\"",
                     "coefficient of variation of the measurements that predictors are fitted to")
          .only_with(
              "clients.predictor", "other than \"exact\"", prediction.costs != BelievedCosts::Exact)
          .quantity("profile_noise", kPercentage, kVariation));
  set(prediction.bias,
      predicted(clients, policy, kind)
          .described("\"0 %\"",
                     "by how much predicted times on the phone are too long; those on the server "
                     "are not, so the balance moves")
          .quantity("prediction_bias", kPercentage, kBias));
  set(prediction.noise,
      predicted(clients, policy, kind)
          .described("\"0 %\"",
                     "coefficient of variation of a fixed factor of each layer and processor on "
                     "predicted times, drawn by the seed")
          .quantity("prediction_noise", kPercentage, kVariation));
  return prediction;
}

VariationSettings read_variation(TableReader& clients, ExperimentKind kind) {
  constexpr double kDefaultWeight = 0.25;
  VariationSettings variation;
  set(variation.jitter,
      in_time(clients, kind)
          .described("\"0 %\"",
                     "coefficient of variation of every run on a phone or server: a query's "
                     "planned times are multiplied by two independent lognormal factors of mean 1")
          .quantity("jitter", kPercentage, kVariation));
  set(variation.link_jitter,
      in_time(clients, kind)
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
  const bool is_averaged = variation.rate_belief == RateBelief::Averaged;
  const std::optional<double> weight =
      clients.described("0.25", "of the newest upload in that average")
          .only_with("clients.estimator", "= \"ewma\"", is_averaged)
          .number("estimator_weight", kEstimatorWeight);
  if (is_averaged) {
    variation.estimator_weight = weight.value_or(kDefaultWeight);
  }
  set(variation.probe_period,
      clients.described("\"1 s\"", "how often a client probes its uplink")
          .only_with(
              "clients.estimator", "= \"probe\"", variation.rate_belief == RateBelief::Probed)
          .quantity("probe_period", kTime, kPeriod));
  return variation;
}

/// The link and the processors of the phones.
void read_devices(TableReader& section, const Definitions& definitions, ClientSettings& clients) {
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
  set(clients.gpu_share,
      section.described("1", "share of clients that use `gpu`").number("gpu_share", kShare));
  clients.cpu = find_processor(
      definitions,
      name_or(described_processor(section, "\"tk1-cpu\"", "of the clients without a usable GPU")
                  .only_with("clients.gpu_share", "below 1", clients.gpu_share < 1.0),
              "cpu",
              "tk1-cpu"),
      section);
  clients.gpu = find_processor(
      definitions,
      name_or(described_processor(section, "\"tk1-gpu\"", "of the other clients")
                  .only_with("clients.gpu_share", "above 0", clients.gpu_share > 0.0),
              "gpu",
              "tk1-gpu"),
      section);
}

/// Which costs count.
void read_accounting(TableReader& section, ClientSettings& clients) {
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
}

/// How clients hear of the load.
void read_ping(TableReader& section, ExperimentKind kind, Sweep& sweep, ClientSettings& clients) {
  TableReader ping = section.table("ping", &sweep);
  set(clients.ping_period,
      in_time(ping, kind)
          .described("\"1 s\"", "how often it hears the servers' load level")
          .quantity("period", kTime, kPeriod));
  set(clients.ping_delay,
      in_time(ping, kind)
          .described("\"50 ms\"", "how old the level is when it arrives; at most 1e5 periods")
          .quantity("delay", kTime, kDelay));
  constexpr double kMostPeriods = 1e5;
  if (clients.ping_delay > kMostPeriods * clients.ping_period) {
    throw InputError{
        ping.where("delay"),
        "clients.ping.delay is longer than 1e5 periods; shorten it, or ping less often"};
  }
  ping.refuse_unknown();
}

}  // namespace

ClientSettings read_clients(TableReader& root,
                            const Definitions& definitions,
                            ExperimentKind kind,
                            Sweep& sweep) {
  ClientSettings clients;
  TableReader section = root.table("clients", &sweep);
  set(clients.count,
      in_time(section, kind).described("1000", "mobile clients").integer("count", kClients));
  read_devices(section, definitions, clients);
  read_policy(section, clients);
  read_accounting(section, clients);
  set(clients.decision_overhead,
      in_time(section, kind)
          .described("\"0 s\"", "from a query's arrival to the choice of its cut")
          .quantity("decision_overhead", kTime, kDelay));

  clients.prediction = read_prediction(section, *clients.policy, kind);
  clients.variation = read_variation(section, kind);
  if (clients.variation.link_jitter > 0.0 && clients.link.trace != nullptr) {
    throw InputError{section.where("link_jitter"),
                     "clients.link_jitter has no meaning with the link \"" + clients.link.name +
                         "\", whose rates follow a trace; leave it out"};
  }

  read_ping(section, kind, sweep, clients);
  set(clients.load_form,
      choose<LoadForm>(
          in_time(section, kind)
              .described("\"slowdown\"",
                         "what clients make of the load that they hear of: what runs on a "
                         "server takes K times as long, or it waits once, as long as the pool's "
                         "queries did on average over the last period (assumptions A14 and A14a "
                         "of [model.md](model.md)). The oracle knows the work in the pool"),
          "load_form",
          {{"slowdown", LoadForm::Slowdown}, {"wait", LoadForm::Wait}}));
  section.refuse_unknown();
  return clients;
}

}  // namespace cutpoint::scenario_file
