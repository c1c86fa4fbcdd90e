// A run's memory depends on how many jobs there are at a time, not on how many there have been.
#include "tests/support/catch.hpp"
#include "tests/support/counted_allocations.hpp"
#include "tests/support/simple_queue.hpp"

namespace cutpoint {
namespace {

std::size_t allocations_of(const QueueSystem& system, std::uint64_t jobs) {
  QueueRunSettings settings = precise_run({"sojourn_time_mean"});
  settings.stop.relative_precision = 1e-9;  // never reached
  settings.stop.max_observations = jobs;
  const std::size_t before = allocation_count;
  CHECK(run_queues(system, settings).departures == jobs);
  return allocation_count - before;
}

TEST_CASE("once warm, jobs allocate nothing") {
  const auto discipline = GENERATE(Discipline::Fcfs,
                                   Discipline::Priority,
                                   Discipline::LcfsPreemptive,
                                   Discipline::ProcessorSharing);
  QueueSystem system = simple_queue(exponential_service(), 2, 0.7);
  system.stations.front().discipline = discipline;
  const std::size_t few = allocations_of(system, 100'000);
  REQUIRE(few > 0);  // that allocations are counted at all
  // Twice the jobs are looked at three times more, and meet rarer values: neither counts jobs.
  CHECK(allocations_of(system, 200'000) < few + 500);
}

}  // namespace
}  // namespace cutpoint
