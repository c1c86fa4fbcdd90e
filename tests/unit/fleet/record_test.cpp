// The lives of single queries, as a run keeps them.
#include <cmath>

#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a recorded query has all parts of its life and what its client believed") {
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{0.1}, 100);
  settings.decision_overhead = Duration{1'000'000};
  settings.classes[0].network.round_trip = Seconds{0.040};
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  settings.classes[0].network.download_power = Watts{2.0};
  settings.record = 3;
  const FleetResult result = run_fleet(settings);
  REQUIRE(result.records.size() == 3);
  const QueryRecord& record = result.records[0];
  using std::chrono::milliseconds;
  REQUIRE(record.is_complete);
  CHECK(record.spans == Spans{milliseconds{1},
                              Duration{},
                              milliseconds{20},
                              Duration{},
                              milliseconds{50},
                              Duration{},
                              milliseconds{5},
                              milliseconds{10}});
  CHECK(record.latency() == milliseconds{86});
  CHECK(record.mobile_energy.value() == Approx(0.2 + 0.03 + 0.02));
  CHECK(record.cut == 1);
  CHECK(record.client < 100);
  CHECK(record.believed_uplink == BytesPerSecond{1e7});
  CHECK(record.uplink == BytesPerSecond{1e7});
  CHECK(record.load_level == 1.0);
  CHECK(record.busy == 0);
  CHECK(result.records[1].arrival > record.arrival);
}

TEST_CASE("records of all queries add up to the metrics") {
  FleetSettings settings = hand_made_fleet("neurosurgeon", Rate{150.0}, 50);
  settings.jitter = 0.3;
  settings.link_jitter = 0.2;
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = 3200;  // 50 whole batches, too few to discard any
  settings.record = 10'000;
  const FleetResult result = run_fleet(settings);
  CHECK(result.records.size() == result.issued);
  double latency = 0.0;
  double energy = 0.0;
  double completed = 0.0;
  for (const QueryRecord& record : result.records) {
    if (record.is_complete) {
      latency += Seconds{record.latency()}.count();
      energy += record.mobile_energy.value();
      completed += 1.0;
    }
  }
  CHECK(completed == 3200.0);
  REQUIRE(result.steady.queries == 3200);
  CHECK(latency / completed == Approx(result["latency_mean"].value).epsilon(1e-9));
  CHECK(energy / completed == Approx(result["mobile_energy_mean"].value).epsilon(1e-9));
}

TEST_CASE("records change nothing") {
  FleetSettings settings = hand_made_fleet("oracle", Rate{80.0}, 100);
  settings.stop.max_observations = 5'000;
  const FleetResult without = run_fleet(settings);
  settings.record = 1'000;
  const FleetResult with = run_fleet(settings);
  CHECK(with.fingerprint == without.fingerprint);
  CHECK(with["latency_p99"].value == without["latency_p99"].value);
  CHECK(without.records.empty());
}

/// What a fleet of rare clients sees of a pool of very many executors, all of others' making.
FleetResult with_background(std::string_view policy, bool has_background = true) {
  FleetSettings settings = hand_made_fleet(policy, Rate{0.2}, 1'000);
  settings.pool.executors = 1'000;
  settings.background =
      Background{.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{0.01}}}},
                 .mix = {3.0, 1.0},
                 .services = {Seconds{0.1}, Seconds{0.9}}};
  if (!has_background) {
    settings.background.reset();
  }
  settings.stop.max_observations = 1'000;
  settings.record = 1'000;
  return run_fleet(settings);
}

TEST_CASE("the background is the same whatever the clients decide") {
  // Nobody waits, and clients hardly ever meet: what is busy when one decides is the background,
  // 100 /s x 0.3 s, as the formula of Little says.
  const FleetResult local = with_background("mobile_only");
  const FleetResult remote = with_background("cloud_only");
  const FleetResult alone = with_background("cloud_only", false);
  double busy = 0.0;
  int met = 0;
  for (std::size_t i = 0; i < local.records.size(); ++i) {
    REQUIRE(local.records[i].arrival == remote.records[i].arrival);
    REQUIRE(local.records[i].arrival == alone.records[i].arrival);
    const std::uint32_t others = remote.records[i].busy - local.records[i].busy;
    met += others != 0 ? 1 : 0;
    busy += local.records[i].busy;
  }
  CHECK(met < 10);
  CHECK(busy / 1'000 == Approx(30.0).epsilon(0.05));
}

TEST_CASE("clients hear of the load that the background makes") {
  FleetSettings settings = hand_made_fleet("mobile_only", Rate{10.0}, 1'000);
  settings.background =
      Background{.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{0.020}}}},
                 .mix = {1.0},
                 .services = {Seconds{0.015}}};
  settings.ping_period = std::chrono::seconds{100};
  settings.stop.max_observations = 6'000;
  settings.stop.relative_precision = 1e-9;
  settings.record = 6'000;
  const FleetResult result = run_fleet(settings);
  // M/D/1 at 0.75: a wait of 22.5 ms and a slowdown of 2.5, of which 2^(4/3) is the nearest level.
  CHECK(result.records.front().load_level == 1.0);
  CHECK(result.records.back().load_level == Approx(std::exp2(4.0 / 3.0)));
  CHECK(result.records.back().load_wait.count() == Approx(0.0225).epsilon(0.2));
}

TEST_CASE("a backlogged pool keeps no records") {
  const ThrowingContracts contracts;
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 10);
  settings.source = SourceKind::Backlogged;
  settings.record = 1;
  CHECK_THROWS_AS(run_fleet(settings), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
