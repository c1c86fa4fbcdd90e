#include "cli/cli.hpp"

#include <array>
#include <cstdio>
#include <new>
#include <span>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "cli/command.hpp"
#include "cli/manual.hpp"
#include "cli/shown.hpp"
#include "cli/streams.hpp"
#include "predictor/measure/backends.hpp"
#include "results/store/dataset.hpp"
#include "results/store/provenance.hpp"
#include "runner/execute/ranks.hpp"
#include "workloads/dnn/onnx_file.hpp"

namespace cutpoint {
namespace {

constexpr auto kCommands = std::to_array<Command>({
    {"run", "run every point of a scenario and report its metrics", run_command},
    {"check", "check a scenario and show what it resolves to", check_command},
    {"explain", "show a partitioning decision, cut by cut", explain_command},
    {"models", "show networks, the catalog of constants, fitted predictors", models_command},
    {"profile", "measure the time of layers on this host", profile_command},
    {"fit", "fit a device to a profile and report how good its predictions are", fit_command},
    {"init", "write a commented starter scenario", init_command},
    {"merge", "put the runs of several results files together", merge_command},
    {"compare", "show how one set of results differs from another", compare_command},
    {"plot", "draw a results file", plot_command},
    {"trace", "turn recorded queries into a timeline for Perfetto", trace_command},
    {"report", "turn a results file into one HTML page", report_command},
    {"reproduce", "run the figures of the paper and print the scoreboard", reproduce_command},
    {"completion", "print what lets a shell complete commands and options", completion_command},
});

void print_help() {
  fmt::print(
      "Cutpoint simulates a data center for partitioned deep-neural-network queries.\n\n"
      "usage: cutpoint COMMAND [options]\n\n");
  for (const Command& command : kCommands) {
    fmt::print("  {:<10} {}\n", command.name, command.summary);
  }
  fmt::print(
      "\n  --version   what this program was built from\n"
      "  --man       its manual page: cutpoint --man | man -l -\n"
      "  --help      this text; cutpoint COMMAND --help says more\n\n"
      "Exit codes: 0 done, 1 internal failure, 2 bad input, 3 file trouble (also of the standard "
      "output), "
      "4 some point did not converge, 130 interrupted.\n");
}

void print_version() {
  for (const Attribute& attribute : build_provenance()) {
    if (const auto* text = std::get_if<std::string>(&attribute.value)) {
      fmt::print("{}: {}\n", attribute.name, *text);
    }
  }
  for (const Backend& backend : backends()) {
    fmt::print("profile_backend_{}: {}\n", backend.name, backend.library);
  }
  const std::string onnx = onnx_library();
  const std::string mpi = mpi_library();
  fmt::print("mpi: {}\n", mpi.empty() ? "none (built without MPI)" : mpi);
  fmt::print("network_files: {}\n", onnx.empty() ? "none (built without ONNX)" : onnx);
}

ExitCode dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front() == "--help" || arguments.front() == "-h") {
    print_help();
    return arguments.empty() ? ExitCode::BadInput : ExitCode::Done;
  }
  if (arguments.front() == "--version") {
    print_version();
    return ExitCode::Done;
  }
  if (arguments.front() == "--man") {
    fmt::print("{}", manual_page());
    return ExitCode::Done;
  }
  return find_or_suggest(kCommands, {.name = arguments.front(), .what = "command"}, &Command::name)
      ->run({arguments.begin() + 1, arguments.end()});
}

constexpr const char* kOutOfMemory =
    "error: there is not enough memory; give more (ulimit -v), run fewer runs at a time (--jobs), "
    "or make the system that is simulated smaller\n";

/// Prints a complaint on stderr, spelled out where it would control the terminal, and returns the
/// exit code.
ExitCode complain(const char* message, ExitCode code) {
  print_error("{}\n", shown(message));
  return code;
}

/// A program whose output was lost must not end as if all were well, even if nothing else went
/// wrong: scripts would go on with half a table.
ExitCode complain_of_output() {
  return complain("error: what was to be printed could not be written to the standard output",
                  ExitCode::FileTrouble);
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

int run_cli(const std::vector<std::string>& arguments) {
  ExitCode code{};
  try {
    code = dispatch(arguments);
  } catch (const InputError& error) {
    code = complain(error.what(), ExitCode::BadInput);
  } catch (const ResultsError& error) {
    code = complain(error.what(), ExitCode::FileTrouble);
  } catch (const std::bad_alloc&) {
    // The complaint is a constant, as no more memory may be taken for it.
    std::fputs(kOutOfMemory, stderr);
    code = ExitCode::Failure;
  } catch (const std::exception& error) {
    if (!is_output_whole()) {
      return static_cast<int>(complain_of_output());
    }
    const std::string message = std::string{"error: this should not happen: "} + error.what();
    code = complain(message.c_str(), ExitCode::Failure);
  }
  if (!is_output_whole() && (code == ExitCode::Done || code == ExitCode::NotConverged)) {
    code = complain_of_output();
  }
  return static_cast<int>(code);
}

}  // namespace cutpoint
