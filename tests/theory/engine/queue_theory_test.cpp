// The engine against queueing theory.
//
// Method: a fixed seed; run until the interval's half-width is at most 1 % of the mean; accept if
// the truth lies within twice the half-width (four standard errors). A half-width of 1 % makes an
// error of 3 % fail, as the last test case shows.
#include "sim/engine/queue_model.hpp"
#include "sim/queueing/queueing.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr Seconds kMeanService{0.010};

Rate arrival_rate(double utilization, std::uint32_t servers) {
  return Rate{utilization * servers / kMeanService.count()};
}

QueueSettings queue(const Distribution& service, std::uint32_t servers, double utilization) {
  QueueSettings settings{
      .interarrival =
          Distribution{Exponential{Seconds{1.0 / arrival_rate(utilization, servers).value()}}},
      .service = service,
      .servers = servers,
      .seed = 2017,
  };
  settings.stop.relative_precision = 0.01;
  return settings;
}

void check_agrees(const Estimate& estimate, Seconds truth) {
  CAPTURE(estimate.value, estimate.half_width, truth.count());
  CHECK(estimate.half_width <= 0.015 * estimate.value);
  CHECK(std::abs(estimate.value - truth.count()) <= 2.0 * estimate.half_width);
}

TEST_CASE("M/M/k waits as Erlang's C formula says") {
  const auto utilization = GENERATE(0.5, 0.7, 0.9);
  const auto servers = GENERATE(1U, 4U, 16U);
  CAPTURE(utilization, servers);
  QueueSettings settings = queue(Distribution{Exponential{kMeanService}}, servers, utilization);

  const Seconds waiting = queueing::mmk_waiting_time(
      arrival_rate(utilization, servers), kMeanService, static_cast<int>(servers));
  // Where hardly anybody waits, one percent of a rare wait would cost billions of jobs: the sojourn
  // time is compared instead, and it could not hide an error of 3 % either.
  const bool many_wait = waiting.count() > 0.05 * kMeanService.count();
  settings.target = many_wait ? QueueMetric::WaitingTime : QueueMetric::SojournTime;
  const QueueResult result = run_queue(settings);

  CHECK(result.status == RunStatus::Converged);
  if (many_wait) {
    check_agrees(result.waiting_time_mean, waiting);
  } else {
    check_agrees(result.sojourn_time_mean, waiting + kMeanService);
  }
  CHECK(result.utilization.value == Approx(utilization).margin(2 * result.utilization.half_width));
}

TEST_CASE("M/M/1 sojourn times have exponential quantiles") {
  const auto utilization = GENERATE(0.5, 0.7, 0.9);
  CAPTURE(utilization);
  const QueueResult result =
      run_queue(queue(Distribution{Exponential{kMeanService}}, 1, utilization));
  const Rate rate = arrival_rate(utilization, 1);

  for (const auto& [estimate, p] :
       {std::pair{result.sojourn_time_p95, 0.95}, std::pair{result.sojourn_time_p99, 0.99}}) {
    const double truth = queueing::mm1_sojourn_quantile(rate, kMeanService, p).count();
    CAPTURE(p, truth, estimate.value, estimate.half_width);
    CHECK(estimate.half_width <= 0.03 * truth);
    CHECK(std::abs(estimate.value - truth) <=
          2.0 * estimate.half_width + Histogram::kRelativeError * truth);
  }
}

TEST_CASE("M/G/1 waits as Pollaczek and Khinchine say") {
  const auto utilization = GENERATE(0.5, 0.7, 0.9);
  const auto service = GENERATE(Distribution{Deterministic{kMeanService}},
                                Distribution{Hyperexponential{kMeanService, 2.0}});
  CAPTURE(utilization, service.scv());
  QueueSettings settings = queue(service, 1, utilization);
  settings.target = QueueMetric::WaitingTime;
  const QueueResult result = run_queue(settings);

  CHECK(result.status == RunStatus::Converged);
  check_agrees(
      result.waiting_time_mean,
      queueing::mg1_waiting_time(arrival_rate(utilization, 1), kMeanService, service.scv()));
}

TEST_CASE("a run that empties obeys its conservation laws exactly") {
  const auto servers = GENERATE(1U, 4U);
  CAPTURE(servers);
  QueueSettings settings = queue(Distribution{Exponential{kMeanService}}, servers, 0.9);
  settings.max_arrivals = 200'000;
  settings.stop.relative_precision = 0.0;
  const QueueResult result = run_queue(settings);

  CHECK(result.arrivals == 200'000);
  CHECK(result.departures == 200'000);
  CHECK(result.jobs_in_system_integral == result.sojourn_sum);  // Little's law
  CHECK(result.busy_integral == result.service_sum);
}

TEST_CASE("a queue that is given more than it can do is unstable") {
  const QueueResult result = run_queue(queue(Distribution{Exponential{kMeanService}}, 4, 1.05));
  CHECK(result.status == RunStatus::Unstable);
}

TEST_CASE("a run out of budget says so") {
  QueueSettings settings = queue(Distribution{Exponential{kMeanService}}, 1, 0.9);
  settings.stop.max_observations = 10'000;
  const QueueResult result = run_queue(settings);
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.departures == 10'000);
}

TEST_CASE("an arrival rate that is 3 % too high is noticed") {
  QueueSettings settings = queue(Distribution{Exponential{kMeanService}}, 1, 0.7 * 1.03);
  settings.target = QueueMetric::WaitingTime;
  const QueueResult result = run_queue(settings);
  const Seconds truth = queueing::mmk_waiting_time(arrival_rate(0.7, 1), kMeanService, 1);
  CHECK(std::abs(result.waiting_time_mean.value - truth.count()) >
        2.0 * result.waiting_time_mean.half_width);
}

TEST_CASE("equal seeds give equal runs, another replication another one") {
  QueueSettings settings = queue(Distribution{Exponential{kMeanService}}, 1, 0.5);
  settings.stop.relative_precision = 0.05;
  const QueueResult first = run_queue(settings);
  const QueueResult again = run_queue(settings);
  settings.replication = 1;
  const QueueResult other = run_queue(settings);
  CHECK(first.fingerprint == again.fingerprint);
  CHECK(first.sojourn_time_mean.value == again.sojourn_time_mean.value);
  CHECK(first.fingerprint != other.fingerprint);
}

}  // namespace
}  // namespace cutpoint
