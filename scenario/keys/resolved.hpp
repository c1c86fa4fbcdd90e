// A point in words, for `cutpoint check`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/scenario.hpp"

namespace cutpoint {

/// Every value that a point holds: its key in the scenario file, and the value with its unit.
/// Links and processors are followed by their constants.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> resolved_values(const Point& point);

/// Where a value of resolved_values() comes from: "s.toml:6", "--set KEY=VALUE", or "default" if
/// the scenario does not say. A list is where it begins.
[[nodiscard]] std::string origin_of(const Scenario& scenario, const std::string& key);

}  // namespace cutpoint
