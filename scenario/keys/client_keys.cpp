#include "scenario/keys/client_keys.hpp"

#include <string>

#include "scenario/keys/named_keys.hpp"
#include "scenario/keys/policy_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

// Limits that are not in the nature of a value keep every time of a run within the 253 years that
// simulated time reaches.
constexpr Limits kShare{0.0, 1.0, "from 0 to 1"};
constexpr Limits kClients{1.0, 1e8, "from 1 to 1e8"};
constexpr ShareLimits kBias{{-0.9, 10.0, "from -90 % to 1000 %"}};
constexpr ShareLimits kVariation{{0.0, 1.0, "from 0 % to 100 %"}};
constexpr Limits kEstimatorWeight{0.001, 1.0, "from 0.001 to 1"};
constexpr Limits kPeriod{1e-6, 1e6, "from 1 us to 1e6 s"};
constexpr Limits kDelay{0.0, 1e6, "from 0 s to 1e6 s"};
constexpr Limits kUplink{1.0, 1e15, "from 1 bit/s to 1000 Tbit/s"};

/// The key means nothing to the experiment of decisions, which knows no time.
template <class S>
Key<S> in_time(Key<S> key) {
  return std::move(key).only_with("run.experiment",
                                  "other than \"decisions\"",
                                  [](const Draft& draft) { return draft.is_in_time(); });
}

/// The key means something only to policies that predict; experiments of decisions show what it
/// does beside any.
template <class S>
Key<S> predicted(Key<S> key) {
  std::string names;
  for (const Policy& policy : policies()) {
    if (policy.predicts) {
      names += (names.empty() ? "= \"" : " or \"") + std::string{policy.name} + '"';
    }
  }
  return std::move(key).only_with(
      "clients.policy",
      names + ", or run.experiment = \"decisions\"",
      [](const Draft& draft) { return draft.clients.policy->predicts || !draft.is_in_time(); },
      {"run.experiment"});
}

Key<ClientSettings> link_key() {
  return special<ClientSettings>(
      {.name = "link",
       .form = Form::OpenName,
       .names = names_of(built_in_links()),
       .otherwise = "\"wifi\"",
       .meaning = "how they reach the data center; also a `[link.NAME]` of the scenario"},
      [](ClientSettings& clients, TableReader& reader, const Context& context) {
        const Text name = reader.text("link").value_or(Text{"wifi", reader.where()});
        clients.link = find_link(context.definitions, name);
      },
      [](Values& values, const std::string& section, const ClientSettings& clients, const Draft&) {
        values.emplace_back(section + "link", clients.link.name);
      });
}

/// Changes a constant of the link, as which it is listed.
Key<ClientSettings> bandwidth_key() {
  return special<ClientSettings>(
      {.name = "bandwidth",
       .form = Form::Bandwidth,
       .limits = kUplink,
       .otherwise = "the link's",
       .meaning = "the uplink, in place of the link's own"},
      [](ClientSettings& clients, TableReader& reader, const Context&) {
        const auto bandwidth = reader.quantity("bandwidth", kBandwidth, kUplink);
        if (!bandwidth) {
          return;
        }
        if (clients.link.trace != nullptr) {
          throw InputError{reader.where("bandwidth"),
                           "clients.bandwidth has no meaning with the link \"" + clients.link.name +
                               "\", which has a trace; leave it out"};
        }
        clients.link.uplink = {
            bits_per_second(*bandwidth), Evidence::Assumed, "clients.bandwidth of the scenario"};
      });
}

Keys<NetworkAccounting> accounting_keys() {
  return {
      key("round_trip",
          &NetworkAccounting::round_trip,
          "whether an upload also costs the link's round trip"),
      key("download", &NetworkAccounting::download, "whether sending the result back takes time"),
      key("radio_states",
          &NetworkAccounting::radio_states,
          "whether an idle radio is promoted before it sends and receives, and stays connected, "
          "and drawing power, for its tail (assumption A11b); not for `decisions`"),
  };
}

Keys<PredictionSettings> prediction_keys() {
  return {
      predicted(key("predictor",
                    &PredictionSettings::costs,
                    {{"best", BelievedCosts::Best},
                     {"paper", BelievedCosts::Paper},
                     {"physical", BelievedCosts::Physical},
                     {"exact", BelievedCosts::Exact}},
                    "the costs that a policy which predicts is given: by the form that predicts "
                    "held-out layers best, type by type; by the paper's best form; by ours; or the "
                    "actual ones, while rate and load level are still only believed")),
      predicted(key("profile_noise",
                    &PredictionSettings::profile_noise,
                    kVariation,
                    "coefficient of variation of the measurements that predictors are fitted to"))
          .only_with("clients.predictor",
                     "other than \"exact\"",
                     [](const PredictionSettings& prediction) {
                       return prediction.costs != BelievedCosts::Exact;
                     }),
      predicted(key("prediction_bias",
                    &PredictionSettings::bias,
                    kBias,
                    "by how much predicted times on the phone are too long; those on the server "
                    "are not, so the balance moves")),
      predicted(key("prediction_noise",
                    &PredictionSettings::noise,
                    kVariation,
                    "coefficient of variation of a fixed factor of each layer and processor on "
                    "predicted times, drawn by the seed")),
  };
}

