#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {

Policy min_cut_policy() {
  return {
      .name = "min_cut",
      .description = "cuts a graph of layers anywhere, where the predictor expects the least cost",
      .knowledge = Knowledge::Predicted,
      .predicts = true,
      .cuts = minimum_cuts,
      .install = choose_best};
}

}  // namespace cutpoint
