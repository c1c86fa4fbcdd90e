// Warnings of scenarios, for people and for programs.
#pragma once

#include <vector>

#include "cli/json.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// On stderr, a line for each.
void print_warnings(const std::vector<Warning>& warnings);

[[nodiscard]] Json warnings_json(const std::vector<Warning>& warnings);

}  // namespace cutpoint
