#include "scenario/keys/resolved.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace cutpoint {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

/// Nine digits: more than any constant is known to, and free of traces of binary fractions.
std::string printed(double number) {
  std::array<char, 32> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::general, 9);
  return {buffer.begin(), end};
}

std::string printed(double number, std::string_view unit) {
  return unit.empty() ? printed(number) : printed(number) + ' ' + std::string{unit};
}

std::string printed(bool value) { return value ? "true" : "false"; }

/// The constants of a link or processor, once for each name.
template <class T>
void add_constants(Values& values, const std::string& section, const T& thing) {
  const std::string start = section + '.' + thing.name + '.';
  for (const auto& [key, value] : values) {
    if (key.starts_with(start)) {
      return;
    }
  }
  for (const CatalogEntry& entry : catalog(thing)) {
    values.emplace_back(start + std::string{entry.name}, printed(entry.value, entry.unit));
  }
}

void add_run(Values& values, const RunSettings& run) {
  values.emplace_back("run.experiment", to_string(run.kind));
  values.emplace_back("run.seed", std::to_string(run.seed));
  std::string metrics;
  for (const std::string& metric : run.precision.metrics) {
    metrics += (metrics.empty() ? "" : ", ") + metric;
  }
  values.emplace_back("run.precision.metric", metrics);
  values.emplace_back("run.precision.relative", printed(100.0 * run.precision.relative, "%"));
  values.emplace_back("run.replications", std::to_string(run.replications));
  if (run.record > 0) {
    values.emplace_back("run.record", std::to_string(run.record));
  }
}

std::string_view to_string(BelievedCosts costs) {
  switch (costs) {
    case BelievedCosts::Best:
      return "best";
    case BelievedCosts::Paper:
      return "paper";
    case BelievedCosts::Physical:
      return "physical";
    case BelievedCosts::Exact:
      return "exact";
  }
  return "unknown";
}

void add_prediction(Values& values, const PredictionSettings& prediction) {
  values.emplace_back("clients.predictor", to_string(prediction.costs));
  values.emplace_back("clients.profile_noise", printed(100.0 * prediction.profile_noise, "%"));
  values.emplace_back("clients.prediction_bias", printed(100.0 * prediction.bias, "%"));
  values.emplace_back("clients.prediction_noise", printed(100.0 * prediction.noise, "%"));
}

std::string_view to_string(RateBelief belief) {
  switch (belief) {
    case RateBelief::Exact:
      return "exact";
    case RateBelief::Nominal:
      return "nominal";
    case RateBelief::Averaged:
      return "ewma";
    case RateBelief::Probed:
      return "probe";
  }
  return "unknown";
}

void add_trace(Values& values, const Link& link) {
  if (link.trace == nullptr) {
    return;
  }
  const std::string key = "link." + link.name + ".trace";
  values.emplace_back(key, link.trace->is_of_packets() ? "packets of 1500 B" : "steps");
  values.emplace_back(key + ".duration", printed(Seconds{link.trace->period()}.count(), "s"));
  values.emplace_back(key + ".offsets", link.is_in_phase ? "none" : "random");
}

void add_variation(Values& values, const VariationSettings& variation) {
  values.emplace_back("clients.jitter", printed(100.0 * variation.jitter, "%"));
  values.emplace_back("clients.link_jitter", printed(100.0 * variation.link_jitter, "%"));
  values.emplace_back("clients.estimator", to_string(variation.rate_belief));
  if (variation.rate_belief == RateBelief::Averaged) {
    values.emplace_back("clients.estimator_weight", printed(variation.estimator_weight));
  }
  if (variation.rate_belief == RateBelief::Probed) {
    values.emplace_back("clients.probe_period", printed(variation.probe_period.count(), "s"));
  }
}

