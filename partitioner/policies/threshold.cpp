#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

// The policy has two cuts, cloud-only and mobile-only.
std::vector<Cut> ends(const NetworkCosts& costs, const PolicyOptions& /*options*/) {
  const std::size_t layers = costs.dnn.layers().size();
  return {{std::vector<bool>(layers, false)}, {std::vector<bool>(layers, true)}};
}

class Threshold final : public Decider {
 public:
  explicit Threshold(BytesPerSecond threshold) : threshold_{threshold} {}

  [[nodiscard]] CutId decide(const Belief& belief) const override {
    return belief.uplink >= threshold_ ? 0 : 1;
  }

 private:
  BytesPerSecond threshold_;
};

std::unique_ptr<Decider> install(const CostTable& /*table*/, const PolicyOptions& options) {
  return std::make_unique<Threshold>(options.threshold);
}

}  // namespace

Policy threshold_policy() {
  return {.name = "threshold",
          .description = "offloads everything from a bandwidth on, and nothing below",
          .knowledge = Knowledge::Predicted,
          .cuts = ends,
          .install = install};
}

}  // namespace cutpoint
