// Warnings of scenarios, for people and for programs.
#pragma once

#include <vector>

#include "cli/json.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// Prints warnings on stderr, a line for each.
void print_warnings(const std::vector<Warning>& warnings);

/// The warnings as JSON, each with its place and text.
[[nodiscard]] Json warnings_json(const std::vector<Warning>& warnings);

}  // namespace cutpoint
