#include "partitioner/policies/building_blocks.hpp"

#include <algorithm>
#include <utility>

#include "partitioner/decision_table.hpp"
#include "partitioner/min_cut.hpp"

namespace cutpoint {
namespace {

/// Decides by a table that is made once per network and client class.
class LookUp final : public Decider {
 public:
  LookUp(const CostTable& table, const Objective& objective) : table_{table, objective} {}

  [[nodiscard]] CutId decide(const Belief& belief) const override { return table_.decide(belief); }

 private:
  DecisionTable table_;
};

/// Decides by looking at each cut, for objectives whose costs are no fixed planes.
class Search final : public Decider {
 public:
  Search(CostTable table, const Objective& objective)
      : table_{std::move(table)}, objective_{objective} {}

  [[nodiscard]] CutId decide(const Belief& belief) const override {
    return best_cut(table_, objective_, belief);
  }

 private:
  CostTable table_;
  Objective objective_;
};

/// Decides for the same cut every time.
class Always final : public Decider {
 public:
  explicit Always(CutId cut) : cut_{cut} {}

  [[nodiscard]] CutId decide(const Belief& /*belief*/) const override { return cut_; }

 private:
  CutId cut_;
};

}  // namespace

std::vector<Cut> topological_cuts(const NetworkCosts& costs, const PolicyOptions& /*options*/) {
  return prefix_cuts(costs.dnn);
}

std::vector<Cut> minimum_cuts(const NetworkCosts& costs, const PolicyOptions& options) {
  MinCut network{costs};
  if (options.objective.has_fixed_weights()) {
    return network.useful_cuts(options.objective, options.downlink);
  }
  // Costs with any mix of time and energy lie between these weights; cuts that are the best only
  // between two of them are missed (docs/model.md, "Decisions from tables").
  constexpr int kWeights = 8;
  std::vector<Cut> cuts = prefix_cuts(costs.dnn);
  for (int i = 0; i <= kWeights; ++i) {
    Objective weighted{Objective::Weighted};
    weighted.energy_weight = static_cast<double>(i) / kWeights;
    weighted.joule = options.objective.joule;
    for (Cut& cut : network.useful_cuts(weighted, options.downlink)) {
      if (std::ranges::find(cuts, cut) == cuts.end()) {
        cuts.push_back(std::move(cut));
      }
    }
  }
  return cuts;
}

std::unique_ptr<Decider> choose_best(const CostTable& table, const PolicyOptions& options) {
  if (options.objective.has_fixed_weights()) {
    return std::make_unique<LookUp>(table, options.objective);
  }
  return std::make_unique<Search>(table, options.objective);
}

std::unique_ptr<Decider> choose_always(CutId cut) { return std::make_unique<Always>(cut); }

}  // namespace cutpoint
