#include "runner/keep/results_dataset.hpp"

#include "results/store/provenance.hpp"
#include "runner/keep/run_origin.hpp"
#include "runner/keep/stored_runs.hpp"
#include "runner/kinds/histogram_variables.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
namespace {

/// Builds a dataset whose main variables lie over the scenario's axes.
class DatasetBuilder {
 public:
  DatasetBuilder(const Scenario& scenario, const ScenarioResult& result)
      : scenario_{scenario}, result_{result} {}

  Dataset build(const RunContext& context) {
    const Kind& kind = kind_of(scenario_);
    add_axes();
    add_zipped();
    ResultVariables variables{dataset_, scenario_, result_.points};
    add_metrics(variables);
    kind.add_point_variables(variables);
    add_published();
    kind.add_detail_variables(variables);
    add_attributes(context);
    add_histograms(dataset_, kind.observed_times(), result_.points);
    add_runs(dataset_, scenario_, result_);
    add_origin_groups(dataset_, scenario_.source);
    return std::move(dataset_);
  }

 private:
  void add_axes() {
    for (const Axis& axis : scenario_.axes) {
      Dimension dimension{axis.name, {}, axis.unit, axis.key};
      std::visit([&](const auto& values) { dimension.values = values; }, axis.values);
      dataset_.dimensions.push_back(std::move(dimension));
      axes_.push_back(axis.name);
    }
  }

  /// Adds the coordinates that are zipped to an axis: they lie along it, and the attribute that
  /// netCDF's conventions have for that says so.
  void add_zipped() {
    std::string names;
    for (const auto& [axis, dimension] : coordinates(scenario_.axes)) {
      const std::string& along = axes_[dimension];
      if (axis->name == along) {
        continue;
      }
      names += (names.empty() ? "" : " ") + axis->name;
      Variable variable{axis->name, {along}, {}, axis->unit, axis->key};
      std::visit([&](const auto& values) { variable.values = values; }, axis->values);
      dataset_.variables.push_back(std::move(variable));
    }
    if (!names.empty()) {
      dataset_.attributes.push_back({"coordinates", names});
    }
  }

  void add_metrics(const ResultVariables& variables) {
    std::vector<std::vector<NamedEstimate>> by_point;
    for (std::size_t i = 0; i < result_.points.size(); ++i) {
      by_point.push_back(kind_of(scenario_).metrics(scenario_.points[i], result_.points[i]));
    }
    for (std::size_t metric = 0; metric < by_point.front().size(); ++metric) {
      std::vector<Estimate> estimates;
      for (const std::vector<NamedEstimate>& metrics : by_point) {
        estimates.push_back(metrics[metric].estimate);
      }
      const NamedEstimate& first = by_point.front()[metric];
      variables.add_estimates(first.name, estimates, first.unit, first.long_name);
    }
  }

  void add_published() {
    for (const Published& published : scenario_.published) {
      dataset_.variables.push_back({"published_" + published.name,
                                    {published.axis},
                                    published.values,
                                    "",
                                    "published value (" + published.source + ")"});
      if (published.maximum) {
        dataset_.variables.push_back({"published_" + published.name + "_maximum",
                                      {},
                                      std::vector{*published.maximum},
                                      "",
                                      "published largest value (" + published.source + ")"});
      }
    }
  }

  void add_attributes(const RunContext& context);

  const Scenario& scenario_;
  const ScenarioResult& result_;
  Dataset dataset_;
  std::vector<std::string> axes_;
};

void DatasetBuilder::add_attributes(const RunContext& context) {
  std::vector<Attribute>& attributes = dataset_.attributes;
  attributes.push_back({"title", scenario_.title});
  const Kind& kind = kind_of(scenario_);
  attributes.push_back({"experiment", std::string{kind.name()}});
  kind.add_attributes(dataset_, scenario_, result_.plan.replications);
  add_origin_attributes(dataset_, scenario_, result_.plan);
  attributes.push_back({"fingerprint", fingerprint_text(result_.fingerprint)});
  attributes.push_back({"command_line", context.command_line});
  attributes.push_back({"jobs", static_cast<std::int64_t>(context.jobs)});
  attributes.push_back({"wall_time_seconds", result_.wall_time.count()});
  attributes.push_back({"run_seconds", context.run_seconds});
  for (const auto& provenance : {build_provenance(), context.host}) {
    attributes.insert(attributes.end(), provenance.begin(), provenance.end());
  }
}

}  // namespace

Dataset to_dataset(const Scenario& scenario,
                   const ScenarioResult& result,
                   const RunContext& context) {
  return DatasetBuilder{scenario, result}.build(context);
}

}  // namespace cutpoint
