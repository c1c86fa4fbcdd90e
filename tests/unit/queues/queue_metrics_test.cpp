#include "sim/queues/queue_metrics.hpp"

#include <chrono>
#include <cmath>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr Duration kSecond = std::chrono::seconds{1};

/// A batch in which every member differs from nothing and from all others.
QueueBatch full_batch() {
  QueueBatch batch{.jobs = 2,
                   .arrivals = 3,
                   .blocked = 4,
                   .waiting = 5 * kSecond,
                   .sojourn = 6 * kSecond,
                   .elapsed = 7 * kSecond,
                   .busy = 8 * kSecond,
                   .in_system = 9 * kSecond};
  batch.sojourn_times.add(10 * kSecond);
  batch.waiting_times.add(11 * kSecond);
  batch.classes = {{.jobs = 12, .waiting = 13 * kSecond}, {.jobs = 14, .waiting = 15 * kSecond}};
  return batch;
}

}  // namespace

TEST_CASE("batches of queues are merged member by member, with all that they keep") {
  QueueBatch sum;
  sum.merge(full_batch());
  sum.merge(full_batch());
  CHECK(sum.jobs == 4);
  CHECK(sum.arrivals == 6);
  CHECK(sum.blocked == 8);
  CHECK(sum.waiting == DurationSum{10 * kSecond});
  CHECK(sum.sojourn == DurationSum{12 * kSecond});
  CHECK(sum.elapsed == DurationSum{14 * kSecond});
  CHECK(sum.busy == DurationSum{16 * kSecond});
  CHECK(sum.in_system == DurationSum{18 * kSecond});
  CHECK(sum.sojourn_times.count() == 2);
  CHECK(sum.waiting_times.count() == 2);
  REQUIRE(sum.classes.size() == 2);
  CHECK(sum.classes[1].jobs == 28);
  CHECK(sum.classes[1].waiting == DurationSum{30 * kSecond});
}

TEST_CASE("a batch of queues that is cleared adds nothing") {
  QueueBatch batch = full_batch();
  batch.clear();
  QueueBatch sum = full_batch();
  sum.merge(batch);
  CHECK(sum.jobs == 2);
  CHECK(sum.in_system == DurationSum{9 * kSecond});
  CHECK(sum.waiting_times.count() == 1);
  CHECK(sum.classes[0].jobs == 12);
  CHECK(batch.classes.size() == 2);
}

TEST_CASE("a metric of queues is a ratio of sums, and their rate is judged by its reciprocal") {
  const auto value = [](QueueMetric metric) { return metric->value(full_batch(), 4.0); };
  CHECK(value("sojourn_time_mean") == 6.0 / 2.0);
  CHECK(value("waiting_time_mean") == 5.0 / 2.0);
  CHECK(value("queue_length_mean") == (9.0 - 8.0) / 7.0);
  CHECK(value("jobs_in_system_mean") == 9.0 / 7.0);
  CHECK(value("utilization") == 8.0 / (4.0 * 7.0));
  CHECK(value("throughput") == 7.0 / 2.0);
  CHECK(value("blocked_share") == 4.0 / 3.0);
  CHECK(value("waiting_time_p99") == Approx(11.0).epsilon(Histogram::kRelativeError));
  CHECK(std::isnan(QueueMetric { "sojourn_time_p50" } -> value({}, 4.0)));
}

}  // namespace cutpoint
