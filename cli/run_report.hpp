// A finished run as a table for people and as a JSON document for programs.
#pragma once

#include <string>

#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// The table that `cutpoint run` prints: a row per point with the metrics of its kind of
/// experiment.
[[nodiscard]] std::string run_table(const Scenario& scenario, const ScenarioResult& result);
/// The document that `cutpoint run --json` prints: every point with all its metrics.
[[nodiscard]] std::string run_json(const Scenario& scenario, const ScenarioResult& result);

/// A point's value along an axis, as text with its unit.
[[nodiscard]] std::string axis_value_text(const Axis& axis, std::size_t position);

}  // namespace cutpoint