void add_objective(Values& values, const ClientSettings& clients) {
  const Objective& objective = clients.objective;
  values.emplace_back("clients.objective", to_string(objective.kind));
  if (objective.kind == Objective::Weighted) {
    values.emplace_back("clients.energy_weight", printed(objective.energy_weight));
  }
  if (objective.kind == Objective::Weighted || objective.kind == Objective::Battery) {
    values.emplace_back("clients.joule", printed(objective.joule.count(), "s"));
  }
  if (objective.kind == Objective::Battery) {
    values.emplace_back("clients.charge",
                        clients.charge ? printed(100.0 * *clients.charge, "%") : "spread evenly");
  }
  if (objective.latency_bound) {
    values.emplace_back("clients.latency_bound", printed(objective.latency_bound->count(), "s"));
  }
  if (objective.energy_bound) {
    values.emplace_back("clients.energy_bound", printed(objective.energy_bound->value(), "J"));
  }
  if (clients.policy->name == "threshold") {
    values.emplace_back("clients.threshold", printed(8.0 * clients.threshold.value(), "bit/s"));
  }
  if (clients.policy->name == "static") {
    for (const auto& [application, layer] : clients.static_cuts) {
      values.emplace_back("clients.static_cut." + application, layer);
    }
  }
}

void add_clients(Values& values, const ClientSettings& clients) {
  values.emplace_back("clients.count", std::to_string(clients.count));
  values.emplace_back("clients.link", clients.link.name);
  values.emplace_back("clients.cpu", clients.cpu.name);
  values.emplace_back("clients.gpu", clients.gpu.name);
  values.emplace_back("clients.gpu_share", printed(clients.gpu_share));
  values.emplace_back("clients.policy", clients.policy->name);
  add_objective(values, clients);
  values.emplace_back("clients.decision_overhead", printed(clients.decision_overhead.count(), "s"));
  values.emplace_back("clients.ping.period", printed(clients.ping_period.count(), "s"));
  values.emplace_back("clients.ping.delay", printed(clients.ping_delay.count(), "s"));
  values.emplace_back("clients.load_form",
                      clients.load_form == LoadForm::Slowdown ? "slowdown" : "wait");
  values.emplace_back("clients.round_trip", printed(clients.accounting.round_trip));
  values.emplace_back("clients.download", printed(clients.accounting.download));
  values.emplace_back("clients.idle_power", printed(clients.idle_power));
  values.emplace_back("clients.radio_states", printed(clients.accounting.radio_states));
  add_prediction(values, clients.prediction);
  add_variation(values, clients.variation);
}

/// What a section asks for: `key` is "queries" or "server.background".
void add_mix(Values& values, const std::string& key, const std::vector<MixEntry>& mix) {
  for (const MixEntry& entry : mix) {
    const std::string& name = entry.application->name;
    values.emplace_back(key + ".mix." + name, printed(entry.weight));
    values.emplace_back(key + ".items." + name, std::to_string(entry.query.items));
    if (!entry.application->file.empty()) {
      values.emplace_back(key + ".file." + name, entry.application->file);
    }
  }
}

void add_queries(Values& values, const QuerySettings& queries, ExperimentKind kind) {
  if (kind == ExperimentKind::SteadyState) {
    if (const auto* rate = std::get_if<Rate>(&queries.intensity)) {
      values.emplace_back("queries.rate", printed(rate->value(), "/s"));
    } else {
      values.emplace_back("queries.load", printed(std::get<double>(queries.intensity)));
    }
  }
  values.emplace_back("queries.arrivals", queries.arrivals.description());
  add_mix(values, "queries", queries.mix);
}

void add_server(Values& values, const ServerSettings& server) {
  values.emplace_back("server.processor", server.processor.name);
  values.emplace_back("server.servers", std::to_string(server.servers));
  values.emplace_back("server.executors", std::to_string(server.executors));
  const BackgroundSettings& background = server.background;
  if (background.load > 0.0) {
    values.emplace_back("server.background.load", printed(background.load));
    values.emplace_back("server.background.arrivals", background.arrivals.description());
    add_mix(values, "server.background", background.mix);
  }
}

