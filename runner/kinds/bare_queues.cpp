#include "runner/kinds/bare_queues.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "runner/kinds/histogram_variables.hpp"
#include "runner/kinds/metric_table.hpp"
#include "runner/kinds/replications.hpp"
#include "runner/kinds/representable.hpp"

namespace cutpoint {
namespace {

/// The queues that were simulated at a point; null if none were.
const QueueResult* result_of(const PointResult& point) {
  return std::get_if<QueueResult>(&point.outcome);
}

constexpr std::array kTimes{
    ObservedTime{"sojourn_time",
                 "jobs by sojourn time",
                 [](const PointResult& point) -> const Histogram* {
                   const QueueResult* queues = result_of(point);
                   return queues != nullptr ? &queues->steady.sojourn_times : nullptr;
                 }},
    ObservedTime{"waiting_time",
                 "jobs by waiting time",
                 [](const PointResult& point) -> const Histogram* {
                   const QueueResult* queues = result_of(point);
                   return queues != nullptr ? &queues->steady.waiting_times : nullptr;
                 }},
};

const QueueSystem& system_in(const Point& point) {
  return std::get<QueueExperiment>(point.experiment).system;
}

class QueueKind final : public Kind {
 public:
  /// The name is that of a steady state: a scenario has no other word for it, as what is measured
  /// is the same, of a source and stations.
  [[nodiscard]] std::string_view name() const override { return "steady_state"; }
  [[nodiscard]] std::optional<std::string> budget_unit() const override { return "jobs"; }
  [[nodiscard]] bool may_be_replicated() const override { return true; }

  void expect_representable(const Scenario& scenario, const Point& point) const override;

  [[nodiscard]] std::vector<std::pair<std::string, ShownValue>> derived_values(
      const Point& point) const override {
    const QueueSystem& system = system_in(point);
    std::vector<std::pair<std::string, ShownValue>> values{
        {"mean interarrival time", {system.arrivals.mean().count(), "s"}},
        {"interarrival cv", {system.arrivals.cv(), ""}}};
    for (const StationSettings& station : system.stations) {
      values.emplace_back("offered load of " + station.name,
                          ShownValue{offered_load(system, station), ""});
    }
    return values;
  }

  [[nodiscard]] SimulatedPoint run(const Point& point,
                                   const RunRequirements& requirements) const override {
    QueueRunSettings settings = queue_run_settings(point.run, requirements.replication);
    settings.stop.interrupted = requirements.interrupted;
    QueueResult queues = run_queues(system_in(point), settings);
    const std::uint64_t events = queues.events;
    PointResult result{.status = to_point_status(queues.status), .end = queues.end, .outcome = {}};
    result.outcome = std::move(queues);
    return {std::move(result), events};
  }

  [[nodiscard]] bool is_possible(const Point&, const PointResult& run) const override {
    const QueueResult* queues = result_of(run);
    return queues != nullptr && queues->steady.elapsed >= DurationSum{} &&
           queues->steady.busy >= DurationSum{};
  }

  [[nodiscard]] bool have_same_shape(const PointResult& a, const PointResult& b) const override {
    return result_of(a)->class_waiting_times.size() == result_of(b)->class_waiting_times.size();
  }

  [[nodiscard]] PointOutcome merge(const Point& point,
                                   std::span<const PointResult> runs) const override;

  [[nodiscard]] std::vector<NamedEstimate> metrics(const Point& point,
                                                   const PointResult& result) const override;

  [[nodiscard]] Bookkeeping bookkeeping(const PointResult& result) const override {
    const QueueResult* queues = result_of(result);
    return queues == nullptr ? Bookkeeping{}
                             : Bookkeeping{.completed = queues->departures,
                                           .discarded_share = queues->discarded_share,
                                           .events = queues->events,
                                           .fingerprint = queues->fingerprint};
  }

  [[nodiscard]] RecordParts take_apart(PointOutcome outcome) const override {
    RecordParts parts;
    parts.queues = std::get<QueueResult>(std::move(outcome));
    return parts;
  }

  [[nodiscard]] std::optional<PointOutcome> put_together(RecordParts& parts) const override {
    if (!parts.queues || parts.decisions || parts.fleet || parts.saturation || parts.bounded ||
        !parts.cut_labels.empty()) {
      return std::nullopt;
    }
    return *std::move(parts.queues);
  }

