// How runs of bare queues end that cannot converge.
#include "sim/queues/queue_run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/simple_queue.hpp"

namespace cutpoint {
namespace {

QueueRunSettings small_budget() {
  QueueRunSettings settings{.seed = 13};
  settings.stop.max_observations = 1'000;
  return settings;
}

TEST_CASE("an offered load of 1 or more names its station") {
  QueueSystem system = simple_queue(exponential_service(), 1, 0.9);
  system.stations.push_back(
      {.name = "slow", .service = Distribution{Exponential{2.0 * kMeanService}}});
  const QueueResult result = run_queues(system, small_budget());
  CHECK(result.status == RunStatus::Unstable);
  CHECK(result.end.limit == RunLimit::Line);
  CHECK(result.end.line == 1);
}

TEST_CASE("a station behind losses that is given too much is found, and named, with few jobs") {
  // What passes the first station is ten times what the second one can do.
  QueueSystem system = simple_queue(exponential_service(), 1'000'000, 0.9);
  system.stations.front().capacity = 1'000'000;
  system.stations.push_back(
      {.name = "second", .service = exponential_service(), .servers = 100'000});
  QueueRunSettings settings = small_budget();
  settings.stop.max_observations = 100'000'000;
  const QueueResult result = run_queues(system, settings);
  CHECK(result.status == RunStatus::Unstable);
  CHECK(result.end.line == 1);
}

TEST_CASE("a run that its budget ends says so, and one whose arrivals end does") {
  const QueueSystem system = simple_queue(exponential_service(), 1, 0.5);
  const QueueResult spent = run_queues(system, small_budget());
  CHECK(spent.status == RunStatus::Budget);
  CHECK(spent.end.limit == RunLimit::Observations);

  QueueSystem traced = system;
  traced.arrivals =
      ArrivalProcess{Trace{.interarrivals = std::vector<Duration>(10, Duration{20'000'000})}};
  const QueueResult ended = run_queues(traced, small_budget());
  CHECK(ended.departures == 10);
  CHECK(ended.end.limit == RunLimit::Source);
}

TEST_CASE("services longer than the clock end it under every discipline") {
  for (const Discipline discipline : {Discipline::Fcfs,
                                      Discipline::LcfsPreemptive,
                                      Discipline::ProcessorSharing,
                                      Discipline::Priority}) {
    CAPTURE(to_string(discipline));
    // One draw in a million is a thousand times as long as there is time.
    QueueSystem system = simple_queue(
        Distribution{BoundedPareto{.shape = 1.0, .low = Seconds{1e3}, .high = Seconds{1e13}}},
        1,
        1.0);
    system.arrivals =
        ArrivalProcess{Distribution{Exponential{2.0 * system.stations[0].service.mean()}}};
    system.stations.front().discipline = discipline;
    QueueRunSettings settings = small_budget();
    settings.stop.max_observations = 1'000'000'000;
    const QueueResult result = run_queues(system, settings);
    CHECK(result.status == RunStatus::Budget);
    CHECK(result.end.limit == RunLimit::Clock);
    CHECK(result.arrivals >= result.departures);
  }
}

TEST_CASE("a burst of a stable system may wait") {
  // 200,000 jobs arrive at once, again and again; the budget alone would allow for half of them.
  QueueSystem system = simple_queue(exponential_service(), 1, 0.5);
  std::vector<Duration> burst(200'000, Duration{0});
  burst.front() = std::chrono::seconds{4'000};
  system.arrivals = ArrivalProcess{Trace{.interarrivals = burst, .loop = true}};
  const QueueResult result = run_queues(system, small_budget());
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.end.limit == RunLimit::Observations);
  CHECK(result.arrivals >= 200'000);
}

}  // namespace
}  // namespace cutpoint
