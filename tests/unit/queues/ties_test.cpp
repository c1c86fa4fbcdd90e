// What comes first at one instant, where all times are whole numbers of periods. Assumption A16b.
#include "sim/queues/queue_run.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr Duration kPeriod{1'000};

Distribution periods(double number) {
  return Distribution{Deterministic{number * Seconds{kPeriod}}};
}

/// An arrival at every period.
QueueSystem regular_queue(double service, std::uint64_t capacity, Discipline discipline) {
  QueueSystem system{.arrivals = ArrivalProcess{periods(1.0)}, .stations = {}};
  system.stations.push_back({.name = "station",
                             .service = periods(service),
                             .discipline = discipline,
                             .capacity = capacity});
  return system;
}

/// Of 6,000 arrivals, how many were lost.
std::uint64_t blocked(const QueueSystem& system) {
  QueueRunSettings settings;
  settings.max_arrivals = 6'000;
  return run_queues(system, settings).blocked;
}

TEST_CASE("who arrives when a service ends finds the place free") {
  const auto discipline = GENERATE(Discipline::Fcfs,
                                   Discipline::Priority,
                                   Discipline::LcfsPreemptive,
                                   Discipline::ProcessorSharing);
  CAPTURE(to_string(discipline));
  CHECK(blocked(regular_queue(1.0, 1, discipline)) == 0);
  CHECK(blocked(regular_queue(2.0, 1, discipline)) == 3'000);
  CHECK(blocked(regular_queue(3.0, 1, discipline)) == 4'000);
}

TEST_CASE("who arrives when a service ends finds the place free that the next in line leaves") {
  // One server, a place in line, services of two periods that begin at arrivals 1, 3, 5, …, counted
  // from 1. Arrivals 2 and 3 wait: 3 comes as a service ends and 2 leaves the line. From 4 on all
  // odd ones come at such a moment, and all even ones, 2,999 of them, find both places taken.
  CHECK(blocked(regular_queue(2.0, 2, Discipline::Fcfs)) == 2'999);
  QueueSystem two_servers = regular_queue(2.0, 2, Discipline::Fcfs);
  two_servers.stations.front().servers = 2;
  CHECK(blocked(two_servers) == 0);
}

}  // namespace
}  // namespace cutpoint
