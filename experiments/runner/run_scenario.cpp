#include "experiments/runner/run_scenario.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <exception>
#include <mutex>
#include <thread>

#include "experiments/runner/decision_run.hpp"
#include "experiments/runner/replications.hpp"
#include "sim/engine/fingerprint.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

using Clock = std::chrono::steady_clock;

bool is_settled(ThroughputStatus status) { return status != ThroughputStatus::Budget; }

PointResult measure_throughput(const Point& point, FleetSettings& settings) {
  PointResult result;
  Saturation saturation = saturate(settings);
  result.fleet = std::move(saturation.run);
  result.saturation = saturation.throughput;
  if (!std::isfinite(saturation.throughput.rate.value)) {
    result.bounded = saturation.throughput;  // unbounded, or not known well enough to start from
  } else {
    result.bounded =
        bounded_rate(settings, point.throughput, Rate{saturation.throughput.rate.value});
  }
  const bool settled = is_settled(result.saturation->status) && is_settled(result.bounded->status);
  result.status = settled ? PointStatus::Converged : PointStatus::Budget;
  return result;
}

/// One replication of one point.
PointResult run_once(const Point& point,
                     std::uint32_t replication,
                     const PredictorSet& predictors,
                     const std::atomic<bool>* interrupted) {
  PointResult result;
  if (point.queues) {
    QueueRunSettings settings = queue_run_settings(point.run, replication);
    settings.stop.interrupted = interrupted;
    result.queues = run_queues(*point.queues, settings);
    result.status = to_point_status(result.queues->status);
    return result;
  }
  if (point.run.kind == ExperimentKind::Decisions) {
    result.decisions = decide_queries(point, predictors);
    result.status = PointStatus::Converged;
    return result;
  }
  AssembledFleet fleet = assemble_fleet(point, predictors);
  FleetSettings& settings = fleet.settings;
  settings.replication = replication;
  settings.stop.relative_precision = precision_of_one(point.run);
  settings.stop.interrupted = interrupted;
  if (point.run.kind == ExperimentKind::Throughput) {
    result = measure_throughput(point, settings);
    result.cut_labels = std::move(fleet.labels);
    return result;
  }
  result.fleet = run_fleet(settings);
  result.cut_labels = std::move(fleet.labels);
  result.status = to_point_status(result.fleet->status);
  return result;
}

/// Hands out the replications of all points to threads and collects what they find.
class RunQueue {
 public:
  RunQueue(const Scenario& scenario, const PredictorSet& predictors, const RunOptions& options)
      : scenario_{scenario},
        predictors_{predictors},
        options_{options},
        replications_{scenario.points.front().run.replications},
        results_(scenario.points.size() * replications_),
        runs_{results_.size()} {
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (is_excluded(i)) {
        results_[i].status = PointStatus::Excluded;
        --runs_;
      }
    }
  }

  /// By point, then replication.
  std::vector<PointResult> run() {
    const auto jobs = std::min<std::size_t>(options_.jobs, results_.size());
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
      for (std::size_t i = next_++; i < results_.size() && !is_over(); i = next_++) {
        if (is_excluded(i)) {
          continue;
        }
        PointResult result = run_once(scenario_.points[i / replications_],
                                      static_cast<std::uint32_t>(i % replications_),
                                      predictors_,
                                      options_.interrupted);
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

  [[nodiscard]] bool is_excluded(std::size_t run) const {
    return scenario_.points[run / replications_].is_excluded;
  }
  [[nodiscard]] bool is_over() const { return failed_ || is_interrupted(); }
  [[nodiscard]] bool is_interrupted() const {
    return options_.interrupted != nullptr && *options_.interrupted;
  }

  void report() {
    const std::lock_guard lock{mutex_};
    ++done_;
    if (options_.on_progress) {
      options_.on_progress({done_, runs_, Clock::now() - start_});
    }
  }

  const Scenario& scenario_;
  const PredictorSet& predictors_;
  const RunOptions& options_;
  const Clock::time_point start_ = Clock::now();
  std::size_t replications_;
  std::vector<PointResult> results_;
  std::size_t runs_;  // without those of excluded points
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::exception_ptr failure_;
};

std::uint64_t fingerprint_of(const std::vector<PointResult>& points) {
  Fingerprint all;
  for (const PointResult& point : points) {
    all.add(bookkeeping_of(point).fingerprint);
    for (const std::optional<Throughput>& throughput : {point.saturation, point.bounded}) {
      all.add(throughput ? std::bit_cast<std::uint64_t>(throughput->rate.value) : 0);
    }
  }
  return all.value();
}

}  // namespace

ScenarioResult run_scenario(const Scenario& scenario, const RunOptions& options) {
  CUTPOINT_EXPECTS(options.jobs >= 1);

  const auto start = Clock::now();
  expect_representable(scenario);
  const PredictorSet predictors = fit_predictors(scenario);
  std::vector<PointResult> runs = RunQueue{scenario, predictors, options}.run();
  ScenarioResult result;
  const std::size_t replications = scenario.points.front().run.replications;
  for (std::size_t i = 0; i < scenario.points.size(); ++i) {
    result.points.push_back(merge_replications(
        scenario.points[i], std::span{runs}.subspan(i * replications, replications)));
  }
  result.wall_time = Clock::now() - start;
  result.fingerprint = fingerprint_of(result.points);
  return result;
}

}  // namespace cutpoint
