#include "experiments/runner/explanation.hpp"

#include <algorithm>
#include <cmath>

#include "partitioner/min_cut.hpp"
#include "sim/units/contract.hpp"

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

/// The model of the time of a type of layers. Requires: the predictor covers it.
const FitReport& time_report(const Predictor& predictor, LayerType type) {
  return *std::ranges::find_if(predictor.reports(), [&](const FitReport& report) {
    return report.layer_type == type && report.quantity == "time";
  });
}

std::vector<ExplainedModel> models_of(const DnnGraph& dnn,
                                      const Predictor& phone,
                                      const Predictor& server) {
  std::vector<ExplainedModel> models;
  for (const Layer& layer : dnn.layers()) {
    const bool is_known = std::ranges::any_of(
        models, [&](const ExplainedModel& model) { return model.type == layer.type; });
    if (!is_known && layer.type != LayerType::Dropout) {
      models.push_back(
          {layer.type, time_report(phone, layer.type), time_report(server, layer.type)});
    }
  }
  return models;
}

std::vector<std::string> extrapolated(const DnnGraph& dnn, int items, const Predictor& predictor) {
  std::vector<std::string> names;
  for (const Layer& layer : dnn.layers()) {
    if (predictor.extrapolates(layer, items)) {
      names.push_back(layer.name);
    }
  }
  return names;
}

void add_actual_cost(ExplainedCut& cut, const CutCost& cost, const ExplainRequest& request) {
  const Link& link = request.link;
  cut.mobile_time = cost.mobile_time;
  cut.actual.energy = cost.mobile_energy;
  if (uses_server(cost)) {
    const Seconds airtime = cost.upload / link.uplink.value;
    cut.upload_time = airtime;
    cut.server_time = request.load_level * cost.server_time;
    cut.actual.energy += upload_power(link) * airtime;
    if (request.accounting.round_trip) {
      cut.upload_time += link.round_trip.value;
    }
    if (request.accounting.download) {
      cut.download_time = cost.result / link.downlink.value;
      cut.actual.energy += download_power(link) * cut.download_time;
    }
  }
  cut.actual.latency = cut.mobile_time + cut.upload_time + cut.server_time + cut.download_time;
}

/// Writes down what cuts cost, as believed and really.
class CutExplainer {
 public:
  CutExplainer(const NetworkCosts& actual,
               const NetworkCosts& predicted,
               const Belief& belief,
               const ExplainRequest& request)
      : actual_{actual}, predicted_{predicted}, belief_{belief}, request_{request} {}

  [[nodiscard]] std::vector<ExplainedCut> explain(std::span<const Cut> cuts) const {
    const CostTable actual = make_cost_table(actual_, cuts);
    const CostTable predicted = make_cost_table(predicted_, cuts);
    std::vector<ExplainedCut> explained;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      ExplainedCut cut;
      cut.index = static_cast<std::size_t>(std::ranges::count(cuts[i].on_phone, true));
      cut.after = cut_label(actual_.dnn, cuts[i]);
      cut.upload = actual.cuts[i].upload;
      cut.predicted = {expected_latency(predicted.cuts[i], belief_),
                       expected_energy(predicted.cuts[i], belief_)};
      add_actual_cost(cut, actual.cuts[i], request_);
      explained.push_back(std::move(cut));
    }
    return explained;
  }

 private:
  const NetworkCosts& actual_;
  const NetworkCosts& predicted_;
  const Belief& belief_;
  const ExplainRequest& request_;
};

/// Cuts between layers, and minimum cuts for weights of energy from 0 to 1.
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
  const Belief belief{
      request.link.uplink.value, upload_power(request.link), request.load_level, Seconds{}};

  Explanation explanation;
  const std::vector<Cut> cuts = prefix_cuts(dnn);
  const CutExplainer explainer{actual, predicted, belief, request};
  explanation.cuts = explainer.explain(cuts);
  const CostTable table = make_cost_table(predicted, cuts);
  explanation.chosen_latency = best_cut(table, Objective::Latency, belief);
  explanation.chosen_energy = best_cut(table, Objective::Energy, belief);
  MinCut network{predicted};
  explanation.min_cut_latency =
      explainer.explain(std::vector{network.best(Objective::Latency, belief)}).front();
  const bool knows_power = std::ranges::all_of(
      predicted.mobile, [](const LayerCost& layer) { return std::isfinite(layer.power.value()); });
  if (knows_power) {
    explanation.min_cut_energy =
        explainer.explain(std::vector{network.best(Objective::Energy, belief)}).front();
    explanation.pareto = pareto_optimal(
        dnn.is_chain() ? explanation.cuts : explainer.explain(known_cuts(network, belief)));
  } else {
    explanation.min_cut_energy = explanation.cuts[explanation.chosen_energy];
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
