// One query of each application, alone: what every cut between layers costs it, and where the
// point's policy cuts. No events, no queue, no chance.
#pragma once

#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

/// Of phones that use the point's GPU if its gpu_share is 1, else the CPU. The policy believes in
/// the link's rate and an idle pool. Requires: `predictors` has been fitted for the point's
/// processors; a gpu_share of 0 or 1.
[[nodiscard]] DecisionResult decide_queries(const Point& point, const PredictorSet& predictors);

}  // namespace cutpoint
