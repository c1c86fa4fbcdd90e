#include <utility>

#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

class ChainSearch final : public Decider {
 public:
  ChainSearch(CostTable table, Objective objective)
      : table_{std::move(table)}, objective_{objective} {}

  [[nodiscard]] CutId decide(const Belief& belief) const override {
    return best_cut(table_, objective_, belief);
  }

 private:
  CostTable table_;
  Objective objective_;
};

}  // namespace

std::unique_ptr<Decider> install_chain_search(const CostTable& table, Objective objective) {
  return std::make_unique<ChainSearch>(table, objective);
}

}  // namespace cutpoint
