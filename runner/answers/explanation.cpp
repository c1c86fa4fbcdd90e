#include "runner/answers/explanation.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "partitioner/min_cut.hpp"

namespace cutpoint {
namespace {

/// The cut of least actual cost; among equals the earliest.
template <class Cost>
CutId least(const std::vector<ExplainedCut>& cuts, const Cost& cost) {
  const auto best =
      std::min_element(cuts.begin(), cuts.end(), [&](const ExplainedCut& a, const ExplainedCut& b) {
        return cost(a) < cost(b);
      });
  return static_cast<CutId>(best - cuts.begin());
}

std::vector<ExplainedModel> models_of(const DnnGraph& dnn,
                                      const Predictor& phone,
                                      const Predictor& server) {
  std::vector<ExplainedModel> models;
  for (const Layer& layer : dnn.layers()) {
    const bool is_known = std::ranges::any_of(
        models, [&](const ExplainedModel& model) { return model.type == layer.type; });
    if (!is_known && layer.type != LayerType::Dropout) {
      models.push_back({layer.type, phone.time_report(layer.type), server.time_report(layer.type)});
    }
  }
  return models;
}

/// The layers that are smaller or larger than all that the processor was profiled with.
std::vector<std::string> extrapolated(const DnnGraph& dnn, int items, const Predictor& predictor) {
  std::vector<std::string> names;
  for (const Layer& layer : dnn.layers()) {
    if (predictor.extrapolates(layer, items)) {
      names.push_back(layer.name);
    }
  }
  return names;
}

/// The known cuts: those between layers, and the minimum cuts for weights of energy from 0 to 1.
std::vector<Cut> known_cuts(MinCut& network, const Belief& belief) {
  constexpr int kWeights = 64;
  std::vector<Cut> cuts = prefix_cuts(network.costs().dnn);
  for (int i = 0; i <= kWeights; ++i) {
    Objective weighted{Objective::Weighted};
    weighted.energy_weight = static_cast<double>(i) / kWeights;
    Cut cut = network.best(weighted, belief);
    if (std::ranges::find(cuts, cut) == cuts.end()) {
      cuts.push_back(std::move(cut));
    }
  }
  return cuts;
}

/// The cuts that no other one beats: sorted by latency, a cut stays if it takes less energy than
/// all faster ones.
std::vector<ExplainedCut> pareto_optimal(std::vector<ExplainedCut> cuts) {
  std::ranges::stable_sort(cuts, {}, [](const ExplainedCut& cut) {
    return std::pair{cut.predicted.latency, cut.predicted.energy.value()};
  });
  std::vector<ExplainedCut> optimal;
  for (ExplainedCut& cut : cuts) {
    if (optimal.empty() || cut.predicted.energy < optimal.back().predicted.energy) {
      optimal.push_back(std::move(cut));
    }
  }
  return optimal;
}

}  // namespace

Explanation explain(const ExplainRequest& request) {
  CUTPOINT_EXPECTS(request.load_level >= 1.0);

  const DnnGraph dnn = request.application->build();
  for (const Processor* processor : {&request.mobile, &request.server}) {
    expect_covered(*processor, dnn, false, {});
  }
  PredictorSet predictors;
  predictors.install(request.mobile);
  predictors.install(request.server);
  const NetworkCosts actual = actual_costs(dnn, request.query, request.mobile, request.server);
  const Predictor& phone = predictors.of(request.mobile);
  const Predictor& server = predictors.of(request.server);
  const NetworkCosts predicted = predicted_costs(dnn, request.query, phone, server);
  Explanation explanation;
  const std::vector<Cut> cuts = prefix_cuts(dnn);
  const CutExplainer explainer{{.actual = actual,
                                .predicted = predicted,
                                .link = request.link,
                                .load_level = request.load_level,
                                .accounting = request.accounting}};
  const Belief belief = explainer.belief();
  explanation.cuts = explainer.explain(cuts);
  const CostTable table = make_cost_table(predicted, cuts);
  explanation.chosen_latency = best_cut(table, Objective::Latency, belief);
  MinCut network{predicted};
  explanation.min_cut_latency =
      explainer.explain(std::vector{network.best(Objective::Latency, belief)}).front();
  explanation.is_chain = dnn.is_chain();
  explanation.knows_energy = std::ranges::all_of(
      predicted.mobile, [](const LayerCost& layer) { return std::isfinite(layer.power.value()); });
  if (explanation.knows_energy) {
    explanation.chosen_energy = best_cut(table, Objective::Energy, belief);
    explanation.min_cut_energy =
        explainer.explain(std::vector{network.best(Objective::Energy, belief)}).front();
    explanation.pareto = pareto_optimal(
        dnn.is_chain() ? explanation.cuts : explainer.explain(known_cuts(network, belief)));
  }
  explanation.optimal_latency =
      least(explanation.cuts, [](const ExplainedCut& c) { return c.actual.latency; });
  explanation.optimal_energy =
      least(explanation.cuts, [](const ExplainedCut& c) { return c.actual.energy; });
  explanation.models = models_of(dnn, phone, server);
  explanation.extrapolated_on_phone = extrapolated(dnn, request.query.items, phone);
  explanation.extrapolated_on_server = extrapolated(dnn, request.query.items, server);
  return explanation;
}

}  // namespace cutpoint
