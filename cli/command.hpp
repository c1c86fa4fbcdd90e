// What a command of the program is, and the list of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"

namespace cutpoint {

/// The words of the command line after the command's name.
using Arguments = std::vector<std::string>;

/// A command: its name, what it is for in a line of the help, and the function that runs it. The
/// function throws the errors that run_cli() reports.
struct Command {
  std::string_view name;
  std::string_view summary;
  ExitCode (*run)(const Arguments& arguments);
};

/// All commands, in the order of the help.
[[nodiscard]] std::span<const Command> commands();

// The commands themselves, each in a file of its name.
ExitCode run_command(const Arguments& arguments);
ExitCode check_command(const Arguments& arguments);
ExitCode explain_command(const Arguments& arguments);
ExitCode models_command(const Arguments& arguments);
ExitCode fit_command(const Arguments& arguments);
ExitCode init_command(const Arguments& arguments);
ExitCode profile_command(const Arguments& arguments);
ExitCode merge_command(const Arguments& arguments);
ExitCode compare_command(const Arguments& arguments);
ExitCode plot_command(const Arguments& arguments);
ExitCode report_command(const Arguments& arguments);
ExitCode trace_command(const Arguments& arguments);
ExitCode completion_command(const Arguments& arguments);
ExitCode reproduce_command(const Arguments& arguments);

}  // namespace cutpoint
