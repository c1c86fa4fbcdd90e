#include "partitioner/policies/policies.hpp"

namespace cutpoint {

Policy neurosurgeon_policy() {
  return {.name = "neurosurgeon",
          .description = "cuts where the predictor expects the least latency or energy",
          .knowledge = Knowledge::Predicted,
          .install = install_chain_search};
}

}  // namespace cutpoint
