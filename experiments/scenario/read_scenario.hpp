// A scenario from its document.
#pragma once

#include "experiments/scenario/document.hpp"
#include "experiments/scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Reads and checks a scenario; the overrides are those that the document has applied. Throws:
/// InputError.
[[nodiscard]] Scenario read_scenario(const Document& document,
                                     const std::filesystem::path& path,
                                     const std::vector<Override>& overrides);

}  // namespace cutpoint::scenario_file
