// The runs of several files put together.
#pragma once

#include <filesystem>
#include <vector>

#include "runner/keep/stored_runs.hpp"

namespace cutpoint {

/// All runs of results files and journals that belong to one experiment. O(runs log runs).
/// Requires: at least one path. Throws: InputError if runs of two files do not belong together, or
/// a run is in two files and differs; ResultsError if a file cannot be read.
[[nodiscard]] StoredRuns merge_runs(const std::vector<std::filesystem::path>& paths,
                                    const Reading& reading = {});

}  // namespace cutpoint
