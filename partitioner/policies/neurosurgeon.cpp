#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {

Policy neurosurgeon_policy() {
  return {
      .name = "neurosurgeon",
      .description =
          "cuts between layers, in topological order, where the predictor expects the least cost",
      .knowledge = Knowledge::Predicted,
      .predicts = true,
      .cuts = topological_cuts,
      .install = choose_best};
}

}  // namespace cutpoint
