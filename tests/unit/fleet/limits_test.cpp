// How runs of fleets end that cannot converge.
#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

/// What a query needs: cloud_only 100 ms of its client's uplink and 10 ms of the pool, mobile_only
/// 100 ms of its phone.
FleetResult run_with_budget(std::string_view policy, double rate, std::uint32_t clients) {
  FleetSettings settings = hand_made_fleet(policy, Rate{rate}, clients);
  settings.stop.max_observations = 1'000;
  return run_fleet(settings);
}

TEST_CASE("a budget bounds the queries that are issued, and overload names its line") {
  const auto check = [](const FleetResult& result, FleetLine line) {
    CAPTURE(to_string(line));
    CHECK(result.status == RunStatus::Unstable);
    CHECK(result.end.limit == RunLimit::Line);
    CHECK(result.end.line == static_cast<std::uint32_t>(line));
    CHECK(result.issued <= 102'000);
    CHECK(result.issued == result.completed + result.in_flight);
  };
  check(run_with_budget("mobile_only", 1e6, 10), FleetLine::Phone);
  check(run_with_budget("cloud_only", 1e6, 10), FleetLine::Uplink);
  check(run_with_budget("cloud_only", 1e5, 1'000'000), FleetLine::Pool);
}

TEST_CASE("growth that is found in time names its line, though another is longer") {
  // 1,000,000 uplinks hold ten times as many queries as the pool gains.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{110.0}, 1'000'000);
  settings.classes.front().network.uplink = BytesPerSecond{1e4};  // 100 s
  settings.stop.max_observations = 200'000;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Unstable);
  CHECK(result.completed < 200'000);
  CHECK(result.end.line == static_cast<std::uint32_t>(FleetLine::Pool));
}

TEST_CASE("uploads that would end beyond the clock do not, and break nothing") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1e-3}, 1);
  settings.classes.front().network.uplink = BytesPerSecond{2e-3};  // 5e8 s
  settings.stop.max_observations = 100;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Unstable);
  CHECK(result.end.line == static_cast<std::uint32_t>(FleetLine::Uplink));
  CHECK(result.completed < 16);
}

TEST_CASE("an oracle looks ahead over waits that are longer than the clock") {
  // Of energy it thinks alone, so it sends whatever the wait is; a query adds 3 years to it.
  FleetSettings settings = hand_made_fleet("oracle", Rate{1.0}, 1'000'000);
  CostTable table = hand_made_table();
  table.cuts[0].server_time = table.cuts[1].server_time = Seconds{1e8};
  const Policy& oracle = find_policy("oracle");
  settings.classes[0].dnns.clear();
  settings.classes[0].dnns.push_back({.actual = table,
                                      .decider = oracle.install(table, {Objective::Energy}),
                                      .knowledge = oracle.knowledge,
                                      .objective = {Objective::Energy}});
  settings.classes[0].network.radio = RadioStates{};
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  settings.stop.max_observations = 1'000;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Unstable);
  CHECK(result.end.line == static_cast<std::uint32_t>(FleetLine::Pool));
  CHECK(result.issued > 100'000);
}

TEST_CASE("queries rarer than the clock has time for end with it") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1e-9}, 1);
  settings.ping_period = std::chrono::seconds{1'000'000};
  settings.stop.max_observations = 100;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.end.limit == RunLimit::Clock);
  CHECK(result.completed < 30);
}

TEST_CASE("a pool that its budget cannot fill ends the run of a backlog") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 10);
  settings.source = SourceKind::Backlogged;
  settings.targets = {"throughput"};
  settings.pool = {.servers = 16'777'216, .executors = 1, .idle_power = Watts{10.0}};
  settings.stop.max_observations = 10;
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Budget);
  CHECK(result.end.line == static_cast<std::uint32_t>(FleetLine::Pool));
  CHECK(result.issued <= 100'001);
}

}  // namespace
}  // namespace cutpoint
