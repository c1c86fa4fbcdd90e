// One query of each application, alone: what every cut between layers costs it, and where the
// policy cuts. No events, no queue, no chance.
#pragma once

#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

/// Decides for phones that use the world's GPU if its gpu_share is 1, else the CPU. The policy
/// believes in the link's rate and an idle pool. Requires: `predictors` has been fitted for the
/// world's processors; a gpu_share of 0 or 1.
[[nodiscard]] DecisionResult decide_queries(const FleetWorld& world,
                                            std::uint64_t seed,
                                            const PredictorSet& predictors);

}  // namespace cutpoint
