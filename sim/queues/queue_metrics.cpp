#include "sim/queues/queue_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace cutpoint {
namespace {

constexpr std::array<QueueMetricInfo, kQueueMetricCount> kMetrics{{
    {QueueMetric::SojournTimeMean, "sojourn_time_mean", "s", "mean time in the system"},
    {QueueMetric::SojournTimeP50, "sojourn_time_p50", "s", "median time in the system"},
    {QueueMetric::SojournTimeP95, "sojourn_time_p95", "s", "95th percentile of time in the system"},
    {QueueMetric::SojournTimeP99, "sojourn_time_p99", "s", "99th percentile of time in the system"},
    {QueueMetric::SojournTimeP999,
     "sojourn_time_p999",
     "s",
     "99.9th percentile of time in the system"},
    {QueueMetric::WaitingTimeMean, "waiting_time_mean", "s", "mean time in the system not served"},
    {QueueMetric::WaitingTimeP50, "waiting_time_p50", "s", "median time not served"},
    {QueueMetric::WaitingTimeP95, "waiting_time_p95", "s", "95th percentile of time not served"},
    {QueueMetric::WaitingTimeP99, "waiting_time_p99", "s", "99th percentile of time not served"},
    {QueueMetric::WaitingTimeP999,
     "waiting_time_p999",
     "s",
     "99.9th percentile of time not served"},
    {QueueMetric::QueueLengthMean, "queue_length_mean", "", "mean number of jobs not in service"},
    {QueueMetric::JobsInSystemMean, "jobs_in_system_mean", "", "mean number of jobs in the system"},
    {QueueMetric::Utilization, "utilization", "", "busy share of the servers' time"},
    {QueueMetric::Throughput, "throughput", "1/s", "departures per second"},
    {QueueMetric::BlockedShare, "blocked_share", "", "share of the arrivals that is lost"},
}};

double seconds(DurationSum sum) { return sum.seconds().count(); }

std::optional<QuantileOf<QueueBatch>> quantile_of(QueueMetric metric) {
  switch (metric) {
    case QueueMetric::SojournTimeP50:
      return QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.5};
    case QueueMetric::SojournTimeP95:
      return QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.95};
    case QueueMetric::SojournTimeP99:
      return QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.99};
    case QueueMetric::SojournTimeP999:
      return QuantileOf<QueueBatch>{&QueueBatch::sojourn_times, 0.999};
    case QueueMetric::WaitingTimeP50:
      return QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.5};
    case QueueMetric::WaitingTimeP95:
      return QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.95};
    case QueueMetric::WaitingTimeP99:
      return QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.99};
    case QueueMetric::WaitingTimeP999:
      return QuantileOf<QueueBatch>{&QueueBatch::waiting_times, 0.999};
    default:
      return std::nullopt;
  }
}

Ratio ratio_of(QueueMetric metric, const QueueBatch& batch, double servers) {
  const auto jobs = static_cast<double>(batch.jobs);
  switch (metric) {
    case QueueMetric::SojournTimeMean:
      return {seconds(batch.sojourn), jobs};
    case QueueMetric::WaitingTimeMean:
      return {seconds(batch.waiting), jobs};
    case QueueMetric::QueueLengthMean:
      return {seconds(batch.in_system - batch.busy), seconds(batch.elapsed)};
    case QueueMetric::JobsInSystemMean:
      return {seconds(batch.in_system), seconds(batch.elapsed)};
    case QueueMetric::Utilization:
      return {seconds(batch.busy), servers * seconds(batch.elapsed)};
    case QueueMetric::BlockedShare:
      return {static_cast<double>(batch.blocked), static_cast<double>(batch.arrivals)};
    default:
      return {jobs, seconds(batch.elapsed)};  // throughput
  }
}

}  // namespace

std::span<const QueueMetricInfo> queue_metrics() { return kMetrics; }

std::optional<QueueMetric> find_queue_metric(std::string_view name) {
  const auto found = std::ranges::find(kMetrics, name, &QueueMetricInfo::name);
  return found == kMetrics.end() ? std::nullopt : std::optional{found->metric};
}

bool is_quantile(QueueMetric metric) { return quantile_of(metric).has_value(); }

void QueueBatch::merge(const QueueBatch& later) {
  jobs += later.jobs;
  arrivals += later.arrivals;
  blocked += later.blocked;
  waiting += later.waiting;
  sojourn += later.sojourn;
  elapsed += later.elapsed;
  busy += later.busy;
  in_system += later.in_system;
  sojourn_times.merge(later.sojourn_times);
  waiting_times.merge(later.waiting_times);
  classes.resize(std::max(classes.size(), later.classes.size()));
  for (std::size_t i = 0; i < later.classes.size(); ++i) {
    classes[i].jobs += later.classes[i].jobs;
    classes[i].waiting += later.classes[i].waiting;
  }
}

void QueueBatch::clear() {
  jobs = arrivals = blocked = 0;
  waiting = sojourn = elapsed = busy = in_system = DurationSum{};
  sojourn_times.clear();
  waiting_times.clear();
  std::fill(classes.begin(), classes.end(), OfClass{});
}

double QueueTarget::value(const QueueBatch& batch) const {
  if (const auto quantile = quantile_of(metric)) {
    return batch_quantile(batch, *quantile);
  }
  const Ratio ratio = ratio_of(metric, batch, servers);
  // A batch may take no time at all, but has jobs.
  return metric == QueueMetric::Throughput ? ratio.denominator / ratio.numerator
                                           : ratio.numerator / ratio.denominator;
}

Estimate QueueTarget::estimate(std::span<const QueueBatch> batches, Batches kind) const {
  if (const auto quantile = quantile_of(metric)) {
    return estimate_quantile(batches, *quantile, kind);
  }
  std::vector<Ratio> ratios;
  for (const QueueBatch& batch : batches) {
    ratios.push_back(ratio_of(metric, batch, servers));
  }
  return estimate_ratio(ratios, kind);
}

Estimate class_waiting_time(std::span<const QueueBatch> batches, std::size_t number, Batches kind) {
  std::vector<Ratio> ratios;
  for (const QueueBatch& batch : batches) {
    if (number < batch.classes.size()) {
      const QueueBatch::OfClass& of_class = batch.classes[number];
      ratios.push_back({seconds(of_class.waiting), static_cast<double>(of_class.jobs)});
    }
  }
  return estimate_ratio(ratios, kind);
}

}  // namespace cutpoint
