// What is measured of bare queues, and how it is collected in batches.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/duration_sum.hpp"
#include "sim/engine/stop_rule.hpp"
#include "sim/stats/batch_estimate.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint {

enum class QueueMetric : std::uint8_t {
  SojournTimeMean,
  SojournTimeP50,
  SojournTimeP95,
  SojournTimeP99,
  SojournTimeP999,
  WaitingTimeMean,  // the sojourn time less the service times
  WaitingTimeP50,
  WaitingTimeP95,
  WaitingTimeP99,
  WaitingTimeP999,
  QueueLengthMean,  // jobs not in service
  JobsInSystemMean,
  Utilization,
  Throughput,
  BlockedShare,  // of the arrivals
};
inline constexpr std::size_t kQueueMetricCount = 15;

struct QueueMetricInfo {
  QueueMetric metric;
  std::string_view name;  // in results files and on the command line
  std::string_view unit;  // "" if dimensionless
  std::string_view long_name;
};

/// By position of the enumerator.
[[nodiscard]] std::span<const QueueMetricInfo> queue_metrics();

[[nodiscard]] std::optional<QueueMetric> find_queue_metric(std::string_view name);

/// Whether it is read from a histogram.
[[nodiscard]] bool is_quantile(QueueMetric metric);

/// What is kept of a stretch of consecutive departures.
struct QueueBatch {
  struct OfClass {
    std::uint64_t jobs = 0;
    DurationSum waiting{};
  };

  std::uint64_t jobs = 0;
  std::uint64_t arrivals = 0;
  std::uint64_t blocked = 0;
  DurationSum waiting{};
  DurationSum sojourn{};
  DurationSum elapsed{};
  DurationSum busy{};       // busy servers integrated over `elapsed`
  DurationSum in_system{};  // likewise jobs
  Histogram sojourn_times;
  Histogram waiting_times;
  std::vector<OfClass> classes;  // empty if there is only one

  void merge(const QueueBatch& later);
  void clear();
};

/// A metric as a target of the stop rule.
struct QueueTarget {
  QueueMetric metric = QueueMetric::SojournTimeMean;
  double servers = 1.0;  // of the whole system

  /// The metric within one batch; NaN if the batch has no observation of it.
  [[nodiscard]] double value(const QueueBatch& batch) const;
  /// The metric over batches, with its interval; NaN without observations or with fewer than two
  /// batches.
  [[nodiscard]] Estimate estimate(std::span<const QueueBatch> batches,
                                  Batches kind = Batches::Consecutive) const;
  [[nodiscard]] bool is_known(const StopRule& rule, std::span<const QueueBatch> batches) const {
    return precise_enough(rule, estimate(batches));
  }
};

/// Mean waiting time of the jobs of one class.
[[nodiscard]] Estimate class_waiting_time(std::span<const QueueBatch> batches,
                                          std::size_t number,
                                          Batches kind = Batches::Consecutive);

}  // namespace cutpoint
