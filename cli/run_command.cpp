#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/utf8.hpp"
#include "cli/dry_run.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/reading_options.hpp"
#include "cli/repeated_run.hpp"
#include "cli/run_report.hpp"
#include "cli/run_request.hpp"
#include "cli/scenario_options.hpp"
#include "cli/shown.hpp"
#include "cli/streams.hpp"
#include "cli/warnings.hpp"
#include "results/store/provenance.hpp"
#include "runner/execute/ranks.hpp"
#include "runner/keep/checkpoint.hpp"
#include "runner/keep/results_dataset.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/result_variables.hpp"

namespace cutpoint {
namespace {

constexpr int kMostJobs = 4096;

std::atomic<bool> interrupted{false};

/// The first Ctrl-C gives up the runs in hand and keeps the others; a second one ends the program.
void on_interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

po::options_description run_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("output,o", po::value<std::string>(), "results file to write (HDF5)");
  add("force", "start anew, overwriting results that are there");
  add("resume", "run only what is missing, or ended for want of a larger budget");
  add("replications", po::value<std::string>(), "+N: add N replications to a finished file");
  add("shard", po::value<std::string>(), "I/N: only the runs whose number is I modulo N, from 0");
  add("embed-inputs",
      po::value<std::string>()->default_value("1 MB"),
      "SIZE, none or all: how large files may be that the results hold a copy of");
  add_scenario_options(options);
  add("jobs,j", po::value<int>(), "threads (default: all processors)");
  add("dry-run", "list the points, estimate the cost, and stop");
  add("progress", po::value<std::string>()->default_value("auto"), "auto, plain, json or none");
  add("strict", "end with 4 under mpirun too if some point did not converge");
  add("json", "print one JSON document instead of the table");
  add("quiet,q", "print neither progress nor the table");
  add_reading_option(options);
  return options;
}

/// How many runs are simulated at a time: threads here, or the workers of mpirun.
unsigned jobs_of(const po::variables_map& values, const Ranks* ranks) {
  if (ranks != nullptr) {
    if (values.count("jobs") > 0) {
      throw InputError{{},
                       "--jobs: under mpirun every process simulates one run at a time; give "
                       "mpirun more processes"};
    }
    return ranks->workers();
  }
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
    line += ' ' + (is_storable_text(argument) ? argument : shown(argument));
  }
  return line;
}

/// The exit code of a run that has ended. For a shard its own runs count and not its points, which
/// are not whole.
ExitCode exit_code(const ScenarioResult& result, bool is_lenient) {
  if (interrupted) {
    return ExitCode::Interrupted;
  }
  if (is_lenient) {
    return ExitCode::Done;
  }
  const auto has_converged = [](const auto& of) {
    return of.status == PointStatus::Converged || of.status == PointStatus::Excluded;
  };
  if (result.plan.shard.count == 1) {
    return std::ranges::all_of(result.points, has_converged) ? ExitCode::Done
                                                             : ExitCode::NotConverged;
  }
  return std::ranges::all_of(
             result.runs,
             [&](const auto& run) { return has_converged(decode_head(run.second, "")); })
             ? ExitCode::Done
             : ExitCode::NotConverged;
}

/// Prints what the table does not say: fingerprint, time, and where the results are.
void print_closing(const ScenarioResult& result, const RunRequest& request) {
  std::string where = "not saved: give -o FILE.h5 to keep the results";
  if (request.output) {
    where = !interrupted          ? "results in " + *request.output
            : result.runs.empty() ? "no run had ended"
                                  : fmt::format("{} runs are kept beside {}; --resume continues",
                                                result.runs.size(),
                                                *request.output);
  }
  print_error("fingerprint {}, {:.1f} s; {}\n",
              fingerprint_text(result.fingerprint),
              result.wall_time.count(),
              shown(where));
  if (interrupted) {
    print_error("interrupted: points that did not end are marked \"not run\"\n");
  }
}

void print_report(const Scenario& scenario,
                  const ScenarioResult& result,
                  const RunRequest& request) {
  if (request.json) {
    fmt::print("{}", run_json(scenario, result));
  } else if (!request.quiet && result.plan.shard.count > 1) {
    fmt::print("{} of {} runs; cutpoint merge puts the shards together\n",
               result.runs.size(),
               result.plan.whole().runs().size());
  } else if (!request.quiet) {
    fmt::print("{}", run_table(scenario, result));
  }
  if (!request.quiet) {
    print_closing(result, request);
  }
}

/// The scenario that is given, or that of a results file.
Scenario scenario_of(const po::variables_map& values, RunRequest& request) {
  constexpr std::string_view example =
      "cutpoint run experiments/figures/fig16_throughput/scenario.toml";
  return is_results_file(required_value(values, "scenario", example))
             ? repeated_scenario(values, request)
             : load_scenario(values, example, request.most_kept.value_or(kMostKeptBytes));
}

/// Simulates what is missing, keeping every run that ends, and writes the file. The scenario gets
/// the contents of inputs that the file had.
ScenarioResult run(Scenario& scenario,
                   const RunRequest& request,
                   const std::string& command_line,
                   unsigned jobs,
                   Ranks* ranks) {
  RunOptions options{.jobs = jobs,
                     .on_progress = make_progress(request.quiet ? "none" : request.progress),
                     .interrupted = &interrupted,
                     .replications = request.replications,
                     .shard = request.shard,
                     .ranks = ranks};
  if (!request.output) {
    return run_scenario(scenario, std::move(options));
  }
  RunContext context{command_line, jobs, host_provenance()};
  Checkpoint checkpoint{scenario,
                        {.output = *request.output,
                         .existing = request.existing,
                         .more_replications = request.more_replications,
                         .shard = request.shard,
                         .replications = request.replications,
                         .keeps_inputs = !request.most_kept,
                         .reading = reading_of(request.verified_only)}};
  options.replications = checkpoint.plan().replications;
  options.finished = checkpoint.finished();
  options.on_finished = [&](const FinishedRun& run) { checkpoint.add(run); };
  ScenarioResult result = run_scenario(scenario, std::move(options));
  if (!interrupted) {
    context.run_seconds = checkpoint.run_seconds();
    scenario.source = checkpoint.source();
    checkpoint.finish(to_dataset(scenario, result, context));
  }
  return result;
}

}  // namespace

ExitCode run_command(const Arguments& arguments) {
  const Usage usage{.command = "run",
                    .synopsis = "run SCENARIO.toml|RESULTS.h5 [-o FILE.h5] [options]",
                    .description =
                        "Runs every point of a scenario and prints its metrics with 95 % "
                        "intervals; of a results file, what it was computed from once more.",
                    .positional = "scenario"};
  const auto values = parse_options(usage, run_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  RunRequest request = run_request(*values);
  Scenario scenario = scenario_of(*values, request);
  const std::unique_ptr<Ranks> ranks = request.dry_run ? nullptr : join_ranks();
  const unsigned jobs = jobs_of(*values, ranks.get());
  if (!request.quiet && (!ranks || ranks->is_first())) {
    print_warnings(scenario.warnings);
  }
  if (request.dry_run) {
    print_dry_run(scenario, request, jobs);
    return ExitCode::Done;
  }
  if (ranks && !ranks->is_first()) {
    ranks->serve(scenario);
    return ExitCode::Done;
  }
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const ScenarioResult result = run(scenario, request, command_line(arguments), jobs, ranks.get());
  print_report(scenario, result, request);
  // mpirun takes any other code for the failure of a process.
  const bool is_lenient = ranks != nullptr && !request.strict;
  return exit_code(result, is_lenient);
}

}  // namespace cutpoint
