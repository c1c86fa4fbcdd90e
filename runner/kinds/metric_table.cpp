#include "runner/kinds/metric_table.hpp"

#include <string>
#include <vector>

namespace cutpoint {
namespace {

/// "converged", "budget", "budget (clock)", "unstable (uplink)", …
std::string status_text(const Kind& kind, const Point& point, const PointResult& result) {
  const std::string status{to_string(result.status)};
  const bool is_usual =
      result.end.limit == RunLimit::None || result.end.limit == RunLimit::Observations;
  return is_usual ? status : status + " (" + kind.limited_by(point, result) + ')';
}

/// The metrics of a point that have a column.
std::vector<NamedEstimate> shown_metrics(const Kind& kind,
                                         const Point& point,
                                         const PointResult& result) {
  std::vector<NamedEstimate> metrics = kind.metrics(point, result);
  std::erase_if(metrics, [](const NamedEstimate& metric) { return metric.column.empty(); });
  return metrics;
}

}  // namespace

ResultTable metric_table(const Kind& kind,
                         const Scenario& scenario,
                         std::span<const PointResult> results) {
  ResultTable table{.header = {"status"}, .labels = 1, .rows = {}};
  for (const NamedEstimate& metric :
       shown_metrics(kind, scenario.points.front(), results.front())) {
    table.header.push_back(metric.column);
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    const PointResult& result = results[i];
    if (result.status == PointStatus::Excluded) {
      continue;
    }
    const Point& point = scenario.points[i];
    ResultTable::Row row{i, {status_text(kind, point, result)}};
    for (const NamedEstimate& metric : shown_metrics(kind, point, result)) {
      if (result.status == PointStatus::NotRun) {
        row.cells.emplace_back("");
      } else {
        row.cells.emplace_back(ShownEstimate{metric.estimate, metric.unit});
      }
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace cutpoint
