#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "cli/format.hpp"
#include "cli/run_report.hpp"
#include "cli/shown.hpp"
#include "runner/kinds/gains.hpp"

namespace cutpoint {
namespace {

bool is_throughput(const Scenario& scenario) {
  return scenario.points.front().run.kind == ExperimentKind::Throughput;
}

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

/// Which metrics the table shows, and under which header.
struct Column {
  const char* header;
  const char* metric;
};

std::vector<Column> columns_of(const Scenario& scenario) {
  if (queues_of(scenario.points.front()) != nullptr) {
    return {{"sojourn", "sojourn_time_mean"},
            {"p95", "sojourn_time_p95"},
            {"p99", "sojourn_time_p99"},
            {"waiting", "waiting_time_mean"},
            {"queue length", "queue_length_mean"},
            {"utilization", "utilization"},
            {"throughput", "throughput"},
            {"blocked", "blocked_share"}};
  }
  return {{"latency", "latency_mean"},
          {"p95", "latency_p95"},
          {"p99", "latency_p99"},
          {"throughput", "throughput"},
          {"utilization", "utilization"},
          {"remote", "remote_share"},
          {"phone energy", "mobile_energy_mean"}};
}

/// "converged", "budget", "budget (clock)", "unstable (uplink)", …
std::string status_text(const Point& point, const PointResult& result) {
  const std::string status{to_string(result.status)};
  const bool is_usual =
      result.end.limit == RunLimit::None || result.end.limit == RunLimit::Observations;
  return is_usual ? status : status + " (" + limited_by(point, result) + ')';
}

std::string steady_state_table(const Scenario& scenario, const ScenarioResult& result) {
  std::vector<std::string> header = axis_header(scenario);
  header.emplace_back("status");
  const std::size_t labels = header.size();
  const std::vector<Column> columns = columns_of(scenario);
  for (const Column& column : columns) {
    header.emplace_back(column.header);
  }
  TextTable table{std::move(header), labels};
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    const PointResult& point = result.points[i];
    if (point.status == PointStatus::Excluded) {
      continue;
    }
    const std::vector<NamedEstimate> metrics = metrics_of(scenario.points[i], point);
    std::vector<std::string> row = axis_cells(scenario, scenario.points[i]);
    row.push_back(status_text(scenario.points[i], point));
    for (const Column& column : columns) {
      const auto metric =
          std::ranges::find(metrics, std::string_view{column.metric}, &NamedEstimate::name);
      row.push_back(point.status == PointStatus::NotRun
                        ? ""
                        : format_estimate(metric->estimate, metric->unit));
    }
    table.add(std::move(row));
  }
  return table.text();
}

std::string throughput_cell(const std::optional<Throughput>& throughput) {
  if (!throughput) {
    return "";
  }
  return std::isfinite(throughput->rate.value) ? format_estimate(throughput->rate, "1/s")
                                               : std::string{to_string(throughput->status)};
}

std::string throughput_table(const Scenario& scenario, const ScenarioResult& result) {
  const bool compares = has_gains(scenario);
  std::vector<std::string> header = axis_header(scenario);
  header.emplace_back("status");
  const std::size_t labels = header.size();
  Gains saturation;
  Gains bounded;
  if (compares) {
    saturation = gains(scenario, result.points, &PointResult::saturation);
    bounded = gains(scenario, result.points, &PointResult::bounded);
    header.insert(header.end(), {"saturated", "gain", "within bound", "gain"});
  } else {
    header.insert(header.end(), {"saturated", "within bound"});
  }
  TextTable table{std::move(header), labels};
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    const PointResult& point = result.points[i];
    if (point.status == PointStatus::Excluded) {
      continue;
    }
    std::vector<std::string> row = axis_cells(scenario, scenario.points[i]);
    row.emplace_back(to_string(point.status));
    row.push_back(throughput_cell(point.saturation));
    if (compares) {
      row.push_back(format_estimate(saturation.by_point[i], ""));
    }
    row.push_back(throughput_cell(point.bounded));
    if (compares) {
      row.push_back(format_estimate(bounded.by_point[i], ""));
    }
    table.add(std::move(row));
  }
  return table.text();
}

std::string decision_table(const Scenario& scenario, const ScenarioResult& result) {
  std::vector<std::string> header = axis_header(scenario);
  header.insert(header.end(), {"network", "cut after"});
  const std::size_t labels = header.size();
  header.insert(header.end(),
                {"upload", "latency", "= phone", "+ upload", "+ server", "+ download", "energy"});
  TextTable table{std::move(header), labels};
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    const Point& point = scenario.points[i];
    const std::vector<MixEntry>& mix = world_of(point)->queries.mix;
    for (std::size_t a = 0; result.points[i].decisions && a < mix.size(); ++a) {
      const ExplainedCut& cut = (*result.points[i].decisions)[a].chosen;
      std::vector<std::string> row = axis_cells(scenario, point);
      row.push_back(mix[a].application->name);
      row.push_back(cut.after);
      row.push_back(format_quantity(cut.upload.value(), "B"));
      for (const Seconds time : {cut.actual.latency,
                                 cut.mobile_time,
                                 cut.upload_time,
                                 cut.server_time,
                                 cut.download_time}) {
        row.push_back(format_quantity(time.count(), "s"));
      }
      row.push_back(format_quantity(cut.actual.energy.value(), "J"));
      table.add(std::move(row));
    }
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
  const Gains saturation = gains(scenario, result.points, &PointResult::saturation);
  const Gains bounded = gains(scenario, result.points, &PointResult::bounded);
  const std::string& baseline = throughput_of(scenario.points.front())->baseline;
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
  if (scenario.points.front().run.kind == ExperimentKind::Decisions) {
    return decision_table(scenario, result);
  }
  if (!is_throughput(scenario)) {
    return steady_state_table(scenario, result);
  }
  std::string text = throughput_table(scenario, result);
  if (has_gains(scenario) && published_gain(scenario) != nullptr) {
    text += means_table(scenario, result);
  }
  return text;
}

}  // namespace cutpoint
