#include "runner/kinds/decisions.hpp"

#include <bit>

#include "base/contract.hpp"
#include "runner/kinds/decision_variables.hpp"
#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "runner/kinds/representable.hpp"

namespace cutpoint {
namespace {

DecidedQuery decide(const FleetWorld& world,
                    std::uint64_t seed,
                    const MixEntry& entry,
                    const Processor& phone,
                    const PredictorSet& predictors) {
  const NetworkCosts actual = actual_costs(world, entry, phone);
  const NetworkCosts believed = believed_costs(world, seed, entry, phone, predictors);
  const CutExplainer explainer{{.actual = actual,
                                .predicted = believed,
                                .link = paid_link(world.clients, phone),
                                .load_level = 1.0,
                                .accounting = world.clients.accounting}};
  const Policy& policy = *world.clients.policy;
  const PolicyOptions options = policy_options(world, entry, phone);
  const bool knows = policy.knowledge == Knowledge::Actual;
  const NetworkCosts& known = knows ? actual : believed;
  const std::vector<Cut> cuts = policy.cuts(known, options);
  const auto decider = policy.install(make_cost_table(known, cuts), options);
  const CutId chosen = decider->decide(knows ? explainer.truth() : explainer.belief());
  return {.cuts = explainer.explain(prefix_cuts(actual.dnn)),
          .chosen = explainer.explain(std::vector{cuts[chosen]}).front()};
}

const FleetWorld& world_in(const Point& point) {
  return std::get<DecisionExperiment>(point.experiment).world;
}

/// What was decided at a point; null if it was not run.
const DecisionResult* result_of(const PointResult& point) {
  return std::get_if<DecisionResult>(&point.outcome);
}

class DecisionKind final : public Kind {
 public:
  [[nodiscard]] std::string_view name() const override { return "decisions"; }
  [[nodiscard]] std::optional<std::string> budget_unit() const override { return std::nullopt; }

  void expect_representable(const Scenario& scenario, const Point& point) const override {
    static_cast<void>(expect_fleet_representable(scenario, world_in(point)));
  }

  [[nodiscard]] std::vector<std::pair<std::string, ShownValue>> derived_values(
      const Point& point) const override {
    return cutpoint::derived_values(world_in(point));
  }

  /// Phones use the point's GPU if its gpu_share is 1, else the CPU. The policy believes in the
  /// link's rate and an idle pool. Requires: a gpu_share of 0 or 1.
  [[nodiscard]] SimulatedPoint run(const Point& point,
                                   const RunRequirements& requirements) const override {
    const FleetWorld& world = world_in(point);
    const double share = world.clients.gpu_share;
    CUTPOINT_EXPECTS(share == 0.0 || share == 1.0);
    const Processor& phone = share == 1.0 ? world.clients.gpu : world.clients.cpu;
    DecisionResult decisions;
    for (const MixEntry& entry : world.queries.mix) {
      decisions.push_back(decide(world, point.run.seed, entry, phone, requirements.predictors));
    }
    return {
        .result = {.status = PointStatus::Converged, .end = {}, .outcome = std::move(decisions)},
        .events = 0};
  }

  [[nodiscard]] bool is_possible(const Point& point, const PointResult& run) const override {
    const std::vector<MixEntry>& mix = world_in(point).queries.mix;
    const DecisionResult* decisions = result_of(run);
    if (decisions == nullptr || decisions->size() != mix.size()) {
      return false;
    }
    for (std::size_t a = 0; a < mix.size(); ++a) {
      if ((*decisions)[a].cuts.size() > mix[a].application->build().layers().size() + 1) {
        return false;
      }
    }
    return true;
  }

  /// There are no metrics: costs of single queries are those of no run.
  [[nodiscard]] std::vector<NamedEstimate> metrics(const Point&,
                                                   const PointResult&) const override {
    return {};
  }

