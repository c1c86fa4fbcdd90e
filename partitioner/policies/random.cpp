#include "base/contract.hpp"
#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

class Random final : public Decider {
 public:
  explicit Random(std::size_t cuts) : cuts_{static_cast<double>(cuts)} {}

  [[nodiscard]] CutId decide(const Belief& belief) const override {
    return static_cast<CutId>(belief.draw * cuts_);
  }

 private:
  double cuts_;
};

std::unique_ptr<Decider> install(const CostTable& table, const PolicyOptions& /*options*/) {
  CUTPOINT_EXPECTS(!table.cuts.empty());
  return std::make_unique<Random>(table.cuts.size());
}

}  // namespace

Policy random_policy() {
  return {.name = "random",
          .description = "cuts between any two layers, all of them equally often",
          .knowledge = Knowledge::Predicted,
          .draws = true,
          .cuts = topological_cuts,
          .install = install};
}

}  // namespace cutpoint
