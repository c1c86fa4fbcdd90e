// A scenario from its document.
#pragma once

#include "scenario/load/document.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Reads and checks a scenario, but for its source. Throws: InputError.
[[nodiscard]] Scenario read_scenario(const Document& document, const std::filesystem::path& path);

}  // namespace cutpoint::scenario_file
