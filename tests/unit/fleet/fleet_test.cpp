#include "fleet/fleet.hpp"

#include "fleet/fleet_plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

double value(const FleetResult& result, FleetMetric metric) { return result[metric].value; }

TEST_CASE("a query on an idle cloud takes its upload and its service") {
  // 1 MB at 10 MB/s, then 10 ms; one query a second over many clients hardly ever waits.
  const FleetResult result = run_fleet(hand_made_fleet("cloud_only", Rate{0.1}, 1'000));
  CHECK(result.status == RunStatus::Converged);
  CHECK(value(result, "span_upload_mean") == Approx(0.100));
  CHECK(value(result, "span_server_run_mean") == Approx(0.010));
  CHECK(value(result, "span_phone_run_mean") == 0.0);
  CHECK(value(result, "latency_mean") == Approx(0.110).epsilon(0.001));
  CHECK(value(result, "mobile_energy_mean") == Approx(0.3));  // 3 W for 100 ms
  CHECK(value(result, "remote_share") == 1.0);
  CHECK(result.cut_counts[0][0][1] == 0);
}

TEST_CASE("a query that stays on the phone needs neither link nor server") {
  const FleetResult result = run_fleet(hand_made_fleet("mobile_only", Rate{0.1}, 1'000));
  CHECK(value(result, "latency_mean") == Approx(0.100).epsilon(0.001));
  CHECK(value(result, "mobile_energy_mean") == Approx(1.0));
  CHECK(value(result, "remote_share") == 0.0);
  CHECK(value(result, "utilization") == 0.0);
  CHECK(std::isnan(value(result, "server_sojourn_mean")));
}

TEST_CASE("neurosurgeon cuts in the middle when that is fastest") {
  // 20 ms + 10 ms + 5 ms = 35 ms against 110 ms and 100 ms.
  const FleetResult result = run_fleet(hand_made_fleet("neurosurgeon", Rate{0.1}, 1'000));
  CHECK(value(result, "latency_mean") == Approx(0.035).epsilon(0.001));
  CHECK(value(result, "mobile_energy_mean") == Approx(0.2 + 0.03));
  CHECK(result.cut_counts[0][0][0] == 0);
  CHECK(result.cut_counts[0][0][1] > 0);
}

TEST_CASE("the mean spans add up to the mean latency") {
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{1.0}, 10'000);
  settings.decision_overhead = Duration{1'000'000};
  settings.classes[0].network.round_trip = Seconds{0.040};
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  settings.classes[0].network.download_power = Watts{2.0};
  const FleetResult result = run_fleet(settings);

  double sum = 0.0;
  for (std::size_t i = 0; i < kSpanCount; ++i) {
    sum += result.metrics[FleetMetric{"span_decision_mean"}.index() + i].value;
  }
  CHECK(sum == Approx(value(result, "latency_mean")).epsilon(1e-12));
  // Nobody waits: 1 + 20 + 10 + 40 + 5 + 10 ms for nearly every query.
  CHECK(value(result, "latency_p50") == Approx(0.086).epsilon(Histogram::kRelativeError));
  CHECK(value(result, "span_decision_mean") == Approx(0.001));
  CHECK(value(result, "span_upload_mean") == Approx(0.010 + 0.040));
  CHECK(value(result, "span_download_mean") == Approx(0.010));
  CHECK(value(result, "mobile_energy_mean") == Approx(0.2 + 0.03 + 0.02));
}

TEST_CASE("one phone serves its queries one after the other") {
  // 8 queries a second of 100 ms each on a single phone: an M/D/1 queue at utilization 0.8, which
  // waits 0.8 x 0.1 / (2 x 0.2) = 0.2 s.
  FleetSettings settings = hand_made_fleet("mobile_only", Rate{8.0}, 1);
  settings.targets = {"span_phone_wait_mean"};
  settings.stop.relative_precision = 0.02;
  const FleetResult result = run_fleet(settings);
  const Estimate& wait = result["span_phone_wait_mean"];
  CHECK(std::abs(wait.value - 0.2) <= 2.0 * wait.half_width);
  CHECK(wait.half_width <= 0.02 * wait.value);
}

TEST_CASE("one uplink sends its tensors one after the other") {
  // 5 uploads a second of 100 ms each: M/D/1 at utilization 0.5, which waits 0.05 s.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{5.0}, 1);
  settings.targets = {"span_uplink_wait_mean"};
  const FleetResult result = run_fleet(settings);
  const Estimate& wait = result["span_uplink_wait_mean"];
  CHECK(std::abs(wait.value - 0.05) <= 2.0 * wait.half_width);
}

TEST_CASE("what was issued has completed or is in flight") {
  const FleetResult result = run_fleet(hand_made_fleet("cloud_only", Rate{80.0}, 1'000));
  CHECK(result.issued == result.completed + result.in_flight);
  CHECK(result.in_flight > 0);
}

TEST_CASE("a pool that is given more than it can do is unstable") {
  CHECK(run_fleet(hand_made_fleet("cloud_only", Rate{105.0}, 10'000)).status ==
        RunStatus::Unstable);
  CHECK(run_fleet(hand_made_fleet("mobile_only", Rate{12.0}, 1)).status == RunStatus::Unstable);
}

TEST_CASE("load moves work from the servers to the phones") {
  // At 195 queries a second of 5 ms each the pool would be at 0.975 if everything were cut in the
  // middle; clients that hear of the slowdown keep some of it.
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{195.0}, 100'000);
  settings.stop.relative_precision = 0.05;
  const FleetResult loaded = run_fleet(settings);
  CHECK(loaded.status == RunStatus::Converged);
  CHECK(value(loaded, "remote_share") < 0.999);
  CHECK(value(loaded, "remote_share") > 0.5);
}

TEST_CASE("a backlog keeps every executor busy") {
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{1.0}, 10);
  settings.source = SourceKind::Backlogged;
  settings.targets = {"throughput"};
  settings.pool = {.servers = 3, .executors = 2, .idle_power = Watts{10.0}};
  const FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Converged);
  CHECK(value(result, "throughput") == Approx(6 / 0.005).epsilon(0.005));
  CHECK(value(result, "utilization") == Approx(1.0).epsilon(0.001));
  CHECK(value(result, "server_energy_mean") == Approx(1.0 + 30.0 / 1200.0).epsilon(0.001));
  CHECK(std::isnan(value(result, "latency_mean")));
}

TEST_CASE("a backlog of queries that all stay on the phones reaches no server") {
  const ThrowingContracts contracts;
  FleetSettings settings = hand_made_fleet("mobile_only", Rate{1.0}, 10);
  settings.source = SourceKind::Backlogged;
  CHECK_FALSE(reaches_servers(settings));
  CHECK_THROWS_AS(run_fleet(settings), ContractBroken);
  CHECK(reaches_servers(hand_made_fleet("cloud_only", Rate{1.0}, 10)));
}

TEST_CASE("equal seeds give equal fleets, other seeds others") {
  const FleetResult cloud = run_fleet(hand_made_fleet("cloud_only", Rate{1.0}, 100));
  const FleetResult again = run_fleet(hand_made_fleet("cloud_only", Rate{1.0}, 100));
  CHECK(cloud.fingerprint == again.fingerprint);
  FleetSettings other_seed = hand_made_fleet("cloud_only", Rate{1.0}, 100);
  other_seed.seed = 2018;
  CHECK(run_fleet(other_seed).fingerprint != cloud.fingerprint);
}

TEST_CASE("policies that decide alike see the same queries") {
  // Common random numbers: arrivals, clients and networks do not depend on who decides. With nearly
  // idle servers the oracle cuts where neurosurgeon does.
  const FleetResult neurosurgeon = run_fleet(hand_made_fleet("neurosurgeon", Rate{0.1}, 100));
  const FleetResult oracle = run_fleet(hand_made_fleet("oracle", Rate{0.1}, 100));
  CHECK(neurosurgeon.fingerprint == oracle.fingerprint);
}

TEST_CASE("the oracle expects no wait while an executor is idle") {
  // A query every 4 ms that needs 20 ms on the phone, 10 ms of upload and 5 ms on one of two
  // executors: whenever it is decided, the one before has been served for 2 ms and the other
  // executor is idle. So it runs there, although the phone alone would take only 1 ms more.
  CostTable table = hand_made_table();
  table.cuts[2].mobile_time = Seconds{0.036};
  FleetSettings settings = hand_made_fleet("oracle", Rate{250.0}, 1'000'000);
  const Policy& oracle = find_policy("oracle");
  settings.classes[0].dnns.clear();
  settings.classes[0].dnns.push_back(
      {table, oracle.install(table, {Objective::Latency}), oracle.knowledge});
  settings.arrivals = ArrivalProcess{Distribution{Deterministic{Seconds{0.004}}}};
  settings.pool.executors = 2;
  settings.stop.max_observations = 10'000;
  const FleetResult result = run_fleet(settings);
  CHECK(value(result, "remote_share") > 0.99);
}

TEST_CASE("who reaches the pool at the instant at which another leaves it does not wait") {
  // A query every 10 ms, of 100 ms upload and 10 ms of service: each upload ends with a service.
  // Assumption A16b.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1'000'000);
  settings.arrivals = ArrivalProcess{Distribution{Deterministic{Seconds{0.010}}}};
  settings.stop.max_observations = 200;
  settings.record = 100;
  const FleetResult result = run_fleet(settings);
  REQUIRE(result.records.size() == 100);
  for (const QueryRecord& record : result.records) {
    REQUIRE(record.is_complete);
    CHECK(record.spans[static_cast<std::size_t>(Span::ServerWait)] == Duration{});
  }
}

TEST_CASE("clients belong to their classes in order") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 3);
  ClientClass none;
  none.network.uplink = BytesPerSecond{1e7};
  none.dnns.push_back({hand_made_table(),
                       find_policy("cloud_only").install(hand_made_table(), {Objective::Latency})});
  settings.classes.insert(settings.classes.begin(), std::move(none));  // a class without clients
  settings.stop.max_observations = 1'000;
  const FleetResult result = run_fleet(settings);
  CHECK(result.completed == 1'000);
  CHECK(result.cut_counts[0][0] == std::vector<std::uint64_t>{0, 0, 0});
  CHECK(result.cut_counts[1][0][0] > 0);
}

TEST_CASE("a mix is drawn in proportion to its weights") {
  const Mix mix{{1.0, 3.0}};
  RandomStream stream{{1, 0, 0, Purpose::Application}};
  int second = 0;
  for (int i = 0; i < 40'000; ++i) {
    second += mix.pick(stream.uniform()) == 1 ? 1 : 0;
  }
  CHECK(std::abs(second - 30'000) < 4 * 87);  // four standard deviations of a binomial
}

}  // namespace
}  // namespace cutpoint
