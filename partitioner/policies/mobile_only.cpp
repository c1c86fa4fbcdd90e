#include "base/contract.hpp"
#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

std::unique_ptr<Decider> install(const CostTable& table, const PolicyOptions& /*options*/) {
  CUTPOINT_EXPECTS(!table.cuts.empty());
  return choose_always(static_cast<CutId>(table.cuts.size() - 1));
}

}  // namespace

Policy mobile_only_policy() {
  return {.name = "mobile_only",
          .description = "runs every layer on the phone and uploads nothing",
          .knowledge = Knowledge::Predicted,
          .cuts = topological_cuts,
          .install = install};
}

}  // namespace cutpoint
