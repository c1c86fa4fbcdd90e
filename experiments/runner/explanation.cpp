#include "experiments/runner/explanation.hpp"

#include <algorithm>

#include "experiments/runner/results_dataset.hpp"
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
  const CostTable actual = actual_table(dnn, request.query, request.mobile, request.server);
  const Predictor& phone = predictors.of(request.mobile);
  const Predictor& server = predictors.of(request.server);
  const CostTable predicted = predicted_table(dnn, request.query, phone, server);
  const Belief belief{
      request.link.uplink.value, upload_power(request.link), request.load_level, Seconds{}};

  Explanation explanation;
  const std::vector<Cut> cuts = prefix_cuts(dnn);
  for (std::size_t j = 0; j < actual.cuts.size(); ++j) {
    ExplainedCut cut;
    cut.index = j;
    cut.after = cut_label(dnn, cuts[j]);
    cut.upload = actual.cuts[j].upload;
    cut.predicted = {expected_latency(predicted.cuts[j], belief),
                     expected_energy(predicted.cuts[j], belief)};
    add_actual_cost(cut, actual.cuts[j], request);
    explanation.cuts.push_back(std::move(cut));
  }
  explanation.chosen_latency = best_cut(predicted, Objective::Latency, belief);
  explanation.chosen_energy = best_cut(predicted, Objective::Energy, belief);
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
