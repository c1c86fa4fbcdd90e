#include "runner/kinds/decision_run.hpp"

#include "base/contract.hpp"

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

}  // namespace

DecisionResult decide_queries(const FleetWorld& world,
                              std::uint64_t seed,
                              const PredictorSet& predictors) {
  const double share = world.clients.gpu_share;
  CUTPOINT_EXPECTS(share == 0.0 || share == 1.0);
  const Processor& phone = share == 1.0 ? world.clients.gpu : world.clients.cpu;
  DecisionResult result;
  for (const MixEntry& entry : world.queries.mix) {
    result.push_back(decide(world, seed, entry, phone, predictors));
  }
  return result;
}

}  // namespace cutpoint
