#include "fleet/recorder/fleet_metrics.hpp"

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr Duration kSecond = std::chrono::seconds{1};
constexpr Duration kMillisecond = std::chrono::milliseconds{1};

/// A batch in which every member differs from nothing and from all others.
FleetBatch full_batch() {
  FleetBatch batch{.queries = 2,
                   .remote = 3,
                   .elapsed = 4 * kSecond,
                   .busy = 5 * kSecond,
                   .mobile_energy = Joules{6.0},
                   .server_energy = Joules{7.0},
                   .latency_regret = Seconds{8.0},
                   .latency_decisions = 9,
                   .energy_regret = Joules{10.0},
                   .energy_decisions = 11};
  for (std::size_t span = 0; span < kSpanCount; ++span) {
    batch.spans[span] = (static_cast<std::int64_t>(span) + 12) * kMillisecond;
  }
  batch.latency.add(20 * kSecond);
  batch.server_sojourn.add(21 * kSecond);
  batch.cuts = {22, 23};
  return batch;
}

}  // namespace

TEST_CASE("a batch is merged member by member, with all that it keeps") {
  FleetBatch sum = full_batch();
  sum.merge(full_batch());
  CHECK(sum.queries == 4);
  CHECK(sum.remote == 6);
  CHECK(sum.spans[7] == DurationSum{38 * kMillisecond});
  CHECK(sum.elapsed == DurationSum{8 * kSecond});
  CHECK(sum.busy == DurationSum{10 * kSecond});
  CHECK(sum.mobile_energy == Joules{12.0});
  CHECK(sum.server_energy == Joules{14.0});
  CHECK(sum.latency_regret == Seconds{16.0});
  CHECK(sum.latency_decisions == 18);
  CHECK(sum.energy_regret == Joules{20.0});
  CHECK(sum.energy_decisions == 22);
  CHECK(sum.latency.count() == 2);
  CHECK(sum.server_sojourn.count() == 2);
  CHECK(sum.cuts == std::vector<std::uint64_t>{44, 46});
}

TEST_CASE("cuts that only the later of two batches has are kept") {
  FleetBatch sum;
  sum.merge(full_batch());
  CHECK(sum.cuts == std::vector<std::uint64_t>{22, 23});
}

TEST_CASE("a batch that is cleared adds nothing, and still knows how many cuts there are") {
  FleetBatch batch = full_batch();
  batch.clear();
  FleetBatch sum = full_batch();
  sum.merge(batch);
  const FleetBatch expected = full_batch();
  CHECK(sum.queries == expected.queries);
  CHECK(sum.spans == expected.spans);
  CHECK(sum.energy_decisions == expected.energy_decisions);
  CHECK(sum.latency.bins() == expected.latency.bins());
  CHECK(sum.cuts == expected.cuts);
  CHECK(batch.cuts == std::vector<std::uint64_t>{0, 0});
}

TEST_CASE("the means of the spans stand together, in the order of a query's life") {
  for (std::size_t span = 0; span < kSpanCount; ++span) {
    FleetBatch batch{.queries = 4};
    batch.spans[span] = 2 * kSecond;
    const auto& metric = kFleetMetrics[FleetMetric{"span_decision_mean"}.index() + span];
    CAPTURE(std::string{metric.name});
    CHECK(metric.name.starts_with("span_"));
    CHECK(metric.value(batch, {}) == 0.5);
  }
}

TEST_CASE("a metric is a ratio of sums, and a rate is judged by its reciprocal") {
  const FleetBatch batch = full_batch();
  const PoolSize pool{.executors = 5.0, .idle_power = Watts{100.0}};
  const auto value = [&](FleetMetric metric) { return metric->value(batch, pool); };
  CHECK(value("utilization") == 5.0 / (5.0 * 4.0));
  CHECK(value("throughput") == 4.0 / 2.0);
  CHECK(value("remote_share") == 3.0 / 2.0);
  CHECK(value("mobile_energy_mean") == 6.0 / 2.0);
  CHECK(value("server_energy_mean") == (7.0 + 100.0 * 4.0) / 2.0);
  CHECK(value("server_sojourn_mean") == Approx((0.017 + 0.018) / 3.0));
  CHECK(value("regret_energy_mean") == 10.0 / 11.0);
  CHECK(value("latency_p95") == Approx(20.0).epsilon(Histogram::kRelativeError));
  CHECK(std::isnan(FleetMetric { "latency_p95" } -> value({}, pool)));
}

TEST_CASE("a metric is found by its name") {
  CHECK(FleetMetric::find("throughput") == FleetMetric{"throughput"});
  CHECK_FALSE(FleetMetric::find("thruput").has_value());
  CHECK(FleetMetric::all().size() == FleetMetric::kCount);
  CHECK(FleetMetric { "latency_p99" } -> is_quantile());
  CHECK_FALSE(FleetMetric { "latency_mean" } -> is_quantile());
}

}  // namespace cutpoint