  [[nodiscard]] std::span<const ObservedTime> observed_times() const override { return kTimes; }

  [[nodiscard]] ResultTable table(const Scenario& scenario,
                                  std::span<const PointResult> results) const override {
    return metric_table(*this, scenario, results);
  }

 protected:
  [[nodiscard]] std::string observations() const override { return "jobs"; }

  [[nodiscard]] std::string line_name(const Point& point, std::uint32_t line) const override {
    const std::vector<StationSettings>& stations = system_in(point).stations;
    return line < stations.size() ? "station " + stations[line].name : "unknown";
  }
};

void QueueKind::expect_representable(const Scenario& scenario, const Point& point) const {
  // The largest load of a station that loses jobs: its run is longer than its budget by that
  // factor.
  constexpr double kHighestLoad = 1e3;
  const QueueSystem& system = system_in(point);
  // Each copy has its own source.
  expect_arrivals_representable(
      scenario, system.arrivals.mean() / double(system.copies), point.run.max_observations);
  for (const StationSettings& station : system.stations) {
    if (station.capacity != StationSettings::kUnlimited &&
        !(offered_load(system, station) <= kHighestLoad)) {
      throw InputError{place_of_rate(scenario),
                       "station \"" + station.name +
                           "\" is offered more than 1000 times what it can do; lower the rate"};
    }
  }
}

PointOutcome QueueKind::merge(const Point& point, std::span<const PointResult> runs) const {
  QueueResult sum;
  Fingerprint fingerprint;
  std::vector<QueueBatch> batches;
  for (const PointResult& run : runs) {
    const QueueResult& queues = *result_of(run);
    add_replication(sum, queues, fingerprint);
    sum.arrivals += queues.arrivals;
    sum.departures += queues.departures;
    sum.blocked += queues.blocked;
    sum.sojourn_sum += queues.sojourn_sum;
    sum.jobs_in_system_integral += queues.jobs_in_system_integral;
    sum.busy_integral += queues.busy_integral;
    sum.service_sum += queues.service_sum;
    batches.push_back(queues.steady);
  }
  const double servers = server_count(system_in(point));
  for (const QueueMetric metric : QueueMetric::all()) {
    sum.metrics[metric.index()] = metric->estimate(batches, servers, Batches::Independent);
  }
  const std::size_t classes = result_of(runs.front())->class_waiting_times.size();
  for (std::size_t i = 0; i < classes; ++i) {
    sum.class_waiting_times.push_back(class_waiting_time(batches, i, Batches::Independent));
  }
  sum.discarded_share /= static_cast<double>(runs.size());
  sum.fingerprint = fingerprint.value();
  return sum;
}

std::vector<NamedEstimate> QueueKind::metrics(const Point& point, const PointResult& result) const {
  const QueueResult* queues = result_of(result);
  std::vector<NamedEstimate> metrics;
  for (const QueueMetric metric : QueueMetric::all()) {
    metrics.push_back({std::string{metric->name},
                       std::string{metric->unit},
                       std::string{metric->long_name},
                       queues != nullptr ? (*queues)[metric] : Estimate{},
                       std::string{metric->column}});
  }
  const std::size_t classes = system_in(point).class_shares.size();
  for (std::size_t i = 0; classes > 1 && i < classes; ++i) {
    const bool is_known = queues != nullptr && i < queues->class_waiting_times.size();
    metrics.push_back({"waiting_time_mean_class_" + std::to_string(i),
                       "s",
                       "mean time in the system not served, of class " + std::to_string(i),
                       is_known ? queues->class_waiting_times[i] : Estimate{},
                       ""});
  }
  return metrics;
}

}  // namespace

const Kind& queue_kind() {
  static const QueueKind kind;
  return kind;
}

QueueRunSettings queue_run_settings(const RunSettings& run, std::uint32_t replication) {
  QueueRunSettings settings{.seed = run.seed, .replication = replication};
  settings.targets.clear();
  for (const std::string& name : run.precision.metrics) {
    const auto metric = QueueMetric::find(name);
    CUTPOINT_EXPECTS(metric.has_value());
    settings.targets.push_back(*metric);
  }
  settings.stop.relative_precision = precision_of_one(run);
  settings.stop.max_observations = run.max_observations;
  settings.is_replicated = run.replications > 1;
  return settings;
}

}  // namespace cutpoint
