// The option of commands that read results files, and where their warnings go.
#pragma once

#include "cli/options.hpp"
#include "results/store/results_reader.hpp"

namespace cutpoint {

/// Adds --verified-only.
void add_reading_option(po::options_description& options);

/// Warns on stderr.
[[nodiscard]] Reading reading_of(bool verified_only);
[[nodiscard]] Reading reading_of(const po::variables_map& values);

}  // namespace cutpoint
