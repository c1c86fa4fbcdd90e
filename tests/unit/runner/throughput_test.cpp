#include "runner/execute/single_run.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "runner/kinds/throughput_search.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the saturation throughput is executors over mean service time") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 100);
  settings.pool = {.servers = 2, .executors = 2, .idle_power = Watts{}};
  const Saturation saturation = saturate(settings);
  CHECK(saturation.throughput.status == ThroughputStatus::Converged);
  CHECK(saturation.throughput.rate.value == Approx(4 / 0.010).epsilon(0.005));
}

TEST_CASE("where nothing reaches the servers the throughput is unbounded") {
  FleetSettings settings = hand_made_fleet("mobile_only", Rate{1.0}, 100);
  const Saturation saturation = saturate(settings);
  CHECK(saturation.throughput.status == ThroughputStatus::Unbounded);
  CHECK(std::isinf(saturation.throughput.rate.value));
  CHECK_FALSE(saturation.run.has_value());
}

TEST_CASE("the bounded rate is where the percentile crosses the bound") {
  // Method: the rate found is tried again, 6 % lower and 6 % higher, at a precision of 1 %.
  ThroughputSettings bound;
  bound.sojourn_bound = Seconds{0.040};
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 100'000);
  const Throughput found = bounded_rate(settings, bound, Rate{100.0}).throughput;
  CHECK(found.status == ThroughputStatus::Converged);
  CHECK(found.rate.half_width < 0.05 * found.rate.value);

  const auto p95_at = [](double rate) {
    FleetSettings again = hand_made_fleet("cloud_only", Rate{rate}, 100'000);
    again.targets = {"server_sojourn_p95"};
    again.stop.relative_precision = 0.01;
    return run_fleet(again)["server_sojourn_p95"].value;
  };
  CHECK(p95_at(0.94 * found.rate.value) < 0.040);
  CHECK(p95_at(1.06 * found.rate.value) > 0.040);
}

TEST_CASE("clients that hear of the load are served beyond the saturation") {
  // As at an idle pool every query takes 5 ms of it. From K = 13 on the phone alone is faster.
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{1.0}, 100'000);
  const Throughput saturation = saturate(settings).throughput;
  CHECK(saturation.rate.value == Approx(200.0).epsilon(0.01));
  ThroughputSettings bound;
  bound.sojourn_bound = Seconds{1.0};
  FleetSettings live = hand_made_fleet("neurosurgeon", Rate{1.0}, 100'000);
  CHECK(bounded_rate(live, bound, Rate{200.0}).throughput.rate.value > 1.1 * saturation.rate.value);
}

TEST_CASE("a bound below the service time cannot be met") {
  ThroughputSettings bound;
  bound.sojourn_bound = Seconds{0.009};
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1'000);
  CHECK(bounded_rate(settings, bound, Rate{100.0}).throughput.status ==
        ThroughputStatus::Unreachable);
}

TEST_CASE("a search that is short of queries says so, and not that there is no bound") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1'000);
  settings.stop.max_observations = 1;  // no percentile can be known
  CHECK(bounded_rate(settings, ThroughputSettings{}, Rate{100.0}).throughput.status ==
        ThroughputStatus::Budget);
}

TEST_CASE("the events of a search are those of all the rates that it tries") {
  const Scenario scenario = parse_scenario(
      "run = { experiment = 'throughput', max_queries = 500, precision.relative = '50 %' }\n"
      "clients = { count = 20, policy = 'cloud_only' }\n"
      "queries.mix = { dig = 1 }\n",
      "s.toml");
  const FinishedRun run = single_run(scenario, {0, 0}, fit_predictors(scenario), nullptr);
  const PointResult result = decode_run(run.record, "f.h5").result;
  const std::uint64_t saturated = fleet_of(result)->events;
  REQUIRE(saturated > 0);
  // Rates on both sides of the bound are tried, each with about as many queries.
  CHECK(run.events > 3 * saturated);
}

}  // namespace
}  // namespace cutpoint
