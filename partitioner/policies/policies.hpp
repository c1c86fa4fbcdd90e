// The policies that policy.cpp registers, each defined in a file of its own.
#pragma once

#include <memory>

#include "partitioner/policy.hpp"

namespace cutpoint {

[[nodiscard]] Policy cloud_only_policy();
[[nodiscard]] Policy mobile_only_policy();
[[nodiscard]] Policy neurosurgeon_policy();
[[nodiscard]] Policy oracle_policy();

/// Searches the table for the best cut, query by query: what neurosurgeon and oracle share.
[[nodiscard]] std::unique_ptr<Decider> install_chain_search(const CostTable& table,
                                                            Objective objective);

}  // namespace cutpoint
