#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

std::unique_ptr<Decider> install(const CostTable& /*table*/, const PolicyOptions& /*options*/) {
  return choose_always(0);
}

}  // namespace

Policy cloud_only_policy() {
  return {.name = "cloud_only",
          .description = "uploads the input and runs every layer on the server",
          .knowledge = Knowledge::Predicted,
          .cuts = topological_cuts,
          .install = install};
}

}  // namespace cutpoint