void add_queues(Values& values, const QueueSystem& system) {
  values.emplace_back("source.arrivals", system.arrivals.description());
  values.emplace_back("source.rate", printed(1.0 / system.arrivals.mean().count(), "/s"));
  values.emplace_back("source.copies", std::to_string(system.copies));
  if (system.class_shares.size() > 1) {
    std::string shares;
    for (const double share : system.class_shares) {
      shares += (shares.empty() ? "" : ", ") + printed(share);
    }
    values.emplace_back("source.classes", shares);
  }
  for (const StationSettings& station : system.stations) {
    const std::string key = "station." + station.name + '.';
    values.emplace_back(key + "service", description(station.service));
    values.emplace_back(key + "service.mean", printed(station.service.mean().count(), "s"));
    values.emplace_back(key + "service.cv", printed(std::sqrt(station.service.scv())));
    values.emplace_back(key + "servers", std::to_string(station.servers));
    values.emplace_back(key + "discipline", std::string{to_string(station.discipline)});
    if (station.capacity != StationSettings::kUnlimited) {
      values.emplace_back(key + "capacity", std::to_string(station.capacity));
    }
  }
}

void add_throughput(Values& values, const ThroughputSettings& throughput) {
  values.emplace_back("throughput.sojourn_bound", printed(throughput.sojourn_bound.count(), "s"));
  values.emplace_back("throughput.rate_precision", printed(100.0 * throughput.rate_precision, "%"));
  values.emplace_back("throughput.baseline", throughput.baseline);
}

/// The key under which the scenario has a resolved value: a network from a file stands there by its
/// path.
std::string key_in_file(const Scenario& scenario, const std::string& key) {
  const FleetWorld* world = world_of(scenario.points.front());
  if (world == nullptr) {
    return key;
  }
  for (const MixEntry& entry : world->queries.mix) {
    const Application& application = *entry.application;
    for (const char* table : {"queries.mix.", "queries.items.", "queries.file."}) {
      if (!application.file.empty() && key == table + application.name) {
        const bool is_items = key.starts_with("queries.items.");
        return (is_items ? "queries.items." : "queries.mix.") + application.file;
      }
    }
  }
  return key;
}

}  // namespace

Values resolved_values(const Point& point) {
  Values values;
  add_run(values, point.run);
  const QueueSystem* queues = queues_of(point);
  values.emplace_back(queues != nullptr ? "run.max_jobs" : "run.max_queries",
                      std::to_string(point.run.max_observations));
  if (queues != nullptr) {
    add_queues(values, *queues);
    return values;
  }
  const FleetWorld& world = *world_of(point);
  add_clients(values, world.clients);
  add_queries(values, world.queries, point.run.kind);
  add_server(values, world.server);
  values.emplace_back("actual.misfit", printed(world.actual.misfit));
  if (const ThroughputSettings* throughput = throughput_of(point)) {
    add_throughput(values, *throughput);
  }
  add_constants(values, "link", world.clients.link);
  add_trace(values, world.clients.link);
  add_constants(values, "processor", world.clients.cpu);
  add_constants(values, "processor", world.clients.gpu);
  add_constants(values, "processor", world.server.processor);
  return values;
}

std::string origin_of(const Scenario& scenario, const std::string& resolved_key) {
  const std::string key = key_in_file(scenario, resolved_key);
  const auto text = [&](const std::string& part) -> std::optional<std::string> {
    const auto found = scenario.origins.find(part);
    if (found == scenario.origins.end()) {
      return std::nullopt;
    }
    const auto& [path, line, column] = found->second;
    return line == 0 ? path : path + ':' + std::to_string(line);
  };
  // A value may come with its table, as a law's mean does.
  for (std::size_t length = key.size(); length != std::string::npos && length > 0;
       length = key.rfind('.', length - 1)) {
    if (const auto origin = text(key.substr(0, length))) {
      return *origin;
    }
  }
  if (key.ends_with(".uplink") && text("clients.bandwidth")) {
    return *text("clients.bandwidth");
  }
  // Intensities that other keys settle.
  for (const char* other : {"load", "arrivals.mean", "arrivals.rates", "arrivals.file"}) {
    if (const auto origin =
            text(key.ends_with(".rate") ? key.substr(0, key.size() - 4) + other : "")) {
      return *origin;
    }
  }
  return "default";
}

}  // namespace cutpoint
