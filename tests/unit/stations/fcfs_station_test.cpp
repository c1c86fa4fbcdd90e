#include "sim/stations/fcfs_station.hpp"

#include <deque>
#include <random>

#include "sim/stations/job_pool.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the first k jobs start at once, the next waits") {
  FcfsStation<JobId> station{2};
  CHECK(station.arrive(10));
  CHECK(station.arrive(11));
  CHECK_FALSE(station.arrive(12));
  CHECK(station.busy() == 2);
  CHECK(station.waiting() == 1);

  CHECK(station.depart() == 12U);
  CHECK(station.busy() == 2);
  CHECK(station.depart() == std::nullopt);
  CHECK(station.busy() == 1);
}

TEST_CASE("jobs leave the line in the order of their arrival, however long it grows") {
  // Method: a random walk of arrivals and departures against std::deque.
  const auto seed = GENERATE(range(1U, 21U));
  CAPTURE(seed);
  std::mt19937 random{seed};
  FcfsStation<JobId> station{1};
  std::deque<JobId> line;
  REQUIRE(station.arrive(0));
  for (JobId job = 1; job < 2'000; ++job) {
    REQUIRE_FALSE(station.arrive(job));
    line.push_back(job);
    while (line.size() > 1 && random() % 5 < 2) {
      REQUIRE(station.depart() == line.front());
      line.pop_front();
    }
    REQUIRE(station.waiting() == line.size());
  }
}

TEST_CASE("nobody can leave an idle station") {
  const ThrowingContracts contracts;
  FcfsStation<JobId> station{1};
  CHECK_THROWS_AS(station.depart(), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
