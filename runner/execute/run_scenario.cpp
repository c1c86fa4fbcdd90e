#include "runner/execute/run_scenario.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/contract.hpp"
#include "runner/execute/ranks.hpp"
#include "runner/execute/single_run.hpp"
#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/representable.hpp"

namespace cutpoint {
namespace {

using Clock = std::chrono::steady_clock;

/// Collects runs as they end, from wherever, and tells of them.
class Collector {
 public:
  Collector(const RunPlan& plan, const std::vector<RunKey>& runs, RunOptions& options)
      : options_{options}, left_(plan.points, 0) {
    progress_.runs = runs.size();
    progress_.runs_kept = progress_.runs_done = options.finished.size();
    for (const RunKey& key : runs) {
      ++left_[key.point];
    }
    progress_.points =
        left_.size() - static_cast<std::size_t>(std::count(left_.begin(), left_.end(), 0U));
    for (const auto& [key, record] : options.finished) {
      finish(key.point);
    }
  }

  /// By one thread at a time.
  void take(FinishedRun run) {
    if (options_.on_finished) {
      options_.on_finished(run);
    }
    finish(run.key.point);
    ++progress_.runs_done;
    progress_.events += run.events;
    progress_.worst_precision = std::max(progress_.worst_precision, run.precision);
    progress_.elapsed = Clock::now() - start_;
    options_.finished.emplace(run.key, std::move(run.record));
    if (options_.on_progress) {
      options_.on_progress(progress_);
    }
  }

 private:
  void finish(std::size_t point) {
    if (--left_[point] == 0) {
      ++progress_.points_done;
    }
  }

  RunOptions& options_;
  std::vector<std::size_t> left_;  // runs of a point that have not ended
  const Clock::time_point start_ = Clock::now();
  RunProgress progress_;
};

/// Hands out runs to threads.
class RunQueue {
 public:
  RunQueue(const Scenario& scenario,
           const std::vector<RunKey>& runs,
           const RunOptions& options,
           Collector& collector)
      : scenario_{scenario},
        runs_{runs},
        predictors_{fit_predictors(scenario)},
        options_{options},
        collector_{collector} {}

  void run() {
    const auto jobs = std::min<std::size_t>(options_.jobs, runs_.size());
    {
      std::vector<std::jthread> threads;
      try {
        for (std::size_t i = 1; i < jobs; ++i) {
          threads.emplace_back([this] { work(); });
        }
      } catch (const std::system_error&) {
        // The system has no more threads to give (ulimit -u); those that there are do it all.
      }
      work();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  void work() {
    try {
      for (std::size_t i = next_++; i < runs_.size() && !is_over(); i = next_++) {
        FinishedRun run = single_run(scenario_, runs_[i], predictors_, options_.interrupted);
        if (!is_interrupted()) {
          const std::lock_guard lock{mutex_};
          collector_.take(std::move(run));
        }
      }
    } catch (...) {
      const std::lock_guard lock{mutex_};
      failure_ = std::current_exception();
      failed_ = true;
    }
  }

  [[nodiscard]] bool is_over() const { return failed_ || is_interrupted(); }
  [[nodiscard]] bool is_interrupted() const {
    return options_.interrupted != nullptr && *options_.interrupted;
  }

  const Scenario& scenario_;
  const std::vector<RunKey>& runs_;
  const PredictorSet predictors_;
  const RunOptions& options_;
  Collector& collector_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

/// The runs of the plan that have not ended yet, in the order of the plan.
std::vector<RunKey> missing_runs(const std::vector<RunKey>& runs, const RunSet& finished) {
  std::vector<RunKey> missing;
  std::ranges::copy_if(runs, std::back_inserter(missing), [&](const RunKey& key) {
    return !finished.contains(key);
  });
  return missing;
}

}  // namespace

ScenarioResult run_scenario(const Scenario& scenario, RunOptions options) {
  CUTPOINT_EXPECTS(options.jobs >= 1);

  const auto start = Clock::now();
  expect_representable(scenario);
  const RunPlan plan =
      plan_of(scenario, {.replications = options.replications, .shard = options.shard});
  std::erase_if(options.finished, [&](const auto& run) { return !plan.holds(run.first); });
  const std::vector<RunKey> runs = plan.runs();
  const std::vector<RunKey> missing = missing_runs(runs, options.finished);
  Collector collector{plan, runs, options};
  if (options.ranks != nullptr) {
    options.ranks->hand_out(
        scenario,
        missing,
        [&](FinishedRun run) { collector.take(std::move(run)); },
        options.interrupted);
  } else if (!missing.empty()) {
    RunQueue{scenario, missing, options, collector}.run();
  }
  ScenarioResult result = summarize(scenario, plan, std::move(options.finished), scenario.path);
  result.wall_time = Clock::now() - start;
  return result;
}

}  // namespace cutpoint
