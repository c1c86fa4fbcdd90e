// Whether the queries of a scenario fit into simulated time.
#include "experiments/runner/fleet_assembly.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

constexpr Seconds kLongest{1e9};
// Beyond eight standard deviations of the logarithm at the largest coefficient of variation.
constexpr double kMostJitter = 1e3;

/// Whether decisions need to know the power of layers.
bool needs_energy(const Objective& objective) {
  return objective.kind != Objective::Latency || objective.energy_bound.has_value();
}

void expect_representable(const Scenario& scenario, const Point& point, const Processor& mobile) {
  const bool needs_power = needs_energy(point.clients.objective);
  const VariationSettings& variation = point.clients.variation;
  const bool varies = variation.jitter > 0.0 || variation.link_jitter > 0.0;
  const Seconds longest = varies ? kLongest / kMostJitter : kLongest;
  for (const MixEntry& entry : point.queries.mix) {
    const DnnGraph dnn = entry.application->build();
    expect_covered(mobile, dnn, needs_power, {scenario.path.string()});
    expect_covered(point.server.processor, dnn, false, {scenario.path.string()});
    const CostTable table =
        make_cost_table(actual_costs(dnn, entry.query, mobile, point.server.processor));
    for (const CutCost& cut : table.cuts) {
      if (!(cut.mobile_time + cut.upload / point.clients.link.uplink.value + cut.server_time <
            longest)) {
        throw InputError{{scenario.path.string()},
                         "a query of \"" + entry.application->name + "\" on " + mobile.name +
                             " over " + point.clients.link.name + " would take more than " +
                             (varies ? "1e6" : "1e9") +
                             " s somewhere; check queries.items, the "
                             "bandwidth and the rates of the processors"};
      }
    }
  }
}

/// The same of the background's queries.
void expect_representable(const Scenario& scenario, const ServerSettings& server) {
  for (const MixEntry& entry : server.background.mix) {
    expect_covered(server.processor, entry.application->build(), false, {scenario.path.string()});
    if (!(cloud_only_service(server.processor, entry) < kLongest / kMostJitter)) {
      throw InputError{{scenario.path.string()},
                       "a query of \"" + entry.application->name +
                           "\" in the background would take more than 1e6 s on " +
                           server.processor.name + "; check server.background.items"};
    }
  }
}

void expect_representable(const Scenario& scenario, Seconds interarrival, const Point& point) {
  if (!(interarrival * static_cast<double>(point.run.max_observations) < 9.0 * kLongest)) {
    throw InputError{
        {scenario.path.string()},
        "so many arrivals at so low a rate would take more than 285 years of simulated "
        "time; lower run.max_queries or run.max_jobs, or raise the rate"};
  }
}

}  // namespace

void expect_representable(const Scenario& scenario) {
  for (const Point& point : scenario.points) {
    if (point.queues) {
      expect_representable(
          scenario, point.queues->arrivals.mean() / double(point.queues->copies), point);
      continue;
    }
    expect_representable(scenario, point, point.clients.cpu);
    expect_representable(scenario, point, point.clients.gpu);
    expect_representable(scenario, point.server);
    if (point.run.kind == ExperimentKind::SteadyState) {
      expect_representable(scenario, Seconds{1.0 / query_rate(point).value()}, point);
    }
  }
}

}  // namespace cutpoint
