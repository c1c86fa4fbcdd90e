#include "runner/kinds/fleet_assembly.hpp"

#include <cmath>

#include "base/contract.hpp"
#include "predictor/device_file.hpp"
#include "sim/random/random_factor.hpp"
#include "sim/random/random_stream.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

/// What the phone's queries pay for above the power of their layers and transfers.
Watts paid_idle_power(const ClientSettings& clients, const Processor& mobile) {
  return clients.idle_power ? mobile.idle_power.value : Watts{};
}

void add_power(std::vector<LayerCost>& layers, Watts power) {
  for (LayerCost& layer : layers) {
    layer.power += power;
  }
}

Network network_of(const ClientSettings& clients, const Processor& mobile) {
  const Link link = paid_link(clients, mobile);
  Network network;
  network.uplink = link.uplink.value;
  network.upload_power = upload_power(link);
  if (clients.accounting.download) {
    network.downlink = link.downlink.value;
    network.download_power = download_power(link);
  }
  if (clients.accounting.round_trip) {
    network.round_trip = link.round_trip.value;
  }
  if (clients.accounting.radio_states) {
    network.radio = radio_states(link);
  }
  if (link.trace != nullptr) {
    network.varying = VaryingRate{.trace = link.trace,
                                  .is_in_phase = link.is_in_phase,
                                  .upload_power_base = link.upload_power_base.value,
                                  .download_power_base = link.download_power_base.value};
  }
  return network;
}

ModelFamily family_of(BelievedCosts costs) {
  switch (costs) {
    case BelievedCosts::Paper:
      return ModelFamily::Paper;
    case BelievedCosts::Physical:
      return ModelFamily::Physical;
    default:
      return ModelFamily::Best;
  }
}

/// What a point's clients believe that a network costs on a processor; times are `scale` times as
/// long as predicted, and off by a factor of each layer's own.
std::vector<LayerCost> believed_costs(const PredictionSettings& prediction,
                                      std::uint64_t seed,
                                      const MixEntry& entry,
                                      const Processor& processor,
                                      const PredictorSet& predictors,
                                      double scale) {
  const DnnGraph dnn = entry.application->build();
  std::vector<LayerCost> costs =
      prediction.costs == BelievedCosts::Exact
          ? ActualCosts{processor}.of(dnn, entry.query)
          : predicted_costs(predictors.of(processor, prediction), dnn, entry.query);
  const LognormalFactor noise{prediction.noise};
  for (std::size_t i = 0; i < costs.size(); ++i) {
    RandomStream random{{.seed = seed,
                         .entity = fnv1a(processor.name, configuration_hash(dnn.layers()[i])),
                         .purpose = Purpose::PredictionNoise}};
    costs[i].time *= scale * noise.draw(random);
  }
  return costs;
}

/// What a decision's regret is measured against: every cut of a chain, and of a graph those that
/// are the best for some belief.
CostTable alternatives(const NetworkCosts& actual, const PolicyOptions& options) {
  const char* const search = actual.dnn.is_chain() ? "neurosurgeon" : "oracle";
  return make_cost_table(actual, find_policy(search).cuts(actual, options));
}

Seconds service_mean(const Processor& server, const std::vector<MixEntry>& mix) {
  Seconds weighted{};
  double weights = 0.0;
  for (const MixEntry& entry : mix) {
    weighted += entry.weight * cloud_only_service(server, entry);
    weights += entry.weight;
  }
  return weighted / weights;
}

double executors(const ServerSettings& server) {
  return static_cast<double>(server.servers) * server.executors;
}

std::optional<Background> background_of(const ServerSettings& server) {
  const BackgroundSettings& settings = server.background;
  if (settings.load == 0.0) {
    return std::nullopt;
  }
  const Seconds mean = service_mean(server.processor, settings.mix);
  Background background{
      .arrivals = settings.arrivals.with_mean(mean / (settings.load * executors(server))),
      .mix = {},
      .services = {}};
  for (const MixEntry& entry : settings.mix) {
    background.mix.push_back(entry.weight);
    background.services.push_back(cloud_only_service(server.processor, entry));
  }
  return background;
}

struct Installed {
  InstalledDnn dnn;
  std::vector<std::string> labels;
};

