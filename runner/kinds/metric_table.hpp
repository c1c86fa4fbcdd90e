// A table for people with some of a kind's metrics as its columns.
#pragma once

#include <span>
#include <vector>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// A column of a table: the metric that it shows, and its header.
struct MetricColumn {
  const char* header;
  const char* metric;
};

/// A table of how each point ended and of some metrics of it. Excluded points are left out.
[[nodiscard]] ResultTable metric_table(const Kind& kind,
                                       const Scenario& scenario,
                                       std::span<const PointResult> results,
                                       const std::vector<MetricColumn>& columns);

}  // namespace cutpoint
