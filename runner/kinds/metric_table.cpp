#include "runner/kinds/metric_table.hpp"

#include <algorithm>

namespace cutpoint {
namespace {

/// "converged", "budget", "budget (clock)", "unstable (uplink)", …
std::string status_text(const Kind& kind, const Point& point, const PointResult& result) {
  const std::string status{to_string(result.status)};
  const bool is_usual =
      result.end.limit == RunLimit::None || result.end.limit == RunLimit::Observations;
  return is_usual ? status : status + " (" + kind.limited_by(point, result) + ')';
}

}  // namespace

ResultTable metric_table(const Kind& kind,
                         const Scenario& scenario,
                         std::span<const PointResult> results,
                         const std::vector<MetricColumn>& columns) {
  ResultTable table{.header = {"status"}, .labels = 1, .rows = {}};
  for (const MetricColumn& column : columns) {
    table.header.emplace_back(column.header);
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    const PointResult& result = results[i];
    if (result.status == PointStatus::Excluded) {
      continue;
    }
    const Point& point = scenario.points[i];
    const std::vector<NamedEstimate> metrics = kind.metrics(point, result);
    ResultTable::Row row{i, {status_text(kind, point, result)}};
    for (const MetricColumn& column : columns) {
      const auto metric =
          std::ranges::find(metrics, std::string_view{column.metric}, &NamedEstimate::name);
      if (result.status == PointStatus::NotRun) {
        row.cells.emplace_back("");
      } else {
        row.cells.emplace_back(ShownEstimate{metric->estimate, metric->unit});
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace cutpoint
