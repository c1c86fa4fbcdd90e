// The engine against queueing theory.
//
// Method: a fixed seed; run until the interval's half-width is at most 1 % of the value; accept if
// the truth lies within twice the half-width (four standard errors), and values that are 3 % off do
// not.
#include <limits>
#include <utility>

#include "tests/support/agreement.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/simple_queue.hpp"
#include "tests/support/theory/queueing.hpp"

namespace cutpoint {
namespace {

TEST_CASE("M/M/k waits as Erlang's C formula says") {
  const auto utilization = GENERATE(0.5, 0.7, 0.9);
  const auto servers = GENERATE(1U, 4U, 16U);
  CAPTURE(utilization, servers);
  const Seconds waiting = queueing::mmk_waiting_time(
      arrival_rate(utilization, servers), kMeanService, static_cast<int>(servers));
  // Where hardly anybody waits, one percent of a rare wait would cost billions of jobs: the sojourn
  // time is compared instead, and it could not hide an error of 3 % either.
  const bool many_wait = waiting.count() > 0.05 * kMeanService.count();
  const QueueMetric metric =
      many_wait ? QueueMetric{"waiting_time_mean"} : QueueMetric{"sojourn_time_mean"};
  const QueueResult result =
      run_queues(simple_queue(exponential_service(), servers, utilization), precise_run({metric}));

  CHECK(result.status == RunStatus::Converged);
  check_agrees(result[metric], (many_wait ? waiting : waiting + kMeanService).count());
  const Estimate& busy = result["utilization"];
  CHECK(busy.value == Approx(utilization).margin(2 * busy.half_width));
}

TEST_CASE("M/M/1 sojourn times have exponential quantiles") {
  const auto utilization = GENERATE(0.5, 0.7, 0.9);
  CAPTURE(utilization);
  const QueueResult result = run_queues(simple_queue(exponential_service(), 1, utilization),
                                        precise_run({"sojourn_time_mean", "sojourn_time_p99"}));
  const Rate rate = arrival_rate(utilization, 1);

  CHECK(result.status == RunStatus::Converged);
  for (const auto& [metric, p] : {std::pair{QueueMetric{"sojourn_time_p50"}, 0.5},
                                  std::pair{QueueMetric{"sojourn_time_p95"}, 0.95},
                                  std::pair{QueueMetric{"sojourn_time_p99"}, 0.99},
                                  std::pair{QueueMetric{"sojourn_time_p999"}, 0.999}}) {
    const double truth = queueing::mm1_sojourn_quantile(rate, kMeanService, p).count();
    const Estimate& estimate = result[metric];
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
  const QueueResult result =
      run_queues(simple_queue(service, 1, utilization), precise_run({"waiting_time_mean"}));

  CHECK(result.status == RunStatus::Converged);
  check_agrees(result["waiting_time_mean"],
               queueing::mg1_waiting_time(arrival_rate(utilization, 1), kMeanService, service.scv())
                   .count());
}

TEST_CASE("processor sharing and preemptive LCFS do not care for the service law") {
  const auto discipline = GENERATE(Discipline::ProcessorSharing, Discipline::LcfsPreemptive);
  const auto service = GENERATE(Distribution{Exponential{kMeanService}},
                                Distribution{Hyperexponential{kMeanService, 2.0}});
  CAPTURE(to_string(discipline), service.scv());
  QueueSystem system = simple_queue(service, 1, 0.7);
  system.stations.front().discipline = discipline;
  const QueueResult result = run_queues(system, precise_run({"sojourn_time_mean"}));

  CHECK(result.status == RunStatus::Converged);
  check_agrees(result["sojourn_time_mean"], kMeanService.count() / (1.0 - 0.7));
}

TEST_CASE("M/M/4 has the same mean sojourn time under every discipline") {
  const auto discipline = GENERATE(Discipline::Fcfs,
                                   Discipline::Priority,
                                   Discipline::ProcessorSharing,
                                   Discipline::LcfsPreemptive);
  CAPTURE(to_string(discipline));
  QueueSystem system = simple_queue(exponential_service(), 4, 0.8);
  system.stations.front().discipline = discipline;
  const QueueResult result = run_queues(system, precise_run({"sojourn_time_mean"}));

  const Seconds waiting = queueing::mmk_waiting_time(arrival_rate(0.8, 4), kMeanService, 4);
  check_agrees(result["sojourn_time_mean"], (waiting + kMeanService).count());
}

TEST_CASE("priority classes of M/M/1 wait as Cobham says") {
  constexpr double kUtilization = 0.8;
  QueueSystem system = simple_queue(exponential_service(), 1, kUtilization);
  system.stations.front().discipline = Discipline::Priority;
  system.class_shares = {0.25, 0.75};
  QueueRunSettings settings = precise_run({"waiting_time_mean"});
  settings.stop.relative_precision = 0.005;
  const QueueResult result = run_queues(system, settings);

  // Cobham 1954: W_i = R / ((1 - s_{i-1}) (1 - s_i)), R the mean residual work in service.
  const double residual = kUtilization * kMeanService.count();
  const double first = 0.25 * kUtilization;
  REQUIRE(result.class_waiting_times.size() == 2);
  check_agrees(result.class_waiting_times[0], residual / (1.0 - first));
  check_agrees(result.class_waiting_times[1], residual / ((1.0 - first) * (1.0 - kUtilization)));
}

TEST_CASE("a station without waiting room loses what Erlang's B formula says") {
  const auto load = GENERATE(0.6, 1.2);
  CAPTURE(load);
  QueueSystem system = simple_queue(exponential_service(), 5, load);
  system.stations.front().capacity = 5;
  const QueueResult result = run_queues(system, precise_run({"blocked_share"}));

  CHECK(result.status == RunStatus::Converged);
  check_agrees(result["blocked_share"], queueing::erlang_b(5 * load, 5));
}

TEST_CASE("M/M/1/K loses by its stationary distribution") {
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  system.stations.front().capacity = 6;
  const QueueResult result = run_queues(system, precise_run({"blocked_share"}));
  check_agrees(result["blocked_share"], 0.1 * std::pow(0.9, 6) / (1.0 - std::pow(0.9, 7)));
}

TEST_CASE("a tandem of M/M/k stations is a product of independent ones") {
  QueueSystem system = simple_queue(exponential_service(), 1, 0.7);
  system.stations.push_back(
      {.name = "second", .service = Distribution{Exponential{2.0 * kMeanService}}, .servers = 2});
  const QueueResult result = run_queues(system, precise_run({"sojourn_time_mean"}));

  const Rate rate = arrival_rate(0.7, 1);  // Burke 1956: also of what leaves the first station
  const Seconds sojourn = queueing::mmk_waiting_time(rate, kMeanService, 1) + kMeanService +
                          queueing::mmk_waiting_time(rate, 2.0 * kMeanService, 2) +
                          2.0 * kMeanService;
  check_agrees(result["sojourn_time_mean"], sojourn.count());
}

TEST_CASE("a thousand queues that start empty are given the time that one would need") {
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  system.copies = 1000;
  const QueueResult result = run_queues(system, precise_run({"sojourn_time_mean"}));
  CHECK(result.status == RunStatus::Converged);
  check_agrees(result["sojourn_time_mean"], 10.0 * kMeanService.count());
}

TEST_CASE("runs last as many relaxation times as they need") {
  // M/M/1 at 0.9: 2 x 0.81 x 2 / 0.01 = 324 jobs; at 0.5: 4 jobs, and 1,000 per server are more.
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  CHECK(relaxation_jobs(system) == Approx(324.0));
  CHECK(fewest_jobs(system, false).run == 16'200);
  system.copies = 1000;
  CHECK(fewest_jobs(system, true).warm_up == 1'296'000);
  CHECK(fewest_jobs(system, true).run == 2'592'000);
  CHECK(fewest_jobs(simple_queue(exponential_service(), 4, 0.5), true).run == 4'000);
  // Between two walls ten jobs apart 1 / 324 and pi^2 2 / 200 add up.
  system.stations.front().capacity = 10;
  CHECK(relaxation_jobs(system) == Approx(1.0 / (1.0 / 324.0 + 0.0986960)).epsilon(1e-5));
  // The slowest station counts, but for those that lose jobs to an earlier one, whose loads are not
  // known: the load of 1 that this one would have without that would never let a run converge.
  const double limited = relaxation_jobs(system);
  system.stations.push_back(
      {.name = "second", .service = Distribution{Exponential{system.arrivals.mean()}}});
  CHECK(relaxation_jobs(system) == limited);
  std::swap(system.stations.front(), system.stations.back());
  CHECK(relaxation_jobs(system) == std::numeric_limits<double>::infinity());
  system.stations.front().service = exponential_service();
  CHECK(relaxation_jobs(system) == Approx(324.0));
  std::swap(system.stations.front(), system.stations.back());
  // Nothing random has nothing to forget.
  system.stations.pop_back();
  system.stations.front().service = Distribution{Deterministic{kMeanService}};
  system.arrivals = ArrivalProcess{Distribution{Deterministic{kMeanService}}};
  CHECK(relaxation_jobs(system) == 0.0);
}

TEST_CASE("replications of many queues do not share what each of them has not seen") {
  // Ten times a hundred queues at 0.9. Of seven intervals that hold the exact ten service times in
  // 95 % of all cases five or more do in 99.6 % of all cases; where every replication began to
  // measure before it was steady, hardly one did.
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  system.copies = 100;
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 7; ++seed) {
    std::vector<QueueBatch> replications;
    for (std::uint64_t replication = 0; replication < 10; ++replication) {
      QueueRunSettings settings{.seed = seed, .replication = replication};
      settings.stop.relative_precision = 0.11;
      settings.is_replicated = true;
      const QueueResult result = run_queues(system, settings);
      CHECK(result.status == RunStatus::Converged);
      replications.push_back(result.steady);
    }
    const Estimate sojourn = QueueMetric {
      "sojourn_time_mean"
      } -> estimate(replications, 1.0, Batches::Independent);
    held += std::abs(sojourn.value - 10.0 * kMeanService.count()) <= sojourn.half_width ? 1 : 0;
  }
  CHECK(held >= 5);
}

TEST_CASE("a replication without the jobs that it needs does not converge") {
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  system.copies = 100;
  QueueRunSettings settings{.seed = 1};
  settings.is_replicated = true;
  settings.stop.relative_precision = 1.0;
  settings.stop.max_observations = fewest_jobs(system, true).run - 1;
  const QueueResult result = run_queues(system, settings);
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.discarded_share > 0.4);
}

TEST_CASE("a run that empties obeys its conservation laws exactly") {
  const auto discipline =
      GENERATE(Discipline::Fcfs, Discipline::Priority, Discipline::LcfsPreemptive);
  const auto servers = GENERATE(1U, 4U);
  CAPTURE(to_string(discipline), servers);
  QueueSystem system = simple_queue(exponential_service(), servers, 0.9);
  system.stations.front().discipline = discipline;
  system.copies = 3;
  QueueRunSettings settings = precise_run({"sojourn_time_mean"});
  settings.max_arrivals = 200'000;
  settings.stop.relative_precision = 0.0;
  const QueueResult result = run_queues(system, settings);

  CHECK(result.arrivals == 200'000);
  CHECK(result.departures == 200'000);
  CHECK(result.jobs_in_system_integral == result.sojourn_sum);  // Little's law
  CHECK(result.busy_integral == result.service_sum);
}

TEST_CASE("what arrives leaves or is lost") {
  QueueSystem system = simple_queue(exponential_service(), 2, 1.5);
  system.stations.front().capacity = 4;
  system.stations.push_back({.name = "second", .service = exponential_service(), .capacity = 2});
  QueueRunSettings settings = precise_run({"sojourn_time_mean"});
  settings.max_arrivals = 100'000;
  settings.stop.relative_precision = 0.0;
  const QueueResult result = run_queues(system, settings);
  CHECK(result.blocked > 10'000);
  CHECK(result.arrivals == result.departures + result.blocked);
}

TEST_CASE("a queue that is given as much as it can do is unstable, and so is one given more") {
  const auto utilization = GENERATE(1.0, 1.05);
  const QueueResult result = run_queues(simple_queue(exponential_service(), 4, utilization),
                                        precise_run({"sojourn_time_mean"}));
  CHECK(result.status == RunStatus::Unstable);
  CHECK(std::isnan(result["sojourn_time_mean"].value));
}

TEST_CASE("a run out of budget says so") {
  QueueRunSettings settings = precise_run({"sojourn_time_mean"});
  settings.stop.max_observations = 10'000;
  const QueueResult result = run_queues(simple_queue(exponential_service(), 1, 0.9), settings);
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.departures == 10'000);
}

TEST_CASE("equal seeds give equal runs, another replication another one") {
  const QueueSystem system = simple_queue(exponential_service(), 1, 0.5);
  QueueRunSettings settings = precise_run({"sojourn_time_mean"});
  settings.stop.relative_precision = 0.05;
  const QueueResult first = run_queues(system, settings);
  const QueueResult again = run_queues(system, settings);
  settings.replication = 1;
  const QueueResult other = run_queues(system, settings);
  CHECK(first.fingerprint == again.fingerprint);
  CHECK(first["sojourn_time_mean"].value == again["sojourn_time_mean"].value);
  CHECK(first.fingerprint != other.fingerprint);
}

TEST_CASE("the unit of time changes no relative result") {
  QueueSystem seconds = simple_queue(exponential_service(), 2, 0.8);
  QueueSystem scaled = seconds;
  scaled.arrivals = scaled.arrivals.with_mean(1000.0 * scaled.arrivals.mean());
  scaled.stations.front().service =
      scaled.stations.front().service.with_mean(1000.0 * kMeanService);
  const QueueRunSettings settings = precise_run({"sojourn_time_mean", "sojourn_time_p95"});
  const QueueResult small = run_queues(seconds, settings);
  const QueueResult large = run_queues(scaled, settings);
  CHECK(small.departures == large.departures);
  for (const QueueMetric metric :
       {QueueMetric{"sojourn_time_mean"}, QueueMetric{"sojourn_time_p95"}}) {
    CHECK(large[metric].value ==
          Approx(1000.0 * small[metric].value).epsilon(Histogram::kRelativeError));
  }
}

/// The dimensionless numbers of a run of `jobs` jobs whose mean service takes so long.
std::vector<double> numbers_of_unit(QueueSystem system, Seconds mean, std::uint64_t jobs) {
  const double scale = mean / system.stations.front().service.mean();
  system.arrivals = system.arrivals.with_mean(scale * system.arrivals.mean());
  system.stations.front().service = system.stations.front().service.with_mean(mean);
  QueueRunSettings settings{.seed = 5};
  settings.stop.relative_precision = 0.0;
  settings.stop.max_observations = jobs;
  const QueueResult result = run_queues(system, settings);
  REQUIRE(result.departures == jobs);
  return {result["sojourn_time_mean"].value / mean.count(),
          result["waiting_time_mean"].value / mean.count(),
          result["jobs_in_system_mean"].value,
          result["queue_length_mean"].value,
          result["utilization"].value,
          result["throughput"].value * mean.count(),
          result.steady.sojourn.seconds() / mean,
          result.jobs_in_system_integral.seconds() / mean};
}

TEST_CASE("a microsecond and twelve days give the same numbers") {
  // A thousand copies wait for 2,900 years together where a service takes 1e6 s, and one server
  // with enormous services for as long at 1e4 s. The clock itself stays within its 253 years.
  struct Case {
    Distribution service;
    std::uint32_t copies;
    double largest_mean;
  };
  const auto& [service, copies, largest_mean] =
      GENERATE(Case{exponential_service(), 1'000, 1e6},
               Case{Distribution{Lognormal{kMeanService / std::sqrt(1e6 + 1.0),
                                           std::sqrt(std::log(1e6 + 1.0))}},
                    1,
                    1e4});
  QueueSystem system = simple_queue(service, 1, 0.9);
  system.copies = copies;
  const std::vector<double> expected = numbers_of_unit(system, Seconds{1.0}, 200'000);
  for (const double mean : {1e-6, 1e-3, 1e3, largest_mean}) {
    CAPTURE(copies, mean);
    const std::vector<double> numbers = numbers_of_unit(system, Seconds{mean}, 200'000);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CAPTURE(i);
      CHECK(numbers[i] == Approx(expected[i]).epsilon(1e-3));
    }
  }
}

}  // namespace
}  // namespace cutpoint
