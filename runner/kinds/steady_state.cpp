#include "runner/kinds/steady_state.hpp"

#include <algorithm>
#include <functional>

#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "runner/kinds/histogram_variables.hpp"
#include "runner/kinds/metric_table.hpp"
#include "runner/kinds/query_variables.hpp"
#include "runner/kinds/replications.hpp"
#include "runner/kinds/representable.hpp"

namespace cutpoint {
namespace {

constexpr std::array kTimes{
    ObservedTime{"latency",
                 "queries by latency",
                 [](const PointResult& point) -> const Histogram* {
                   const FleetResult* fleet = fleet_of(point);
                   return fleet != nullptr ? &fleet->steady.latency : nullptr;
                 }},
    ObservedTime{"server_sojourn",
                 "queries by time in the data center",
                 [](const PointResult& point) -> const Histogram* {
                   const FleetResult* fleet = fleet_of(point);
                   return fleet != nullptr ? &fleet->steady.server_sojourn : nullptr;
                 }},
};

const FleetWorld& world_in(const Point& point) {
  return std::get<SteadyStateExperiment>(point.experiment).world;
}

class SteadyStateKind final : public Kind {
 public:
  [[nodiscard]] std::string_view name() const override { return "steady_state"; }
  [[nodiscard]] std::optional<std::string> budget_unit() const override { return "queries"; }
  [[nodiscard]] bool may_be_replicated() const override { return true; }

  void expect_representable(const Scenario& scenario, const Point& point) const override {
    const FleetWorld& world = world_in(point);
    const Seconds longest = expect_fleet_representable(scenario, world);
    const Seconds interarrival{1.0 / query_rate(world).value()};
    expect_arrivals_representable(scenario, interarrival, point.run.max_observations);
    expect_few_events(scenario, longest + interarrival, world);
  }

  [[nodiscard]] std::vector<std::pair<std::string, ShownValue>> derived_values(
      const Point& point) const override {
    return cutpoint::derived_values(world_in(point));
  }

  [[nodiscard]] SimulatedPoint run(const Point& point,
                                   const RunRequirements& requirements) const override {
    AssembledFleet fleet = assemble_fleet(world_in(point), point.run, requirements.predictors);
    FleetSettings& settings = fleet.settings;
    settings.replication = requirements.replication;
    settings.stop.relative_precision = precision_of_one(point.run);
    settings.stop.interrupted = requirements.interrupted;
    SteadyStateResult found{run_fleet(settings), std::move(fleet.labels)};
    const std::uint64_t events = found.fleet.events;
    PointResult result{
        .status = to_point_status(found.fleet.status), .end = found.fleet.end, .outcome = {}};
    result.outcome = std::move(found);
    return {std::move(result), events};
  }

  [[nodiscard]] bool is_possible(const Point& point, const PointResult& run) const override {
    const auto* found = std::get_if<SteadyStateResult>(&run.outcome);
    return found != nullptr &&
           is_possible_fleet(world_in(point), point.run.record, found->fleet, found->cut_labels);
  }

  [[nodiscard]] bool have_same_shape(const PointResult& a, const PointResult& b) const override {
    return cut_labels_of(a) == cut_labels_of(b);
  }

  [[nodiscard]] PointOutcome merge(const Point& point,
                                   std::span<const PointResult> runs) const override;

  [[nodiscard]] std::vector<NamedEstimate> metrics(const Point&,
                                                   const PointResult& result) const override {
    const FleetResult* fleet = fleet_of(result);
    std::vector<NamedEstimate> metrics;
    for (const FleetMetric metric : FleetMetric::all()) {
      metrics.push_back({std::string{metric->name},
                         std::string{metric->unit},
                         std::string{metric->long_name},
                         fleet != nullptr ? (*fleet)[metric] : Estimate{},
                         std::string{metric->column}});
    }
    return metrics;
  }

  [[nodiscard]] Bookkeeping bookkeeping(const PointResult& result) const override {
    return fleet_bookkeeping(result);
  }

  [[nodiscard]] RecordParts take_apart(PointOutcome outcome) const override {
    auto& found = std::get<SteadyStateResult>(outcome);
    RecordParts parts;
    parts.fleet = std::move(found.fleet);
    parts.cut_labels = std::move(found.cut_labels);
    return parts;
  }

  [[nodiscard]] std::optional<PointOutcome> put_together(RecordParts& parts) const override {
    if (!parts.fleet || parts.decisions || parts.queues || parts.saturation || parts.bounded) {
      return std::nullopt;
    }
    return SteadyStateResult{*std::move(parts.fleet), std::move(parts.cut_labels)};
  }

  void add_detail_variables(ResultVariables& variables) const override {
    add_cut_shares(variables);
    add_queries(variables);
  }

  [[nodiscard]] std::span<const ObservedTime> observed_times() const override { return kTimes; }

  [[nodiscard]] ResultTable table(const Scenario& scenario,
                                  std::span<const PointResult> results) const override {
    return metric_table(*this, scenario, results);
  }

  [[nodiscard]] Detail::Parts details(const Point& point,
                                      const PointResult& result) const override {
    return fleet_of(result) == nullptr ? Detail::Parts{}
                                       : Detail::Parts{cut_share_detail(world_in(point), result)};
  }

 protected:
  [[nodiscard]] std::string observations() const override { return "queries"; }
  [[nodiscard]] std::string line_name(const Point&, std::uint32_t line) const override {
    return std::string{to_string(static_cast<FleetLine>(line))};
  }
};

PointOutcome SteadyStateKind::merge(const Point& point, std::span<const PointResult> runs) const {
  const auto& first = std::get<SteadyStateResult>(runs.front().outcome);
  FleetResult sum;
  Fingerprint fingerprint;
  std::vector<FleetBatch> batches;
  sum.cut_counts = first.fleet.cut_counts;
  sum.records = first.fleet.records;
  for (const PointResult& run : runs) {
    const FleetResult& fleet = *fleet_of(run);
    add_replication(sum, fleet, fingerprint);
    sum.issued += fleet.issued;
    sum.completed += fleet.completed;
    sum.in_flight += fleet.in_flight;
    batches.push_back(fleet.steady);
    for (std::size_t c = 0; &run != &runs.front() && c < sum.cut_counts.size(); ++c) {
      for (std::size_t a = 0; a < sum.cut_counts[c].size(); ++a) {
        std::ranges::transform(sum.cut_counts[c][a],
                               fleet.cut_counts[c][a],
                               sum.cut_counts[c][a].begin(),
                               std::plus{});
      }
    }
  }
  const ServerSettings& server = world_in(point).server;
  const PoolSize pool =
      pool_size({server.servers, server.executors, server.processor.idle_power.value});
  for (const FleetMetric metric : FleetMetric::all()) {
    sum.metrics[metric.index()] = metric->estimate(batches, pool, Batches::Independent);
  }
  sum.discarded_share /= static_cast<double>(runs.size());
  sum.fingerprint = fingerprint.value();
  return SteadyStateResult{std::move(sum), first.cut_labels};
}

}  // namespace

const Kind& steady_state_kind() {
  static const SteadyStateKind kind;
  return kind;
}

}  // namespace cutpoint
