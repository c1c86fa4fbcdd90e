// Whether a run that was stored can be one of a scenario: records come from files, which anybody
// may have made, and everything that is computed from a run relies on its shape.
#pragma once

#include <filesystem>
#include <vector>

#include "runner/kinds/point_result.hpp"

namespace cutpoint {

/// Checks the replications of a point. Throws: ResultsError about `source` if they are of another
/// kind of experiment than the scenario's, differ in shape, or refer to networks, cuts or classes
/// that are not there.
void expect_of_point(const Point& point,
                     const std::vector<PointResult>& replications,
                     const std::filesystem::path& source);

}  // namespace cutpoint
