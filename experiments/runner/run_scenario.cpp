#include "experiments/runner/run_scenario.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "experiments/runner/fleet_assembly.hpp"
#include "sim/engine/fingerprint.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

using Clock = std::chrono::steady_clock;

PointStatus status_of(RunStatus status) {
  switch (status) {
    case RunStatus::Converged:
      return PointStatus::Converged;
    case RunStatus::Budget:
      return PointStatus::Budget;
    case RunStatus::Unstable:
      return PointStatus::Unstable;
  }
  return PointStatus::NotRun;
}

bool is_settled(ThroughputStatus status) { return status != ThroughputStatus::Budget; }

PointResult measure_throughput(const Point& point, FleetSettings& settings) {
  PointResult result;
  Saturation saturation = saturate(settings);
  result.fleet = std::move(saturation.run);
  result.saturation = saturation.throughput;
  if (saturation.throughput.status == ThroughputStatus::Unbounded) {
    result.bounded = saturation.throughput;
  } else {
    result.bounded =
        bounded_rate(settings, point.throughput, Rate{saturation.throughput.rate.value});
  }
  const bool settled = is_settled(result.saturation->status) && is_settled(result.bounded->status);
  result.status = settled ? PointStatus::Converged : PointStatus::Budget;
  return result;
}

PointResult run_point(const Point& point,
                      const PredictorSet& predictors,
                      const std::atomic<bool>* interrupted) {
  FleetSettings settings = assemble_fleet(point, predictors);
  settings.stop.interrupted = interrupted;
  if (point.run.kind == ExperimentKind::Throughput) {
    return measure_throughput(point, settings);
  }
  PointResult result;
  result.fleet = run_fleet(settings);
  result.status = status_of(result.fleet->status);
  return result;
}

/// Hands out points to threads and collects what they find.
class PointQueue {
 public:
  PointQueue(const Scenario& scenario, const PredictorSet& predictors, const RunOptions& options)
      : scenario_{scenario},
        predictors_{predictors},
        options_{options},
        results_(scenario.points.size()) {}

  std::vector<PointResult> run() {
    const auto jobs = std::min<std::size_t>(options_.jobs, scenario_.points.size());
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < jobs; ++i) {
        threads.emplace_back([this] { work(); });
      }
      work();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return std::move(results_);
  }

 private:
  void work() {
    try {
      for (std::size_t i = next_++; i < scenario_.points.size() && !is_over(); i = next_++) {
        PointResult result = run_point(scenario_.points[i], predictors_, options_.interrupted);
        if (!is_interrupted()) {
          results_[i] = std::move(result);
          report();
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

  void report() {
    const std::lock_guard lock{mutex_};
    ++done_;
    if (options_.on_progress) {
      options_.on_progress({done_, scenario_.points.size(), Clock::now() - start_});
    }
  }

  const Scenario& scenario_;
  const PredictorSet& predictors_;
  const RunOptions& options_;
  const Clock::time_point start_ = Clock::now();
  std::vector<PointResult> results_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::exception_ptr failure_;
};

std::uint64_t fingerprint_of(const std::vector<PointResult>& points) {
  Fingerprint all;
  for (const PointResult& point : points) {
    all.add(point.fleet ? point.fleet->fingerprint : 0);
    for (const std::optional<Throughput>& throughput : {point.saturation, point.bounded}) {
      all.add(throughput ? std::bit_cast<std::uint64_t>(throughput->rate.value) : 0);
    }
  }
  return all.value();
}

}  // namespace

std::string_view to_string(PointStatus status) {
  switch (status) {
    case PointStatus::Converged:
      return "converged";
    case PointStatus::Budget:
      return "budget";
    case PointStatus::Unstable:
      return "unstable";
    case PointStatus::NotRun:
      return "not run";
  }
  return "unknown";
}

ScenarioResult run_scenario(const Scenario& scenario, const RunOptions& options) {
  CUTPOINT_EXPECTS(options.jobs >= 1);

  const auto start = Clock::now();
  const PredictorSet predictors = fit_predictors(scenario);
  ScenarioResult result;
  result.points = PointQueue{scenario, predictors, options}.run();
  result.wall_time = Clock::now() - start;
  result.fingerprint = fingerprint_of(result.points);
  return result;
}

}  // namespace cutpoint
