#include "cli/dry_run.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "cli/reading_options.hpp"
#include "cli/run_report.hpp"
#include "cli/shown.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
namespace {

/// What results file and journal know of a run that is not done here: runs that need not be
/// repeated, and how long runs took.
struct Known {
  RunPlan plan;
  RunSet finished;       // finished runs of the plan
  double seconds = 0.0;  // seconds that all runs on the disk took
  std::size_t runs = 0;  // how many these are
};

/// Adds the runs of a file, if they belong to this scenario and program.
void take(Known& known, const Scenario& scenario, const StoredRuns& stored) {
  if (difference(stored.origin, origin_of(scenario, known.plan))) {
    return;
  }
  expect_possible(stored.origin, scenario, stored.path);
  known.seconds += stored.seconds;
  known.runs += stored.runs.size();
  known.plan.replications = std::max(known.plan.replications, stored.origin.replications);
  for (const auto& [key, record] : stored.runs) {
    if (key.point < scenario.points.size() &&
        is_final(decode_head(record, stored.path), scenario.points[key.point])) {
      known.finished.insert_or_assign(key, record);
    }
  }
}

Known known_of(const Scenario& scenario, const RunRequest& request) {
  Known known{plan_of(scenario, {.replications = request.replications, .shard = request.shard}),
              {}};
  if (request.output) {
    for (const std::filesystem::path& path :
         {std::filesystem::path{*request.output}, journal_path(*request.output)}) {
      std::error_code ignored;
      if (std::filesystem::exists(path, ignored)) {
        take(known, scenario, read_runs(path, reading_of(request.verified_only)));
      }
    }
  }
  known.plan.replications += request.more_replications;
  if (!known.plan.is_possible()) {
    throw InputError{{scenario.path.string()},
                     fmt::format("points x replications are more than {} runs; lower one of them",
                                 kMostPlannedRuns)};
  }
  if (request.existing != Existing::Resume) {
    known.finished.clear();
  }
  return known;
}

void print_points(const Scenario& scenario) {
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
    fmt::print("{}\n", shown(line));
  }
}

/// Prints how many runs are missing, at most how many observations they make, and how long they
/// take if each takes what those on the disk took in the mean.
void print_cost(const Scenario& scenario, const Known& known, unsigned jobs) {
  std::size_t missing = 0;
  std::uint64_t most = 0;
  for (const RunKey& key : known.plan.runs()) {
    if (!known.finished.contains(key)) {
      ++missing;
      most += scenario.points[key.point].run.max_observations;
    }
  }
  const std::optional<std::string> unit = kind_of(scenario).budget_unit();
  fmt::print("to run: {}", missing);
  if (missing > 0 && unit) {
    fmt::print(", at most {:.3g} {}", static_cast<double>(most), *unit);
  }
  if (missing > 0 && known.runs > 0) {
    const double mean = known.seconds / static_cast<double>(known.runs);
    fmt::print("; about {:.3g} s with --jobs {}, as the {} runs on the disk took {:.3g} s each",
               mean * static_cast<double>(missing) / jobs,
               jobs,
               known.runs,
               mean);
  }
  fmt::print("\n");
}

}  // namespace

void print_dry_run(const Scenario& scenario, const RunRequest& request, unsigned jobs) {
  const Known known = known_of(scenario, request);
  fmt::print("{} points, {} runs\n",
             std::ranges::count(scenario.points, false, &Point::is_excluded),
             known.plan.runs().size());
  print_points(scenario);
  print_cost(scenario, known, jobs);
}

}  // namespace cutpoint
