#include "partitioner/policies/policies.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

class MobileOnly final : public Decider {
 public:
  explicit MobileOnly(CutId last) : last_{last} {}

  [[nodiscard]] CutId decide(const Belief& /*belief*/) const override { return last_; }

 private:
  CutId last_;
};

std::unique_ptr<Decider> install(const CostTable& table, Objective /*objective*/) {
  CUTPOINT_EXPECTS(!table.cuts.empty());
  return std::make_unique<MobileOnly>(static_cast<CutId>(table.cuts.size() - 1));
}

}  // namespace

Policy mobile_only_policy() {
  return {.name = "mobile_only",
          .description = "runs every layer on the phone and uploads nothing",
          .knowledge = Knowledge::Predicted,
          .install = install};
}

}  // namespace cutpoint
