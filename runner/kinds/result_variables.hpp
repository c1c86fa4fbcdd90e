// The variables of a results file that lie over the axes of its scenario.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "runner/kinds/point_result.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// A time that points have distributions of; null for a point without it.
struct ObservedTime {
  const char* name;
  const char* long_name;
  const Histogram* (*of)(const PointResult& point);
};

/// Adds variables over the scenario's axes to a data set that has these.
class ResultVariables {
 public:
  /// The data set, the scenario and the results must outlive it. Requires: a result for each point.
  ResultVariables(Dataset& dataset, const Scenario& scenario, std::span<const PointResult> results);

  [[nodiscard]] Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] std::span<const PointResult> results() const { return results_; }
  /// The names of the axes.
  [[nodiscard]] const std::vector<std::string>& axes() const { return axes_; }

  /// Adds a variable with an estimate of each point, and one with its half-width, NAME_ci95.
  void add_estimates(const std::string& name,
                     const std::vector<Estimate>& estimates,
                     const std::string& unit,
                     const std::string& long_name) const;

  /// Adds a variable with `value(point, result)` of each point.
  template <class Value>
  void add_values(const std::string& name, const std::string& long_name, const Value& value) const {
    std::vector<decltype(value(scenario_.points.front(), results_.front()))> values;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      values.push_back(value(scenario_.points[i], results_[i]));
    }
    dataset_.variables.push_back({name, axes_, std::move(values), "", long_name});
  }

 private:
  Dataset& dataset_;
  const Scenario& scenario_;
  std::span<const PointResult> results_;
  std::vector<std::string> axes_;
};

/// What kept a run from converging, as results files explain their variables `limited_by`.
inline constexpr const char* kLimitedBy =
    "what kept the run from converging: its budget, its arrivals, the clock, or the line that grew";

/// A fingerprint as sixteen hexadecimal digits.
[[nodiscard]] std::string fingerprint_text(std::uint64_t fingerprint);

}  // namespace cutpoint
