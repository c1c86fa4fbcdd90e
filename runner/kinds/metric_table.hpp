// A table for people with some of a kind's metrics as its columns.
#pragma once

#include <span>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// A table of how each point ended and of the metrics of it that have a column. Excluded points are
/// left out.
[[nodiscard]] ResultTable metric_table(const Kind& kind,
                                       const Scenario& scenario,
                                       std::span<const PointResult> results);

}  // namespace cutpoint
