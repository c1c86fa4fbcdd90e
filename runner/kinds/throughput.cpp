#include "runner/kinds/throughput.hpp"

#include <array>
#include <bit>
#include <cmath>

#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "runner/kinds/gains.hpp"
#include "runner/kinds/histogram_variables.hpp"
#include "runner/kinds/replications.hpp"
#include "runner/kinds/representable.hpp"

namespace cutpoint {
namespace {

const ThroughputExperiment& experiment_in(const Point& point) {
  return std::get<ThroughputExperiment>(point.experiment);
}

/// What was found at a point; null if it was not run.
const ThroughputResult* result_of(const PointResult& point) {
  return std::get_if<ThroughputResult>(&point.outcome);
}

/// Latencies mean nothing where the pool is kept busy artificially.
constexpr std::array kTimes{
    ObservedTime{"server_sojourn",
                 "queries by time in the data center",
                 [](const PointResult& point) -> const Histogram* {
                   const FleetResult* fleet = fleet_of(point);
                   return fleet != nullptr ? &fleet->steady.server_sojourn : nullptr;
                 }},
};

bool is_settled(const Throughput& throughput) {
  return throughput.status != ThroughputStatus::Budget;
}

ResultTable::Cell throughput_cell(const ThroughputResult* found, ThroughputMember member) {
  if (found == nullptr) {
    return "";
  }
  const Throughput& throughput = found->*member;
  return std::isfinite(throughput.rate.value)
             ? ResultTable::Cell{ShownEstimate{throughput.rate, "1/s"}}
             : ResultTable::Cell{std::string{to_string(throughput.status)}};
}

Detail throughput_detail(const std::string& name, const Throughput& throughput) {
  return {name,
          Detail::Parts{{"value", throughput.rate.value},
                        {"ci95", throughput.rate.half_width},
                        {"unit", "1/s"},
                        {"status", std::string{to_string(throughput.status)}}}};
}

/// The rates of one of the two throughputs, what came of them, and gains if policies are compared.
void add_throughput(ResultVariables& variables,
                    const std::string& name,
                    ThroughputMember member,
                    const std::string& condition) {
  std::vector<Estimate> rates;
  for (const PointResult& point : variables.results()) {
    const ThroughputResult* found = result_of(point);
    rates.push_back(found != nullptr ? (found->*member).rate : Estimate{});
  }
  variables.add_estimates(name + "_throughput", rates, "1/s", "query rate served " + condition);
  variables.add_values(name + "_status",
                       "what came of " + name + "_throughput",
                       [member](const Point&, const PointResult& point) {
                         const ThroughputResult* found = result_of(point);
                         return found != nullptr ? std::string{to_string((found->*member).status)}
                                                 : std::string{};
                       });
  if (has_gains(variables.scenario())) {
    add_gains(variables, name, member, condition);
  }
}

class ThroughputKind final : public Kind {
 public:
  [[nodiscard]] std::string_view name() const override { return "throughput"; }
  [[nodiscard]] std::optional<std::string> budget_unit() const override {
    return "queries per rate that is tried";
  }

  void expect_representable(const Scenario& scenario, const Point& point) const override {
    const FleetWorld& world = experiment_in(point).world;
    expect_few_events(scenario, expect_fleet_representable(scenario, world), world);
  }

  [[nodiscard]] std::vector<std::pair<std::string, ShownValue>> derived_values(
      const Point& point) const override {
    return cutpoint::derived_values(experiment_in(point).world);
  }

  [[nodiscard]] SimulatedPoint run(const Point& point,
                                   const RunRequirements& requirements) const override;

  [[nodiscard]] bool is_possible(const Point& point, const PointResult& run) const override {
    const ThroughputResult* found = result_of(run);
    return found != nullptr &&
           (!found->fleet ||
            is_possible_fleet(
                experiment_in(point).world, point.run.record, *found->fleet, found->cut_labels));
  }

  [[nodiscard]] std::vector<NamedEstimate> metrics(const Point& point,
                                                   const PointResult& result) const override;

  [[nodiscard]] double precision_reached(const Point&, const PointResult& result) const override {
    const double precision = result_of(result)->saturation.rate.relative_half_width();
    return std::isfinite(precision) ? precision : 0.0;
  }

  [[nodiscard]] Bookkeeping bookkeeping(const PointResult& result) const override {
    return fleet_bookkeeping(result);
  }

  void add_to(Fingerprint& all, const PointResult& result) const override {
    const ThroughputResult* found = result_of(result);
    all.add(bookkeeping(result).fingerprint);
    for (const ThroughputMember member :
         {&ThroughputResult::saturation, &ThroughputResult::bounded}) {
      all.add(found != nullptr ? std::bit_cast<std::uint64_t>((found->*member).rate.value) : 0);
    }
  }

  [[nodiscard]] RecordParts take_apart(PointOutcome outcome) const override {
    auto& found = std::get<ThroughputResult>(outcome);
    RecordParts parts;
    parts.fleet = std::move(found.fleet);
    parts.cut_labels = std::move(found.cut_labels);
    parts.saturation = found.saturation;
    parts.bounded = found.bounded;
    return parts;
  }

