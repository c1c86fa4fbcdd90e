// The options of commands that load a scenario.
#pragma once

#include "experiments/cli/options.hpp"
#include "experiments/scenario/scenario.hpp"

namespace cutpoint {

/// Adds the scenario itself, --set, --seed and --variant.
void add_scenario_options(po::options_description& options);

/// The scenario that they ask for; `example` is a call that has one. Throws: InputError.
[[nodiscard]] Scenario load_scenario(const po::variables_map& values, std::string_view example);

}  // namespace cutpoint
