// The option of commands that read results files, and where their warnings go.
#pragma once

#include "cli/options.hpp"
#include "results/store/results_reader.hpp"

namespace cutpoint {

/// Adds the option --verified-only.
void add_reading_option(po::options_description& options);

/// How a command reads results files: warnings go to stderr.
[[nodiscard]] Reading reading_of(bool verified_only);
/// How a command reads results files, with --verified-only if it was given.
[[nodiscard]] Reading reading_of(const po::variables_map& values);

}  // namespace cutpoint