Keys<VariationSettings> variation_keys() {
  const auto believes = [](RateBelief belief) {
    return [belief](const VariationSettings& variation) { return variation.rate_belief == belief; };
  };
  return {
      in_time(key("jitter",
                  &VariationSettings::jitter,
                  kVariation,
                  "coefficient of variation of every run on a phone or server: a query's planned "
                  "times are multiplied by two independent lognormal factors of mean 1")),
      in_time(key("link_jitter",
                  &VariationSettings::link_jitter,
                  kVariation,
                  "coefficient of variation of the rate of every upload; its mean is the nominal "
                  "rate")),
      key("estimator",
          &VariationSettings::rate_belief,
          {{"exact", RateBelief::Exact},
           {"nominal", RateBelief::Nominal},
           {"ewma", RateBelief::Averaged},
           {"probe", RateBelief::Probed}},
          "the uplink rate that a client believes in: on a link with a trace the true one at the "
          "moment of the decision, else the nominal one; the nominal one, which of a trace is the "
          "mean; the exponentially weighted moving average of the rates of its own uploads, which "
          "starts there and counts each upload when it ends; or the true one at its last probe "
          "(assumption A11a). The oracle knows the nominal rate, or the trace to come"),
      key("estimator_weight",
          &VariationSettings::estimator_weight,
          kEstimatorWeight,
          "of the newest upload in that average")
          .only_with("clients.estimator", "= \"ewma\"", believes(RateBelief::Averaged)),
      key("probe_period",
          &VariationSettings::probe_period,
          kPeriod,
          "how often a client probes its uplink")
          .only_with("clients.estimator", "= \"probe\"", believes(RateBelief::Probed)),
  };
}

Keys<ClientSettings> ping_keys() {
  return {
      in_time(key("period",
                  &ClientSettings::ping_period,
                  kPeriod,
                  "how often it hears the servers' load level")),
      in_time(key("delay",
                  &ClientSettings::ping_delay,
                  kDelay,
                  "how old the level is when it arrives; at most 1e5 periods")),
  };
}

/// The phones themselves, and how they reach the data center.
Keys<ClientSettings> device_keys() {
  const auto has_share = [](bool (*is_met)(double)) {
    return [is_met](const ClientSettings& clients) { return is_met(clients.gpu_share); };
  };
  return {
      in_time(key("count", &ClientSettings::count, kClients, "mobile clients")),
      link_key(),
      bandwidth_key(),
      key("gpu_share", &ClientSettings::gpu_share, kShare, "share of clients that use `gpu`"),
      processor_key("cpu", &ClientSettings::cpu, "tk1-cpu", "of the clients without a usable GPU")
          .only_with(
              "clients.gpu_share", "below 1", has_share([](double share) { return share < 1.0; })),
      processor_key("gpu", &ClientSettings::gpu, "tk1-gpu", "of the other clients")
          .only_with(
              "clients.gpu_share", "above 0", has_share([](double share) { return share > 0.0; })),
  };
}

Keys<ClientSettings> all_keys() {
  Keys<ClientSettings> keys = device_keys();
  for (const Key<ClientSettings>& one : policy_keys()) {
    keys.push_back(one);
  }
  for (const Key<ClientSettings>& one : Keys<ClientSettings>{
           in_time(key("decision_overhead",
                       &ClientSettings::decision_overhead,
                       kDelay,
                       "from a query's arrival to the choice of its cut")),
           subtable("ping", ping_keys()),
           in_time(key("load_form",
                       &ClientSettings::load_form,
                       {{"slowdown", LoadForm::Slowdown}, {"wait", LoadForm::Wait}},
                       "what clients make of the load that they hear of: what runs on a server "
                       "takes K times as long, or it waits once, as long as the pool's queries did "
                       "on average over the last period (assumptions A14 and A14a of "
                       "[model.md](model.md)). The oracle knows the work in the pool")),
           within(&ClientSettings::accounting, accounting_keys()),
           key("idle_power",
               &ClientSettings::idle_power,
               "whether a query also pays for the phone's idle power while the phone computes, "
               "sends and receives for it, as a meter of the whole board reads (model.md, A7e); "
               "not while it waits"),
           within(&ClientSettings::prediction, prediction_keys()),
           within(&ClientSettings::variation, variation_keys()),
       }) {
    keys.push_back(one);
  }
  return keys;
}

}  // namespace

const Keys<ClientSettings>& client_keys() {
  static const Keys<ClientSettings> keys = all_keys();
  return keys;
}

void check_clients(TableReader& section, Draft& draft) {
  const ClientSettings& clients = draft.clients;
  if (clients.variation.link_jitter > 0.0 && clients.link.trace != nullptr) {
    throw InputError{section.where("link_jitter"),
                     "clients.link_jitter has no meaning with the link \"" + clients.link.name +
                         "\", whose rates follow a trace; leave it out"};
  }
  constexpr double kMostPeriods = 1e5;
  if (clients.ping_delay > kMostPeriods * clients.ping_period) {
    throw InputError{
        section.table("ping", nullptr).where("delay"),
        "clients.ping.delay is longer than 1e5 periods; shorten it, or ping less often"};
  }
  if (!draft.is_in_time() && clients.gpu_share != 0.0 && clients.gpu_share != 1.0) {
    throw InputError{section.where("gpu_share"),
                     "with experiment = \"decisions\" all phones are alike: clients.gpu_share is 0 "
                     "or 1, or the list [0, 1]"};
  }
  if (!draft.is_in_time() && clients.accounting.radio_states) {
    throw InputError{section.where("radio_states"),
                     "clients.radio_states has no meaning with experiment = \"decisions\", which "
                     "knows no time between queries; leave it out"};
  }
}

}  // namespace cutpoint::scenario_file
