// The best of given cuts, by looking at each: Algorithm 1 of Neurosurgeon (Kang et al., ASPLOS
// 2017), if they are the cuts of a chain.
#pragma once

#include <cstdint>

#include "partitioner/objective.hpp"

namespace cutpoint {

/// An index into the cuts of a CostTable. In the table of a chain of N layers, 0 is cloud-only and
/// N mobile-only.
using CutId = std::uint32_t;

/// The cut of least expected cost; among equals the earliest. With a bound, it is the best of the
/// cuts that keep the bound, and if none does, the cut that comes nearest to it. O(cuts).
///
/// Cuts that use the server are compared without the overhead, which all of them pay.
/// Requires: at least one cut, belief.uplink > 0.
[[nodiscard]] CutId best_cut(const CostTable& table,
                             const Objective& objective,
                             const Belief& belief);

}  // namespace cutpoint
