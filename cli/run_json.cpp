#include "cli/json.hpp"
#include "cli/run_report.hpp"
#include "cli/warnings.hpp"
#include "runner/keep/results_dataset.hpp"
#include "runner/kinds/gains.hpp"

namespace cutpoint {
namespace {

Json parameters_json(const Scenario& scenario, const Point& point) {
  Json parameters = Json::object();
  for (const Coordinate& coordinate : coordinates(scenario.axes)) {
    const Axis& axis = *coordinate.axis;
    const std::size_t position = point.position[coordinate.dimension];
    std::visit([&](const auto& values) { parameters[axis.name] = values[position]; }, axis.values);
  }
  return parameters;
}

Json cut_share_json(const Point& point, const PointResult& result) {
  Json shares = Json::object();
  for (const CutShare& entry : cut_shares(result)) {
    const Application& application = *world_of(point)->queries.mix[entry.application].application;
    shares[application.name][entry.label] = entry.share;
  }
  return shares;
}

Json throughput_json(const Throughput& throughput) {
  Json json = estimate_json(throughput.rate, "1/s");
  json["status"] = to_string(throughput.status);
  return json;
}

Json metrics_json(const Point& point, const PointResult& result) {
  Json metrics = Json::object();
  if (result.status != PointStatus::NotRun && result.status != PointStatus::Excluded) {
    for (const NamedEstimate& metric : metrics_of(point, result)) {
      metrics[metric.name] = estimate_json(metric.estimate, metric.unit);
    }
  }
  if (result.fleet) {
    metrics["cut_share"] = cut_share_json(point, result);
  }
  if (result.decisions) {
    const std::vector<MixEntry>& mix = world_of(point)->queries.mix;
    for (std::size_t a = 0; a < mix.size(); ++a) {
      const ExplainedCut& cut = (*result.decisions)[a].chosen;
      metrics["decisions"][mix[a].application->name] = {
          {"after", cut.after},
          {"upload_bytes", cut.upload.value()},
          {"latency", cut.actual.latency.count()},
          {"energy", cut.actual.energy.value()},
          {"predicted_latency", cut.predicted.latency.count()},
          {"predicted_energy", cut.predicted.energy.value()}};
    }
  }
  if (result.saturation) {
    metrics["saturation_throughput"] = throughput_json(*result.saturation);
  }
  if (result.bounded) {
    metrics["bounded_throughput"] = throughput_json(*result.bounded);
  }
  return metrics;
}

Json gain_means_json(const Gains& gains) {
  Json means = Json::array();
  for (const GainMean& mean : gains.means) {
    means.push_back({{"group", mean.group},
                     {"policy", mean.policy},
                     {"gain", estimate_json(mean.gain, "")},
                     {"finite", mean.finite},
                     {"unbounded", mean.unbounded}});
  }
  return means;
}

}  // namespace

std::string run_json(const Scenario& scenario, const ScenarioResult& result) {
  Json document{{"scenario", scenario.title},
                {"warnings", warnings_json(scenario.warnings)},
                {"fingerprint", fingerprint_text(result.fingerprint)},
                {"replications", result.plan.replications},
                {"points", Json::array()}};
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    document["points"].push_back({{"parameters", parameters_json(scenario, scenario.points[i])},
                                  {"status", to_string(result.points[i].status)},
                                  {"limited_by", limited_by(scenario.points[i], result.points[i])},
                                  {"completed", bookkeeping_of(result.points[i]).completed},
                                  {"metrics", metrics_json(scenario.points[i], result.points[i])}});
  }
  if (has_gains(scenario)) {
    const Gains saturation = gains(scenario, result.points, &PointResult::saturation);
    const Gains bounded = gains(scenario, result.points, &PointResult::bounded);
    for (std::size_t i = 0; i < result.points.size(); ++i) {
      Json& metrics = document["points"][i]["metrics"];
      metrics["saturation_gain"] = estimate_json(saturation.by_point[i], "");
      metrics["bounded_gain"] = estimate_json(bounded.by_point[i], "");
    }
    document["saturation_gain_geometric_mean"] = gain_means_json(saturation);
    document["bounded_gain_geometric_mean"] = gain_means_json(bounded);
  }
  for (const Published& published : scenario.published) {
    Json values = Json::array();
    for (const double value : published.values) {
      values.push_back(number_or_null(value));
    }
    document["published"][published.name] = {
        {"axis", published.axis}, {"values", values}, {"source", published.source}};
    if (published.maximum) {
      document["published"][published.name]["maximum"] = *published.maximum;
    }
  }
  return text_of(document) + "\n";
}

}  // namespace cutpoint
