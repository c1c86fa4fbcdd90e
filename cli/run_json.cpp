#include "cli/json.hpp"
#include "cli/run_report.hpp"
#include "cli/warnings.hpp"
#include "runner/kinds/gains.hpp"
#include "runner/kinds/kind.hpp"

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

/// A number, a text, or an object with what belongs together.
Json detail_json(const Detail& detail) {
  if (const auto* parts = std::get_if<Detail::Parts>(&detail.value)) {
    Json json = Json::object();
    for (const Detail& part : *parts) {
      json[part.name] = detail_json(part);
    }
    return json;
  }
  if (const auto* number = std::get_if<double>(&detail.value)) {
    return number_or_null(*number);
  }
  return std::get<std::string>(detail.value);
}

Json metrics_json(const Point& point, const PointResult& result) {
  const Kind& kind = kind_of(point);
  Json metrics = Json::object();
  if (result.status != PointStatus::NotRun && result.status != PointStatus::Excluded) {
    for (const NamedEstimate& metric : kind.metrics(point, result)) {
      metrics[metric.name] = estimate_json(metric.estimate, metric.unit);
    }
  }
  for (const Detail& detail : kind.details(point, result)) {
    metrics[detail.name] = detail_json(detail);
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
    const Point& point = scenario.points[i];
    const PointResult& found = result.points[i];
    const Kind& kind = kind_of(point);
    document["points"].push_back({{"parameters", parameters_json(scenario, point)},
                                  {"status", to_string(found.status)},
                                  {"limited_by", kind.limited_by(point, found)},
                                  {"completed", kind.bookkeeping(found).completed},
                                  {"metrics", metrics_json(point, found)}});
  }
  if (has_gains(scenario)) {
    const Gains saturation = gains(scenario, result.points, &ThroughputResult::saturation);
    const Gains bounded = gains(scenario, result.points, &ThroughputResult::bounded);
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
