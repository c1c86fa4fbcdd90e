#include <algorithm>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/utf8.hpp"
#include "cli/options.hpp"
#include "cli/reading_options.hpp"
#include "cli/shown.hpp"
#include "results/store/provenance.hpp"
#include "runner/keep/merged_runs.hpp"
#include "runner/keep/results_dataset.hpp"

namespace cutpoint {
namespace {

po::options_description merge_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("files", po::value<std::vector<std::string>>(), "results files or journals");
  add("output,o", po::value<std::string>(), "results file to write (HDF5)");
  add("partial", "write the file even if runs are missing");
  add("force", "overwrite the results file if it exists");
  add_reading_option(options);
  return options;
}

/// Checks that the output may be written, before the files are read.
void expect_free(const std::string& output, bool force) {
  std::error_code ignored;
  if (!force && std::filesystem::exists(output, ignored)) {
    throw InputError{{output},
                     "the file exists; choose another name or give --force to overwrite it"};
  }
  expect_writable(output);
}

/// Checks that the runs are of this very program, because the merged file will say so of itself.
void expect_of_this_program(const StoredRuns& merged) {
  if (merged.origin.version != version_text()) {
    throw InputError{{merged.path.string()},
                     fmt::format("cannot be merged: the program differs: {} there, {} here; merge "
                                 "with the program that made it, or run the scenario again",
                                 merged.origin.version,
                                 version_text())};
  }
}

/// Checks that no run is missing, so that no point of the merged file is silently poorer than asked
/// for.
void expect_complete(const StoredRuns& merged, const RunPlan& plan, const std::string& output) {
  const std::size_t runs = plan.whole_size();
  if (merged.runs.size() < runs) {
    throw InputError{
        {output},
        fmt::format("{} of {} runs are missing; name the other shards as well, or give "
                    "--partial",
                    runs - merged.runs.size(),
                    runs)};
  }
}

std::string command_line(const Arguments& arguments) {
  std::string line = "cutpoint merge";
  for (const std::string& argument : arguments) {
    line += ' ' + (is_storable_text(argument) ? argument : shown(argument));
  }
  return line;
}

}  // namespace

ExitCode merge_command(const Arguments& arguments) {
  const Usage usage{
      .command = "merge",
      .synopsis = "merge A.h5 B.h5 ... -o FILE.h5 [--partial]",
      .description =
          "Puts the runs of several files together, e.g. of shards; the data are those "
          "of one uninterrupted run.",
      .positional = "files",
      .positional_max = -1};
  const auto values = parse_options(usage, merge_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const std::string output = required_value(*values, "output", "-o merged.h5");
  const auto files =
      value_of<std::vector<std::string>>(*values, "files").value_or(std::vector<std::string>{});
  if (files.empty()) {
    throw InputError{{}, "files are missing, e.g. cutpoint merge 0.h5 1.h5 -o merged.h5"};
  }
  const StoredRuns merged = merge_runs({files.begin(), files.end()}, reading_of(*values));
  expect_of_this_program(merged);
  const Scenario scenario = restore(merged.origin, merged.path);
  const RunPlan plan = plan_of(scenario, {.replications = merged.origin.replications});
  if (values->count("partial") == 0) {
    expect_complete(merged, plan, output);
  }
  expect_free(output, values->count("force") > 0);
  const ScenarioResult result = summarize(scenario, plan, merged.runs, merged.path);
  write_dataset(output,
                to_dataset(scenario,
                           result,
                           {.command_line = command_line(arguments),
                            .jobs = 1,
                            .host = host_provenance(),
                            .run_seconds = merged.seconds}));
  fmt::print("{} of {} runs from {} files in {}\n",
             merged.runs.size(),
             plan.whole_size(),
             files.size(),
             shown(output));
  const bool converged = std::ranges::all_of(result.points, [](const PointResult& point) {
    return point.status == PointStatus::Converged || point.status == PointStatus::Excluded;
  });
  return converged ? ExitCode::Done : ExitCode::NotConverged;
}

}  // namespace cutpoint