Installed install(const FleetWorld& world,
                  std::uint64_t seed,
                  const MixEntry& entry,
                  const Processor& mobile,
                  const PredictorSet& predictors) {
  const Policy& policy = *world.clients.policy;
  const PolicyOptions options = policy_options(world, entry, mobile);
  const NetworkCosts actual = actual_costs(world, entry, mobile);
  const NetworkCosts believed = policy.knowledge == Knowledge::Actual
                                    ? actual
                                    : believed_costs(world, seed, entry, mobile, predictors);
  const std::vector<Cut> cuts = policy.cuts(believed, options);
  Installed installed;
  installed.dnn.actual = make_cost_table(actual, cuts);
  installed.dnn.decider = policy.install(make_cost_table(believed, cuts), options);
  installed.dnn.knowledge = policy.knowledge;
  installed.dnn.draws = policy.draws;
  installed.dnn.objective = options.objective;
  installed.dnn.alternatives = alternatives(actual, options);
  for (const Cut& cut : cuts) {
    installed.labels.push_back(cut_label(actual.dnn, cut));
  }
  return installed;
}

void add_class(AssembledFleet& fleet,
               const FleetWorld& world,
               std::uint64_t seed,
               const Processor& mobile,
               std::uint32_t count,
               const PredictorSet& predictors) {
  ClientClass client_class{
      .clients = count, .network = network_of(world.clients, mobile), .dnns = {}};
  fleet.labels.emplace_back();
  for (const MixEntry& entry : world.queries.mix) {
    Installed installed = install(world, seed, entry, mobile, predictors);
    client_class.dnns.push_back(std::move(installed.dnn));
    fleet.labels.back().push_back(std::move(installed.labels));
  }
  fleet.settings.classes.push_back(std::move(client_class));
}

}  // namespace

PredictorSet::Key PredictorSet::key_of(const Processor& processor,
                                       const PredictionSettings& settings) {
  return {.processor = processor.name,
          .misfit = processor.layer_misfit.value,
          .cache_bytes = processor.cache_bytes.value.value(),
          .profile_noise = settings.profile_noise,
          .costs = settings.costs};
}

void PredictorSet::install(const Processor& processor, const PredictionSettings& settings) {
  const Key key = key_of(processor, settings);
  if (settings.costs == BelievedCosts::Exact || fitted_.contains(key)) {
    return;
  }
  if (processor.measured != nullptr) {
    const auto device = std::dynamic_pointer_cast<const FittedDevice>(processor.measured);
    CUTPOINT_EXPECTS(device != nullptr);
    fitted_.emplace(key, std::shared_ptr<const Predictor>{device, &device->predictor()});
    return;
  }
  const double noise = settings.profile_noise;
  const std::vector<ProfileRow> profile =
      simulate_profile(processor, {.time_noise = noise, .power_noise = noise});
  fitted_.emplace(key, std::make_shared<Predictor>(profile, family_of(settings.costs)));
}

const Predictor& PredictorSet::of(const Processor& processor,
                                  const PredictionSettings& settings) const {
  const auto found = fitted_.find(key_of(processor, settings));
  CUTPOINT_EXPECTS(found != fitted_.end());
  return *found->second;
}

PredictorSet fit_predictors(const Scenario& scenario) {
  PredictorSet predictors;
  for (const Point& point : scenario.points) {
    if (const FleetWorld* world = world_of(point)) {
      for (const Processor& processor :
           {world->clients.cpu, world->clients.gpu, world->server.processor}) {
        predictors.install(processor, world->clients.prediction);
      }
    }
  }
  return predictors;
}

NetworkCosts actual_costs(const DnnGraph& dnn,
                          const QueryType& query,
                          const Processor& mobile,
                          const Processor& server) {
  return {.dnn = dnn,
          .query = query,
          .mobile = ActualCosts{mobile}.of(dnn, query),
          .server = ActualCosts{server}.of(dnn, query)};
}

NetworkCosts predicted_costs(const DnnGraph& dnn,
                             const QueryType& query,
                             const Predictor& mobile,
                             const Predictor& server) {
  return {.dnn = dnn,
          .query = query,
          .mobile = predicted_costs(mobile, dnn, query),
          .server = predicted_costs(server, dnn, query)};
}

NetworkCosts believed_costs(const FleetWorld& world,
                            std::uint64_t seed,
                            const MixEntry& entry,
                            const Processor& mobile,
                            const PredictorSet& predictors) {
  const PredictionSettings& prediction = world.clients.prediction;
  NetworkCosts costs{
      .dnn = entry.application->build(),
      .query = entry.query,
      .mobile = believed_costs(prediction, seed, entry, mobile, predictors, 1.0 + prediction.bias),
      .server = believed_costs(prediction, seed, entry, world.server.processor, predictors, 1.0)};
  add_power(costs.mobile, paid_idle_power(world.clients, mobile));
  return costs;
}

