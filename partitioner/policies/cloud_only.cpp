#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

class CloudOnly final : public Decider {
 public:
  [[nodiscard]] CutId decide(const Belief& /*belief*/) const override { return 0; }
};

std::unique_ptr<Decider> install(const CostTable& /*table*/, Objective /*objective*/) {
  return std::make_unique<CloudOnly>();
}

}  // namespace

Policy cloud_only_policy() {
  return {.name = "cloud_only",
          .description = "uploads the input and runs every layer on the server",
          .knowledge = Knowledge::Predicted,
          .install = install};
}

}  // namespace cutpoint
