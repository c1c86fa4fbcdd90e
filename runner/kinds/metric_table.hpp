// A table for people with some of a kind's metrics as its columns.
#pragma once

#include <span>
#include <vector>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// Which metric a column shows, and under which header.
struct MetricColumn {
  const char* header;
  const char* metric;
};

/// How each point ended, and these metrics of it; excluded points are left out.
[[nodiscard]] ResultTable metric_table(const Kind& kind,
                                       const Scenario& scenario,
                                       std::span<const PointResult> results,
                                       const std::vector<MetricColumn>& columns);

}  // namespace cutpoint