NetworkCosts actual_costs(const FleetWorld& world, const MixEntry& entry, const Processor& mobile) {
  NetworkCosts costs =
      actual_costs(entry.application->build(), entry.query, mobile, world.server.processor);
  add_power(costs.mobile, paid_idle_power(world.clients, mobile));
  return costs;
}

Link paid_link(const ClientSettings& clients, const Processor& mobile) {
  Link link = clients.link;
  const Watts idle = paid_idle_power(clients, mobile);
  link.upload_power_base.value += idle;
  link.download_power_base.value += idle;
  return link;
}

PolicyOptions policy_options(const FleetWorld& world,
                             const MixEntry& entry,
                             const Processor& mobile) {
  const Network network = network_of(world.clients, mobile);
  PolicyOptions options{.objective = world.clients.objective,
                        .downlink = {network.downlink, network.download_power},
                        .threshold = world.clients.threshold,
                        .static_cut = "input"};
  const auto cut = world.clients.static_cuts.find(std::string{entry.application->name});
  if (cut != world.clients.static_cuts.end()) {
    options.static_cut = cut->second;
  }
  return options;
}

Seconds cloud_only_service(const Processor& server, const MixEntry& entry) {
  Seconds service{};
  for (const LayerCost& layer : ActualCosts{server}.of(entry.application->build(), entry.query)) {
    service += layer.time;
  }
  return service;
}

Seconds cloud_only_service_mean(const FleetWorld& world) {
  return service_mean(world.server.processor, world.queries.mix);
}

Rate query_rate(const FleetWorld& world) {
  if (const Rate* rate = std::get_if<Rate>(&world.queries.intensity)) {
    return *rate;
  }
  const double load = std::get<double>(world.queries.intensity);
  return Rate{load * executors(world.server) / cloud_only_service_mean(world).count()};
}

Rate background_rate(const ServerSettings& server) {
  const BackgroundSettings& settings = server.background;
  return settings.load == 0.0 ? Rate{}
                              : Rate{settings.load * executors(server) /
                                     service_mean(server.processor, settings.mix).count()};
}

AssembledFleet assemble_fleet(const FleetWorld& world,
                              const RunSettings& run,
                              const PredictorSet& predictors) {
  const ClientSettings& clients = world.clients;
  const auto gpu_clients =
      static_cast<std::uint32_t>(std::lround(clients.gpu_share * clients.count));
  const ServerSettings& server = world.server;

  AssembledFleet fleet;
  add_class(fleet, world, run.seed, clients.gpu, gpu_clients, predictors);
  add_class(fleet, world, run.seed, clients.cpu, clients.count - gpu_clients, predictors);
  FleetSettings& settings = fleet.settings;
  for (const MixEntry& entry : world.queries.mix) {
    settings.mix.push_back(entry.weight);
  }
  settings.pool = {server.servers, server.executors, server.processor.idle_power.value};
  settings.background = background_of(server);
  settings.arrivals = world.queries.arrivals.with_mean(Seconds{1.0 / query_rate(world).value()});
  settings.decision_overhead = to_duration(clients.decision_overhead);
  settings.ping_period = to_duration(clients.ping_period);
  settings.ping_delay = to_duration(clients.ping_delay);
  settings.load_form = clients.load_form;
  settings.jitter = clients.variation.jitter;
  settings.link_jitter = clients.variation.link_jitter;
  settings.rate_belief = clients.variation.rate_belief;
  settings.probe_period = to_duration(clients.variation.probe_period);
  settings.estimator_weight = clients.variation.rate_belief == RateBelief::Averaged
                                  ? clients.variation.estimator_weight
                                  : 0.0;
  settings.charge = clients.charge;
  settings.record = run.record;
  settings.seed = run.seed;
  settings.targets.clear();
  for (const std::string& name : run.precision.metrics) {
    const auto target = FleetMetric::find(name);
    CUTPOINT_EXPECTS(target.has_value());
    settings.targets.push_back(*target);
  }
  settings.stop.relative_precision = run.precision.relative;
  settings.stop.max_observations = run.max_observations;
  return fleet;
}

}  // namespace cutpoint
