#include "runner/kinds/decision_run.hpp"

#include "base/contract.hpp"

namespace cutpoint {
namespace {

DecidedQuery decide(const Point& point,
                    const MixEntry& entry,
                    const Processor& phone,
                    const PredictorSet& predictors) {
  const NetworkCosts actual = actual_costs(point, entry, phone);
  const NetworkCosts believed = believed_costs(point, entry, phone, predictors);
  const CutExplainer explainer{{.actual = actual,
                                .predicted = believed,
                                .link = paid_link(point.clients, phone),
                                .load_level = 1.0,
                                .accounting = point.clients.accounting}};
  const Policy& policy = *point.clients.policy;
  const PolicyOptions options = policy_options(point, entry, phone);
  const bool knows = policy.knowledge == Knowledge::Actual;
  const NetworkCosts& known = knows ? actual : believed;
  const std::vector<Cut> cuts = policy.cuts(known, options);
  const auto decider = policy.install(make_cost_table(known, cuts), options);
  const CutId chosen = decider->decide(knows ? explainer.truth() : explainer.belief());
  return {.cuts = explainer.explain(prefix_cuts(actual.dnn)),
          .chosen = explainer.explain(std::vector{cuts[chosen]}).front()};
}

}  // namespace

DecisionResult decide_queries(const Point& point, const PredictorSet& predictors) {
  const double share = point.clients.gpu_share;
  CUTPOINT_EXPECTS(share == 0.0 || share == 1.0);
  const Processor& phone = share == 1.0 ? point.clients.gpu : point.clients.cpu;
  DecisionResult result;
  for (const MixEntry& entry : point.queries.mix) {
    result.push_back(decide(point, entry, phone, predictors));
  }
  return result;
}

}  // namespace cutpoint
