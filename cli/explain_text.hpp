// A partitioning decision in words.
#pragma once

#include "runner/answers/explanation.hpp"

namespace cutpoint {

/// Prints where the policy min_cut differs from neurosurgeon; nothing for a chain, where it cannot.
void print_min_cuts(const Explanation& explanation);

/// Why the cut that was chosen for latency beats its alternatives. Times are the believed ones'
/// actual parts, for a reader who has never heard of partitioning.
void print_reason(const Explanation& explanation);

/// Prints the layers whose costs are not modeled, if there are any.
void print_unmodeled(const Application& application);

/// Prints how each type of layer is predicted on either side, from what, and how well, and which
/// layers lie beyond what was profiled.
void print_models(const Explanation& explanation);

}  // namespace cutpoint
