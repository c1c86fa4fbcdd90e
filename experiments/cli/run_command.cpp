#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "experiments/cli/options.hpp"
#include "experiments/cli/progress.hpp"
#include "experiments/cli/run_report.hpp"
#include "experiments/cli/scenario_options.hpp"
#include "experiments/runner/fleet_assembly.hpp"
#include "experiments/runner/results_dataset.hpp"
#include "results/provenance.hpp"
#include "sim/units/input_error.hpp"

namespace cutpoint {
namespace {

constexpr int kMostJobs = 4096;

std::atomic<bool> interrupted{false};

/// The first Ctrl-C gives up the points in hand and saves the others; a second one ends the
/// program.
void on_interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

po::options_description run_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("output,o", po::value<std::string>(), "results file to write (HDF5)");
  add("force", "overwrite the results file if it exists");
  add_scenario_options(options);
  add("jobs,j", po::value<int>(), "threads (default: all processors)");
  add("dry-run", "list the points and stop");
  add("progress", po::value<std::string>()->default_value("auto"), "auto, plain, json or none");
  add("json", "print one JSON document instead of the table");
  add("quiet,q", "print neither progress nor the table");
  return options;
}

void print_points(const Scenario& scenario) {
  fmt::print("{} points\n", std::ranges::count(scenario.points, false, &Point::is_excluded));
  for (const Point& point : scenario.points) {
    if (point.is_excluded) {
      continue;
    }
    std::string line;
    for (const auto& [axis, dimension] : coordinates(scenario.axes)) {
      line += fmt::format("{}{} = {}",
                          line.empty() ? "" : ", ",
                          axis->name,
                          axis_value_text(*axis, point.position[dimension]));
    }
    fmt::print("{}\n", line);
  }
}

/// Refused before the run, not after it.
void expect_free(const std::filesystem::path& path, bool force) {
  std::error_code ignored;
  if (!force && std::filesystem::exists(path, ignored)) {
    throw InputError{{path.string()},
                     "the file exists; choose another name or give --force to overwrite it"};
  }
  expect_writable(path);
}

unsigned jobs_of(const po::variables_map& values) {
  const int jobs =
      value_of<int>(values, "jobs").value_or(static_cast<int>(std::thread::hardware_concurrency()));
  if (values.count("jobs") > 0 && (jobs < 1 || jobs > kMostJobs)) {
    throw InputError{{}, fmt::format("--jobs {}: expected 1 to {} threads", jobs, kMostJobs)};
  }
  return static_cast<unsigned>(std::max(1, jobs));
}

std::string command_line(const Arguments& arguments) {
  std::string line = "cutpoint run";
  for (const std::string& argument : arguments) {
    line += ' ' + argument;
  }
  return line;
}

ExitCode exit_code(const ScenarioResult& result) {
  if (interrupted) {
    return ExitCode::Interrupted;
  }
  const bool converged =
      std::all_of(result.points.begin(), result.points.end(), [](const PointResult& point) {
        return point.status == PointStatus::Converged || point.status == PointStatus::Excluded;
      });
  return converged ? ExitCode::Done : ExitCode::NotConverged;
}

/// Says what the table cannot.
void print_closing(const ScenarioResult& result, const std::optional<std::string>& output) {
  fmt::print(stderr,
             "fingerprint {}, {:.1f} s; {}\n",
             fingerprint_text(result.fingerprint),
             result.wall_time.count(),
             output ? "results in " + *output : "not saved: give -o FILE.h5 to keep the results");
  if (interrupted) {
    fmt::print(stderr, "interrupted: points that did not end are marked \"not run\"\n");
  }
}

}  // namespace

ExitCode run_command(const Arguments& arguments) {
  const Usage usage{.command = "run",
                    .synopsis = "run SCENARIO.toml [-o FILE.h5] [options]",
                    .description =
                        "Runs every point of a scenario and prints its metrics with 95 % "
                        "intervals.",
                    .positional = "scenario"};
  const auto values = parse_options(usage, run_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  const Scenario scenario =
      load_scenario(*values, "cutpoint run experiments/figures/fig16_throughput/scenario.toml");
  if (values->count("dry-run") > 0) {
    print_points(scenario);
    return ExitCode::Done;
  }
  const auto output = value_of<std::string>(*values, "output");
  if (output) {
    expect_free(*output, values->count("force") > 0);
  }
  const bool quiet = values->count("quiet") > 0;
  const unsigned jobs = jobs_of(*values);
  std::signal(SIGINT, on_interrupt);
  const RunContext context{command_line(arguments), jobs, host_provenance()};
  const ScenarioResult result = run_scenario(
      scenario,
      {.jobs = jobs,
       .on_progress = make_progress(quiet ? "none" : (*values)["progress"].as<std::string>()),
       .interrupted = &interrupted});
  if (output) {
    write_dataset(*output, to_dataset(scenario, result, context));
  }
  if (values->count("json") > 0) {
    fmt::print("{}", run_json(scenario, result));
  } else if (!quiet) {
    fmt::print("{}", run_table(scenario, result));
  }
  if (!quiet) {
    print_closing(result, output);
  }
  return exit_code(result);
}

}  // namespace cutpoint