  [[nodiscard]] Bookkeeping bookkeeping(const PointResult& result) const override {
    const DecisionResult* decisions = result_of(result);
    if (decisions == nullptr) {
      return {};
    }
    Fingerprint all;
    for (const DecidedQuery& query : *decisions) {
      for (const ExplainedCut& cut : query.cuts) {
        all.add(std::bit_cast<std::uint64_t>(cut.actual.latency.count()));
        all.add(std::bit_cast<std::uint64_t>(cut.actual.energy.value()));
      }
      all.add(std::bit_cast<std::uint64_t>(query.chosen.actual.latency.count()));
    }
    return {.completed = decisions->size(), .fingerprint = all.value()};
  }

  [[nodiscard]] RecordParts take_apart(PointOutcome outcome) const override {
    RecordParts parts;
    parts.decisions = std::get<DecisionResult>(std::move(outcome));
    return parts;
  }

  [[nodiscard]] std::optional<PointOutcome> put_together(RecordParts& parts) const override {
    if (!parts.decisions || parts.fleet || parts.queues || parts.saturation || parts.bounded ||
        !parts.cut_labels.empty()) {
      return std::nullopt;
    }
    return *std::move(parts.decisions);
  }

  /// Nothing is repeated, and nothing has an interval.
  void add_attributes(Dataset&, const Scenario&, std::uint32_t) const override {}

  /// All points end alike.
  void add_point_variables(ResultVariables&) const override {}

  void add_detail_variables(ResultVariables& variables) const override { add_decisions(variables); }

  [[nodiscard]] ResultTable table(const Scenario& scenario,
                                  std::span<const PointResult> results) const override;

  [[nodiscard]] Detail::Parts details(const Point& point, const PointResult& result) const override;

 protected:
  [[nodiscard]] std::string observations() const override { return "queries"; }
  /// Nothing waits in a line where no time passes.
  [[nodiscard]] std::string line_name(const Point&, std::uint32_t) const override { return ""; }
};

ResultTable DecisionKind::table(const Scenario& scenario,
                                std::span<const PointResult> results) const {
  ResultTable table{.header = {"network",
                               "cut after",
                               "upload",
                               "latency",
                               "= phone",
                               "+ upload",
                               "+ server",
                               "+ download",
                               "energy"},
                    .labels = 2,
                    .rows = {}};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const std::vector<MixEntry>& mix = world_in(scenario.points[i]).queries.mix;
    const DecisionResult* decisions = result_of(results[i]);
    for (std::size_t a = 0; decisions != nullptr && a < mix.size(); ++a) {
      const ExplainedCut& cut = (*decisions)[a].chosen;
      ResultTable::Row row{i, {mix[a].application->name, cut.after}};
      row.cells.emplace_back(ShownValue{cut.upload.value(), "B"});
      for (const Seconds time : {cut.actual.latency,
                                 cut.mobile_time,
                                 cut.upload_time,
                                 cut.server_time,
                                 cut.download_time}) {
        row.cells.emplace_back(ShownValue{time.count(), "s"});
      }
      row.cells.emplace_back(ShownValue{cut.actual.energy.value(), "J"});
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Detail::Parts DecisionKind::details(const Point& point, const PointResult& result) const {
  const std::vector<MixEntry>& mix = world_in(point).queries.mix;
  const DecisionResult* decisions = result_of(result);
  Detail::Parts applications;
  for (std::size_t a = 0; decisions != nullptr && a < mix.size(); ++a) {
    const ExplainedCut& cut = (*decisions)[a].chosen;
    applications.push_back({mix[a].application->name,
                            Detail::Parts{{"after", cut.after},
                                          {"upload_bytes", cut.upload.value()},
                                          {"latency", cut.actual.latency.count()},
                                          {"energy", cut.actual.energy.value()},
                                          {"predicted_latency", cut.predicted.latency.count()},
                                          {"predicted_energy", cut.predicted.energy.value()}}});
  }
  return applications.empty() ? applications
                              : Detail::Parts{{"decisions", std::move(applications)}};
}

}  // namespace

const Kind& decision_kind() {
  static const DecisionKind kind;
  return kind;
}

}  // namespace cutpoint
