// The policies that policy.cpp registers, each defined in a file of its own.
#pragma once

#include "partitioner/policy.hpp"

namespace cutpoint {

[[nodiscard]] Policy cloud_only_policy();
[[nodiscard]] Policy mobile_only_policy();
[[nodiscard]] Policy neurosurgeon_policy();
[[nodiscard]] Policy min_cut_policy();
[[nodiscard]] Policy oracle_policy();
[[nodiscard]] Policy maui_policy();
[[nodiscard]] Policy threshold_policy();
[[nodiscard]] Policy static_policy();
[[nodiscard]] Policy random_policy();

}  // namespace cutpoint
