// The distributions of a scenario's times, as a group of its results file (docs/results-schema.md).
#pragma once

#include <span>

#include "runner/kinds/result_variables.hpp"

namespace cutpoint {

/// Adds the group "histograms" of these times, if anything was observed at any point.
void add_histograms(Dataset& dataset,
                    std::span<const ObservedTime> times,
                    std::span<const PointResult> results);

}  // namespace cutpoint
