// The options of commands that load a scenario.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// Adds the scenario itself and the options --set, --seed and --variant.
void add_scenario_options(po::options_description& options);

/// What these options override, in the order in which they were given. Throws: InputError.
[[nodiscard]] std::vector<Override> overrides_of(const po::variables_map& values);

/// Loads the scenario that these options ask for; `example` is a call that has one, for the message
/// if it is missing. Of the files that the scenario uses, those of up to `most_kept` bytes are
/// kept. Throws: InputError.
[[nodiscard]] Scenario load_scenario(const po::variables_map& values,
                                     std::string_view example,
                                     std::uint64_t most_kept = kMostKeptBytes);

}  // namespace cutpoint
