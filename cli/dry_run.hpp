// What a run would do, without doing it.
#pragma once

#include "cli/run_request.hpp"

namespace cutpoint {

/// Prints the points, how many runs they take and have, at most how many queries or jobs that is,
/// and how long it takes as far as runs on the disk tell. Reads, but neither locks nor writes.
void print_dry_run(const Scenario& scenario, const RunRequest& request, unsigned jobs);

}  // namespace cutpoint
