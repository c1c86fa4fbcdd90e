#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "cli/format.hpp"
#include "cli/run_report.hpp"
#include "cli/shown.hpp"
#include "runner/kinds/gains.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
namespace {

std::vector<std::string> axis_cells(const Scenario& scenario, const Point& point) {
  std::vector<std::string> cells;
  for (const auto& [axis, dimension] : coordinates(scenario.axes)) {
    cells.push_back(axis_value_text(*axis, point.position[dimension]));
  }
  return cells;
}

std::vector<std::string> axis_header(const Scenario& scenario) {
  std::vector<std::string> header;
  for (const auto& [axis, dimension] : coordinates(scenario.axes)) {
    header.push_back(axis->name);
  }
  return header;
}

std::string cell_text(const ResultTable::Cell& cell) {
  if (const auto* value = std::get_if<ShownValue>(&cell)) {
    return format_quantity(value->value, value->unit);
  }
  if (const auto* measured = std::get_if<ShownEstimate>(&cell)) {
    return format_estimate(measured->estimate, measured->unit);
  }
  return std::get<std::string>(cell);
}

/// Every row with the values of the axes at its point.
std::string point_table(const Scenario& scenario, const ResultTable& found) {
  std::vector<std::string> header = axis_header(scenario);
  const std::size_t labels = header.size() + found.labels;
  header.insert(header.end(), found.header.begin(), found.header.end());
  TextTable table{std::move(header), labels};
  for (const ResultTable::Row& row : found.rows) {
    std::vector<std::string> cells = axis_cells(scenario, scenario.points[row.point]);
    for (const ResultTable::Cell& cell : row.cells) {
      cells.push_back(cell_text(cell));
    }
    table.add(std::move(cells));
  }
  return table.text();
}

std::string mean_cell(const GainMean& mean) {
  std::string text = format_estimate(mean.gain, "");
  const std::size_t all = mean.unbounded + mean.unknown + mean.finite;
  if (mean.unbounded > 0) {
    text += fmt::format(" ({} of {} unbounded, left out)", mean.unbounded, all);
  }
  if (mean.unknown > 0) {
    text += fmt::format(" ({} of {} not known)", mean.unknown, all);
  }
  return text;
}

/// "4.533 ± 0.059 (3g, 0.7, neurosurgeon)": the largest finite gain, and at which point.
std::string largest_gain(const Scenario& scenario, const Gains& gains) {
  const auto finite_or_zero = [](const Estimate& gain) {
    return std::isfinite(gain.value) ? gain.value : 0.0;
  };
  const auto largest = std::ranges::max_element(gains.by_point, {}, finite_or_zero);
  const auto i = static_cast<std::size_t>(largest - gains.by_point.begin());
  std::string at;
  for (const std::string& cell : axis_cells(scenario, scenario.points[i])) {
    at += (at.empty() ? "" : ", ") + cell;
  }
  return fmt::format("{} ({})", format_estimate(*largest, ""), shown(at));
}

/// " over gpu_share": the axes that a mean by policy and published axis runs over.
std::string averaged_axes(const Scenario& scenario, const Published& published) {
  std::string names;
  for (const Axis& axis : scenario.axes) {
    if (axis.name != published.axis && axis.key != "clients.policy") {
      names += (names.empty() ? " over " : ", ") + axis.name;
    }
  }
  return names;
}

/// Geometric means of the gains beside what was published.
std::string means_table(const Scenario& scenario, const ScenarioResult& result) {
  const Gains saturation = gains(scenario, result.points, &ThroughputResult::saturation);
  const Gains bounded = gains(scenario, result.points, &ThroughputResult::bounded);
  const std::string& baseline = baseline_of(scenario);
  const Published& published = *published_gain(scenario);
  TextTable table{{published.axis, "policy", "saturated", "within bound", "published"}, 2};
  const std::size_t policies = saturation.means.size() / published.values.size();
  for (std::size_t i = 0; i < saturation.means.size(); ++i) {
    const GainMean& mean = saturation.means[i];
    if (mean.policy != baseline) {
      table.add({mean.group,
                 mean.policy,
                 mean_cell(mean),
                 mean_cell(bounded.means[i]),
                 format_quantity(published.values[i / policies], "")});
    }
  }
  return fmt::format(
      "\nGeometric mean{} of the gain over {}:\n\n{}\n"
      "Largest finite gain: saturated {}, within bound {}{}.\nPublished: {}.\n",
      shown(averaged_axes(scenario, published)),
      baseline,
      table.text(),
      largest_gain(scenario, saturation),
      largest_gain(scenario, bounded),
      published.maximum ? fmt::format(", published {}", format_quantity(*published.maximum, ""))
                        : "",
      shown(published.source));
}

}  // namespace

std::string axis_value_text(const Axis& axis, std::size_t position) {
  if (const auto* labels = std::get_if<std::vector<std::string>>(&axis.values)) {
    return (*labels)[position];
  }
  const double value = std::get<std::vector<double>>(axis.values)[position];
  return axis.unit.empty() ? fmt::format("{}", value) : format_quantity(value, axis.unit);
}

std::string run_table(const Scenario& scenario, const ScenarioResult& result) {
  std::string text = point_table(scenario, kind_of(scenario).table(scenario, result.points));
  if (has_gains(scenario) && published_gain(scenario) != nullptr) {
    text += means_table(scenario, result);
  }
  return text;
}

}  // namespace cutpoint
