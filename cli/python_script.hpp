// Commands that are Python scripts: plots and what is made of them.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace cutpoint {

/// Replaces this process by the script, run with the system's Python. `script` is a path inside the
/// project: "results/plots/plot.py". Returns only by an exception. Throws: ResultsError if there is
/// no such interpreter.
[[noreturn]] void run_python_script(const std::string& script, const Arguments& arguments);

/// Runs a script that opens one results file, the word that belongs to no option, within limits of
/// memory and time, after the file was read and checked here. All options of the script take a
/// value, but for --help and --verified-only. Throws: ResultsError if the file is refused, or the
/// script ends in another way than it should.
[[nodiscard]] ExitCode run_reading_script(const std::string& script, const Arguments& arguments);

}  // namespace cutpoint
