// Load from outside: queries of others on the pool, and what clients hear of them.
#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

double value(const FleetResult& result, FleetMetric metric) { return result[metric].value; }

/// Poisson queries of one application that keep `load` executors busy.
Background background(double load, Seconds service) {
  return {.arrivals = ArrivalProcess{Distribution{Exponential{service / load}}},
          .mix = {1.0},
          .services = {service}};
}

TEST_CASE("a background of one application makes an M/D/1 queue for rare clients") {
  // Service of 10 ms for both, 0.65 + 0.05 of the time: Pollaczek and Khinchine's formula says that
  // a query waits 0.7 x 10 ms / (2 x 0.3).
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{5.0}, 100'000);
  settings.background = background(0.65, Seconds{0.010});
  settings.targets = {"span_server_wait_mean"};
  settings.stop.relative_precision = 0.05;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Converged);
  const Estimate& wait = result["span_server_wait_mean"];
  CHECK(std::abs(wait.value - 0.7 * 0.010 / 0.6) <= 2.0 * wait.half_width);
  CHECK(value(result, "utilization") == Approx(0.7).epsilon(0.02));
  CHECK(value(result, "throughput") == Approx(5.0).epsilon(0.05));
  CHECK(value(result, "server_service_mean") == Approx(0.010));
}

TEST_CASE("the background is in no metric of queries") {
  FleetSettings settings = hand_made_fleet("mobile_only", Rate{5.0}, 100'000);
  settings.background = background(0.6, Seconds{0.010});
  const FleetResult result = run_fleet(settings);
  CHECK(value(result, "utilization") == Approx(0.6).epsilon(0.1));
  CHECK(value(result, "remote_share") == 0.0);
  CHECK(value(result, "latency_mean") == Approx(0.1).epsilon(0.001));
  CHECK(value(result, "server_energy_mean") == 0.0);
  CHECK(std::isnan(value(result, "server_sojourn_mean")));
  CHECK(result.issued == result.completed + result.in_flight);
}

TEST_CASE("clients hear of the background and keep their queries") {
  // 100 ms on the phone, or 35 ms and the wait. At 0.995 the mean wait of the others is a second:
  // K is as high as it goes, and with either form next to nobody goes to the servers.
  const LoadForm form = GENERATE(LoadForm::Slowdown, LoadForm::Wait);
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{20.0}, 100'000);
  settings.load_form = form;
  settings.stop.max_observations = 20'000;
  CHECK(value(run_fleet(settings), "remote_share") == 1.0);
  settings.background = background(0.995, Seconds{0.010});
  CHECK(value(run_fleet(settings), "remote_share") < 0.4);
}

TEST_CASE("a short service behind long ones waits as long as they do") {
  // The others' service is 100 ms, so at 0.5 the mean wait is 50 ms and K 1.5: a client whose 5 ms
  // are multiplied by that expects 37.5 ms, one who adds the wait 85 ms; the phone takes 60 ms.
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{1.0}, 100'000);
  CostTable table = hand_made_table();
  table.cuts[2].mobile_time = Seconds{0.060};
  const Policy& policy = find_policy("neurosurgeon");
  settings.classes[0].dnns.clear();
  settings.classes[0].dnns.push_back(
      {table, policy.install(table, {Objective::Latency}), policy.knowledge});
  settings.background = background(0.5, Seconds{0.100});
  settings.ping_period = std::chrono::seconds{100};
  settings.stop.max_observations = 10'000;
  CHECK(value(run_fleet(settings), "remote_share") > 0.9);
  settings.load_form = LoadForm::Wait;
  CHECK(value(run_fleet(settings), "remote_share") < 0.3);
}

TEST_CASE("policies that decide alike see the same background") {
  const auto fingerprint = [](std::string_view policy) {
    FleetSettings settings = hand_made_fleet(policy, Rate{0.1}, 100);
    settings.background = background(0.01, Seconds{0.001});
    settings.stop.max_observations = 1'000;
    return run_fleet(settings).fingerprint;
  };
  CHECK(fingerprint("neurosurgeon") == fingerprint("oracle"));
}

TEST_CASE("a run with a background ends with its clients' trace") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 10);
  settings.arrivals = ArrivalProcess{Trace{{std::chrono::seconds{3}, std::chrono::seconds{4}}}};
  settings.background = background(0.5, Seconds{0.010});
  const FleetResult result = run_fleet(settings);
  CHECK(result.completed == 2);
  CHECK(result.simulated >= Duration{std::chrono::seconds{7}});
  CHECK(result.simulated < Duration{std::chrono::seconds{9}});
}

TEST_CASE("a backlogged pool has no background") {
  const ThrowingContracts contracts;
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 10);
  settings.source = SourceKind::Backlogged;
  settings.background = background(0.5, Seconds{0.010});
  CHECK_THROWS_AS(run_fleet(settings), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
