#include "fleet/fleet_plan.hpp"

#include <algorithm>
#include <limits>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"

namespace cutpoint {

PoolSize pool_size(const Pool& pool) {
  const double servers = pool.servers;
  return {servers * pool.executors, servers * pool.idle_power};
}
namespace {

/// The time that sending back the result takes; 0 if downloads are not counted.
Seconds download_time(Bytes result, const Network& network) {
  return network.downlink.value() > 0.0 ? result / network.downlink : Seconds{};
}

CutPlan plan_cut(const CutCost& cost, const Network& network) {
  CutPlan plan;
  plan.phone_run = to_duration(cost.mobile_time);
  plan.mobile_energy = cost.mobile_energy;
  plan.remote = uses_server(cost);
  if (plan.remote) {
    const Seconds airtime = cost.upload / network.uplink;
    const Seconds download = download_time(cost.result, network);
    plan.airtime = to_duration(airtime);
    plan.round_trip = to_duration(network.round_trip);
    plan.server_run = to_duration(cost.server_time);
    plan.download = to_duration(download);
    plan.mobile_energy += network.upload_power * airtime + network.download_power * download;
    plan.server_energy = cost.server_energy;
  }
  return plan;
}

/// The mean power of what takes so much energy in so much time.
Watts mean_power(Joules energy, Seconds time) {
  return time > Seconds::zero() ? Watts{energy.value() / time.count()} : Watts{};
}

ExpectedCost truly_expected(const CutCost& cost, const Objective& objective, const Belief& truth) {
  return {.value = expected_cost(cost, objective, truth),
          .waits = objective.kind == Objective::Latency && uses_server(cost)};
}

/// Fills in what the best of the alternatives is expected to cost.
void find_least(DnnPlan& plan, const CostTable& alternatives, const Belief& truth) {
  for (const CutCost& cut : alternatives.cuts) {
    const ExpectedCost cost = truly_expected(cut, plan.objective, truth);
    double& least = cost.waits ? plan.least_waiting : plan.least_independent;
    least = std::min(least, cost.value);
  }
}

CutBytes bytes_of(const CutCost& cost, const Network& network) {
  const bool comes_back = uses_server(cost) && network.downlink.value() > 0.0;
  return {.upload = cost.upload,
          .result = comes_back ? (network.uplink / network.downlink) * cost.result : Bytes{}};
}

CutPowers powers_of(const CutCost& cost, const Network& network) {
  return {.phone = mean_power(cost.mobile_energy, cost.mobile_time),
          .upload = network.varying ? network.varying->upload_power_base : network.upload_power,
          .server = mean_power(cost.server_energy, cost.server_time)};
}

}  // namespace

Mix::Mix(const std::vector<double>& weights) {
  CUTPOINT_EXPECTS(!weights.empty());
  double sum = 0.0;
  for (const double weight : weights) {
    CUTPOINT_EXPECTS(weight > 0.0);
    sum += weight;
    cumulative_.push_back(sum);
  }
  for (double& c : cumulative_) {
    c /= sum;
  }
}

std::uint32_t Mix::pick(double u) const {
  // u is below 1, as is every c but the last.
  const auto found =
      std::find_if(cumulative_.begin(), cumulative_.end(), [u](double c) { return u < c; });
  return static_cast<std::uint32_t>(found - cumulative_.begin());
}

double battery_charge(const FleetSettings& settings, std::uint64_t client) {
  return settings.charge.value_or(
      CounterStream{{settings.seed, settings.replication, client, Purpose::Charge}}.uniform());
}

void FleetPlan::look_at_idle_cuts(DnnPlan& plan,
                                  const FleetSettings& settings,
                                  std::uint64_t first_client,
                                  std::uint32_t clients) const {
  const auto look_at = [&](CutId cut) {
    const CutPlan& chosen = cuts[plan.first_cut + cut];
    plan.reaches_servers_when_idle = plan.reaches_servers_when_idle || chosen.remote;
    plan.slowest_when_idle = std::max(plan.slowest_when_idle, chosen.fixed());
  };
  if (plan.draws) {
    for (CutId cut = 0; cut < plan.cut_count; ++cut) {
      look_at(cut);
    }
  } else if (plan.objective.kind == Objective::Battery) {
    Belief belief = plan.idle_belief;
    for (std::uint64_t i = 0; i < clients && (i == 0 || !settings.charge); ++i) {
      belief.charge = battery_charge(settings, first_client + i);
      look_at(plan.decider->decide(belief));
    }
  } else {
    look_at(plan.idle_cut);
  }
}

FleetPlan::FleetPlan(const FleetSettings& settings)
    : applications{settings.mix.size()}, mix{settings.mix} {
  std::uint64_t clients = 0;
  for (const ClientClass& client_class : settings.classes) {
    CUTPOINT_EXPECTS(client_class.dnns.size() == applications);
    const std::uint64_t first_client = clients;
    class_sizes.push_back(client_class.clients);
    clients += client_class.clients;
    const Network& network = client_class.network;
    for (const InstalledDnn& dnn : client_class.dnns) {
      DnnPlan plan{.decider = dnn.decider.get(),
                   .knowledge = dnn.knowledge,
                   .first_cut = static_cast<std::uint32_t>(cuts.size()),
                   .cut_count = static_cast<std::uint32_t>(dnn.actual.cuts.size()),
                   .idle_belief = {network.uplink, network.upload_power, 1.0, Seconds{}},
                   .draws = dnn.draws,
                   .objective = dnn.objective,
                   .least_waiting = std::numeric_limits<double>::infinity(),
                   .least_independent = std::numeric_limits<double>::infinity()};
      Belief truth = plan.idle_belief;
      truth.remote_overhead = network.round_trip;
      truth.downlink = {network.downlink, network.download_power};
      if (dnn.knowledge == Knowledge::Actual) {
        plan.idle_belief = truth;
      }
      plan.idle_cut = plan.decider->decide(plan.idle_belief);
      for (const CutCost& cut : dnn.actual.cuts) {
        cuts.push_back(plan_cut(cut, network));
        powers.push_back(powers_of(cut, network));
        bytes.push_back(bytes_of(cut, network));
        expected.push_back(truly_expected(cut, dnn.objective, truth));
      }
      look_at_idle_cuts(plan, settings, first_client, client_class.clients);
      find_least(plan, dnn.alternatives.cuts.empty() ? dnn.actual : dnn.alternatives, truth);
      dnns.push_back(plan);
    }
  }
  if (settings.background) {
    add_background(settings);
  }
}

void FleetPlan::add_background(const FleetSettings& settings) {
  CUTPOINT_EXPECTS(settings.source == SourceKind::Open);
  CUTPOINT_EXPECTS(settings.background->services.size() == settings.background->mix.size());
  background_mix.emplace(settings.background->mix);
  first_background_cut = static_cast<std::uint32_t>(cuts.size());
  for (const Seconds service : settings.background->services) {
    CutPlan& cut = cuts.emplace_back();
    cut.server_run = to_duration(service);
    cut.remote = true;
    powers.emplace_back();
  }
}

}  // namespace cutpoint