  [[nodiscard]] std::optional<PointOutcome> put_together(RecordParts& parts) const override {
    if (!parts.saturation || !parts.bounded || parts.decisions || parts.queues) {
      return std::nullopt;
    }
    return ThroughputResult{.saturation = *parts.saturation,
                            .bounded = *parts.bounded,
                            .fleet = std::move(parts.fleet),
                            .cut_labels = std::move(parts.cut_labels)};
  }

  void add_attributes(Dataset& dataset,
                      const Scenario& scenario,
                      std::uint32_t replications) const override {
    Kind::add_attributes(dataset, scenario, replications);
    dataset.attributes.push_back(
        {"baseline", experiment_in(scenario.points.front()).search.baseline});
  }

  void add_point_variables(ResultVariables& variables) const override {
    add_bookkeeping(variables);
    add_throughput(
        variables, "saturation", &ThroughputResult::saturation, "with the pool kept busy");
    add_throughput(
        variables, "bounded", &ThroughputResult::bounded, "within the bound on the server sojourn");
  }

  void add_detail_variables(ResultVariables& variables) const override {
    add_cut_shares(variables);
  }

  [[nodiscard]] std::span<const ObservedTime> observed_times() const override { return kTimes; }

  [[nodiscard]] ResultTable table(const Scenario& scenario,
                                  std::span<const PointResult> results) const override;

  [[nodiscard]] Detail::Parts details(const Point& point,
                                      const PointResult& result) const override {
    const ThroughputResult* found = result_of(result);
    if (found == nullptr) {
      return {};
    }
    Detail::Parts details;
    if (found->fleet) {
      details.push_back(cut_share_detail(experiment_in(point).world, result));
    }
    details.push_back(throughput_detail("saturation_throughput", found->saturation));
    details.push_back(throughput_detail("bounded_throughput", found->bounded));
    return details;
  }

 protected:
  [[nodiscard]] std::string observations() const override { return "queries"; }
  [[nodiscard]] std::string line_name(const Point&, std::uint32_t line) const override {
    return std::string{to_string(static_cast<FleetLine>(line))};
  }
};

SimulatedPoint ThroughputKind::run(const Point& point, const RunRequirements& requirements) const {
  const ThroughputExperiment& experiment = experiment_in(point);
  AssembledFleet fleet = assemble_fleet(experiment.world, point.run, requirements.predictors);
  FleetSettings& settings = fleet.settings;
  settings.replication = requirements.replication;
  settings.stop.relative_precision = precision_of_one(point.run);
  settings.stop.interrupted = requirements.interrupted;
  Saturation saturation = saturate(settings);
  ThroughputResult found{.saturation = saturation.throughput,
                         .bounded = saturation.throughput,
                         .fleet = std::move(saturation.run),
                         .cut_labels = std::move(fleet.labels)};
  std::uint64_t events = found.fleet ? found.fleet->events : 0;
  // Without a bound, or not known well enough to start from, the two are one.
  if (std::isfinite(saturation.throughput.rate.value)) {
    const BoundedRate bounded =
        bounded_rate(settings, experiment.search, Rate{saturation.throughput.rate.value});
    found.bounded = bounded.throughput;
    events += bounded.events;
  }
  PointResult result;
  const bool settled = is_settled(found.saturation) && is_settled(found.bounded);
  result.status = settled ? PointStatus::Converged : PointStatus::Budget;
  if (!settled && found.fleet) {
    result.end = found.fleet->end;
  }
  result.outcome = std::move(found);
  return {std::move(result), events};
}

std::vector<NamedEstimate> ThroughputKind::metrics(const Point&, const PointResult& result) const {
  const FleetResult* fleet = fleet_of(result);
  std::vector<NamedEstimate> metrics;
  for (const FleetMetric metric : FleetMetric::all()) {
    // The throughput of a saturated pool is reported under a name of its own.
    if (metric->is_of_backlog && metric != "throughput") {
      metrics.push_back({std::string{metric->name},
                         std::string{metric->unit},
                         std::string{metric->long_name} + " (saturated pool)",
                         fleet != nullptr ? (*fleet)[metric] : Estimate{},
                         std::string{metric->column}});
    }
  }
  return metrics;
}

ResultTable ThroughputKind::table(const Scenario& scenario,
                                  std::span<const PointResult> results) const {
  const bool compares = has_gains(scenario);
  ResultTable table{.header = {"status", "saturated", "within bound"}, .labels = 1, .rows = {}};
  Gains saturation;
  Gains bounded;
  if (compares) {
    saturation = gains(scenario, results, &ThroughputResult::saturation);
    bounded = gains(scenario, results, &ThroughputResult::bounded);
    table.header = {"status", "saturated", "gain", "within bound", "gain"};
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].status == PointStatus::Excluded) {
      continue;
    }
    const ThroughputResult* found = result_of(results[i]);
    ResultTable::Row row{i, {std::string{to_string(results[i].status)}}};
    row.cells.push_back(throughput_cell(found, &ThroughputResult::saturation));
    if (compares) {
      row.cells.emplace_back(ShownEstimate{saturation.by_point[i], ""});
    }
    row.cells.push_back(throughput_cell(found, &ThroughputResult::bounded));
    if (compares) {
      row.cells.emplace_back(ShownEstimate{bounded.by_point[i], ""});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

const Kind& throughput_kind() {
  static const ThroughputKind kind;
  return kind;
}

}  // namespace cutpoint
