// What several policies are made of.
#pragma once

#include "partitioner/policy.hpp"

namespace cutpoint {

/// The cuts between two layers in topological order, as prefix_cuts() lists them.
[[nodiscard]] std::vector<Cut> topological_cuts(const NetworkCosts& costs,
                                                const PolicyOptions& options);

/// The cuts that are the best for some belief, found as minimum cuts (min_cut.hpp). For an
/// objective whose weights are not fixed they are the cuts for nine weights of energy from 0 to 1,
/// together with the topological ones.
[[nodiscard]] std::vector<Cut> minimum_cuts(const NetworkCosts& costs,
                                            const PolicyOptions& options);

/// Chooses the best of the table's cuts for the options' objective: from a DecisionTable if its
/// weights are fixed, else by looking at each.
[[nodiscard]] std::unique_ptr<Decider> choose_best(const CostTable& table,
                                                   const PolicyOptions& options);

/// A Decider that always takes the same cut.
[[nodiscard]] std::unique_ptr<Decider> choose_always(CutId cut);

}  // namespace cutpoint
