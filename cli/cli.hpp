// The command line: `cutpoint COMMAND …`. The only part of Cutpoint that prints.
#pragma once

#include <string>
#include <vector>

namespace cutpoint {

/// Exit codes of the program, which scripts may rely on.
enum class ExitCode : int {
  Done = 0,           // all went well
  Failure = 1,        // a fault of the program itself
  BadInput = 2,       // something that the user wrote is wrong
  FileTrouble = 3,    // a results file cannot be read or written, or output was lost
  NotConverged = 4,   // some point has not reached its precision
  Interrupted = 130,  // ended by Ctrl-C, as shells report it
};

/// Runs one command and returns the program's exit code. Complaints go to stderr.
[[nodiscard]] int run_cli(const std::vector<std::string>& arguments);

}  // namespace cutpoint
