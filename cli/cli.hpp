// The command line: `cutpoint COMMAND …`. The only part of Cutpoint that prints.
#pragma once

#include <string>
#include <vector>

namespace cutpoint {

/// Exit codes of the program (docs/design.md).
enum class ExitCode : int {
  Done = 0,
  Failure = 1,
  BadInput = 2,
  FileTrouble = 3,
  NotConverged = 4,
  Interrupted = 130,
};

/// Runs one command and returns the program's exit code. Complaints go to stderr.
[[nodiscard]] int run_cli(const std::vector<std::string>& arguments);

}  // namespace cutpoint
