#include "sim/stations/lcfs_station.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the latest arrival takes the server of the oldest, who resumes after it") {
  JobPool jobs;
  LcfsStation station{1};
  const JobId first = jobs.take();
  const JobId second = jobs.take();
  CHECK(station.arrive(jobs, first) == std::nullopt);
  CHECK(station.arrive(jobs, second) == first);
  CHECK(station.busy() == 1);
  CHECK(station.depart(jobs, second) == first);
  CHECK(station.depart(jobs, first) == std::nullopt);
  CHECK(station.busy() == 0);
}

TEST_CASE("as many of the latest arrivals as there are servers are in service") {
  // Method: arrivals and departures at random against a plain list of who is here.
  const auto seed = GENERATE(range(1U, 11U));
  const auto servers = GENERATE(1U, 2U, 5U);
  CAPTURE(seed, servers);
  std::mt19937 random{seed};
  JobPool jobs;
  LcfsStation station{servers};
  std::vector<JobId> here;  // in order of arrival
  std::set<JobId> served;   // as the station tells
  for (int step = 0; step < 2'000; ++step) {
    if (here.empty() || random() % 20 < 10) {
      const JobId job = jobs.take();
      const std::optional<JobId> preempted = station.arrive(jobs, job);
      here.push_back(job);
      served.insert(job);
      REQUIRE(preempted.has_value() != (here.size() <= servers));
      REQUIRE((!preempted || served.erase(*preempted) == 1));
    } else {
      auto leaving = served.begin();
      std::advance(leaving, static_cast<std::ptrdiff_t>(random() % served.size()));
      const JobId job = *leaving;
      served.erase(leaving);
      const std::optional<JobId> resumed = station.depart(jobs, job);
      here.erase(std::find(here.begin(), here.end(), job));
      REQUIRE(resumed.has_value() != (here.size() < servers));
      REQUIRE((!resumed || served.insert(*resumed).second));
      jobs.give_back(job);
    }
    const std::size_t busy = std::min<std::size_t>(servers, here.size());
    REQUIRE(station.busy() == busy);
    REQUIRE(served == std::set<JobId>(here.end() - static_cast<std::ptrdiff_t>(busy), here.end()));
  }
}

TEST_CASE("nobody can leave an idle stack") {
  const ThrowingContracts contracts;
  JobPool jobs;
  LcfsStation station{1};
  CHECK_THROWS_AS(station.depart(jobs, jobs.take()), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
