// How precise replications must be, one by one.
#include "runner/kinds/replications.hpp"

#include <cmath>
#include <string>

#include "runner/execute/run_scenario.hpp"
#include "sim/stats/histogram.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

double precision_of_one(std::uint32_t replications, double relative, const std::string& metric) {
  return precision_of_one(RunSettings{.precision = {.metrics = {metric}, .relative = relative},
                                      .replications = replications});
}

TEST_CASE("a replication is as precise as all of them together need it") {
  CHECK(precision_of_one(1, 0.05, "latency_mean") == 0.05);
  // Student's t of one degree of freedom is 12.706, of 9 it is 2.262.
  CHECK(precision_of_one(2, 0.05, "latency_mean") ==
        Approx(0.8 * 0.05 * std::sqrt(2.0) * 1.95996 / 12.7062));
  CHECK(precision_of_one(10, 0.05, "sojourn_time_mean") ==
        Approx(0.8 * 0.05 * std::sqrt(10.0) * 1.95996 / 2.26216));
}

TEST_CASE("a replication need not know a quantile better than a histogram does") {
  constexpr double kRelative = 0.02;
  CHECK(precision_of_one(2, kRelative, "latency_mean") < Histogram::kRelativeError);
  for (const std::string metric : {"latency_p95", "sojourn_time_p95"}) {
    CHECK(precision_of_one(2, kRelative, metric) > Histogram::kRelativeError);
    CHECK(precision_of_one(2, kRelative, metric) == Approx(Histogram::kRelativeError));
    CHECK(precision_of_one(4, kRelative, metric) == precision_of_one(4, kRelative, "latency_mean"));
  }
  // Every sojourn time is 10 ms, so nothing but the histogram's bins is left to know.
  const Scenario scenario = parse_scenario(
      "run = { replications = 2, max_jobs = 100_000, precision = { metric = 'sojourn_time_p95', "
      "relative = '2 %' } }\n"
      "source = { load = 0.5, arrivals = { law = 'deterministic' } }\n"
      "station.s.service = { law = 'deterministic', mean = '10 ms' }\n",
      "s.toml");
  CHECK(run_scenario(scenario, {}).points.front().status == PointStatus::Converged);
}

}  // namespace
}  // namespace cutpoint
