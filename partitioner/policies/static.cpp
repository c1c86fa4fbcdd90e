#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

// The policy has one cut, the one that the scenario names.
std::vector<Cut> named_cut(const NetworkCosts& costs, const PolicyOptions& options) {
  return {cut_after(costs.dnn, options.static_cut)};
}

std::unique_ptr<Decider> install(const CostTable& /*table*/, const PolicyOptions& /*options*/) {
  return choose_always(0);
}

}  // namespace

Policy static_policy() {
  return {.name = "static",
          .description = "always cuts after the layer that the scenario names",
          .knowledge = Knowledge::Predicted,
          .cuts = named_cut,
          .install = install};
}

}  // namespace cutpoint
