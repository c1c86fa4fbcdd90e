#include "sim/stations/priority_station.hpp"

#include "sim/stations/job_pool.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the lowest class goes first, in order of arrival within it") {
  PriorityStation<JobId> station{1, 3};
  CHECK(station.arrive(1, 2));  // the server is idle: whatever the class
  CHECK_FALSE(station.arrive(2, 1));
  CHECK_FALSE(station.arrive(3, 0));
  CHECK_FALSE(station.arrive(4, 1));
  CHECK_FALSE(station.arrive(5, 0));
  CHECK(station.depart() == 3U);
  CHECK(station.depart() == 5U);
  CHECK(station.depart() == 2U);
  CHECK_FALSE(station.arrive(6, 0));  // overtakes who waits, not who is served
  CHECK(station.depart() == 6U);
  CHECK(station.depart() == 4U);
  CHECK(station.depart() == std::nullopt);
  CHECK(station.busy() == 0);
}

TEST_CASE("a job is of a class that the station has, and nobody leaves an idle station") {
  const ThrowingContracts contracts;
  PriorityStation<JobId> station{1, 2};
  CHECK_THROWS_AS(station.arrive(1, 2), ContractBroken);
  CHECK_THROWS_AS(station.depart(), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
