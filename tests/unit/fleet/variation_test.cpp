// Jitter of runs and links, what clients learn of their rate, and the regret of their decisions.
#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

double value(const FleetResult& result, FleetMetric metric) { return result[metric].value; }

/// So few queries for so many clients that hardly any waits.
FleetSettings idle_fleet(std::string_view policy) {
  FleetSettings settings = hand_made_fleet(policy, Rate{0.1}, 1'000);
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = 20'000;
  return settings;
}

TEST_CASE("a varying link takes the reciprocal of its rate") {
  FleetSettings settings = idle_fleet("cloud_only");
  settings.link_jitter = 0.5;
  const FleetResult result = run_fleet(settings);
  // 1 / lognormal is lognormal with the same variance of the logarithm: mean 1 + c^2, and the
  // square root of that as median.
  CHECK(value(result, "span_upload_mean") == Approx(0.1 * 1.25).epsilon(0.02));
  CHECK(value(result, "latency_p50") == Approx(0.010 + 0.1 * std::sqrt(1.25)).epsilon(0.02));
  CHECK(value(result, "span_server_run_mean") == Approx(0.010));
  CHECK(value(result, "mobile_energy_mean") == Approx(3.0 * value(result, "span_upload_mean")));
}

TEST_CASE("jitter of the server counts in its energy and its sojourn") {
  FleetSettings settings = idle_fleet("cloud_only");
  settings.jitter = 0.5;
  const FleetResult result = run_fleet(settings);
  const double run = value(result, "span_server_run_mean");
  CHECK(run != Approx(0.010).epsilon(1e-6));
  CHECK(run == Approx(0.010).epsilon(0.02));
  CHECK(value(result, "server_sojourn_mean") == Approx(run).epsilon(0.002));
  // 2 J in 10 ms, and no idle power.
  CHECK(value(result, "server_energy_mean") == Approx(200.0 * run));
  CHECK(value(result, "span_upload_mean") == Approx(0.1));
}

TEST_CASE("on a steady link there is nothing to learn") {
  FleetSettings exact = idle_fleet("neurosurgeon");
  FleetSettings learning = idle_fleet("neurosurgeon");
  learning.rate_belief = RateBelief::Averaged;
  learning.estimator_weight = 0.25;
  CHECK(run_fleet(learning).fingerprint == run_fleet(exact).fingerprint);
}

TEST_CASE("who has seen a slow upload believes in a slow link") {
  FleetSettings exact = idle_fleet("neurosurgeon");
  exact.link_jitter = 1.0;
  FleetSettings learning = idle_fleet("neurosurgeon");
  learning.link_jitter = 1.0;
  learning.rate_belief = RateBelief::Averaged;
  learning.estimator_weight = 1.0;
  const FleetResult knowing = run_fleet(exact);
  const FleetResult learned = run_fleet(learning);
  CHECK(knowing.cut_counts[0][0][2] == 0);
  CHECK(value(knowing, "regret_latency_mean") == 0.0);
  // At less than a seventh of the rate the phone seems faster; then nothing more is learned.
  CHECK(learned.cut_counts[0][0][2] > 0);
  CHECK(value(learned, "regret_latency_mean") > 0.0);
  // The average over many uploads is never so low.
  learning.rate_belief = RateBelief::Averaged;
  learning.estimator_weight = 0.001;
  CHECK(run_fleet(learning).cut_counts[0][0][2] == 0);
}

TEST_CASE("the regret of a decision is what the best cut would have saved") {
  // 110 ms, 35 ms and 100 ms.
  CHECK(value(run_fleet(idle_fleet("cloud_only")), "regret_latency_mean") ==
        Approx(0.075).epsilon(1e-3));
  CHECK(value(run_fleet(idle_fleet("mobile_only")), "regret_latency_mean") ==
        Approx(0.065).epsilon(1e-3));
  CHECK(value(run_fleet(idle_fleet("neurosurgeon")), "regret_latency_mean") == 0.0);
  const FleetResult oracle = run_fleet(hand_made_fleet("oracle", Rate{150.0}, 10'000));
  CHECK(value(oracle, "regret_latency_mean") == 0.0);
  CHECK(std::isnan(value(oracle, "regret_energy_mean")));
}

TEST_CASE("regret counts what the client does not: round trip, download, the wait for the pool") {
  FleetSettings settings = idle_fleet("neurosurgeon");
  settings.classes[0].network.round_trip = Seconds{0.2};
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  // 35 + 200 + 10 ms against 100 ms on the phone.
  CHECK(value(run_fleet(settings), "regret_latency_mean") == Approx(0.145).epsilon(1e-3));

  // At most executors' work of a wait changes nothing between cuts that wait alike; from 65 ms on
  // the phone would be better.
  const FleetResult busy = run_fleet(hand_made_fleet("cloud_only", Rate{90.0}, 100'000));
  CHECK(value(busy, "regret_latency_mean") > 0.077);
}

TEST_CASE("who saves energy regrets energy") {
  const auto regret = [](std::string_view policy) {
    FleetSettings settings = idle_fleet(policy);
    settings.classes[0].dnns[0].objective = Objective::Energy;
    const FleetResult result = run_fleet(settings);
    CHECK(std::isnan(value(result, "regret_latency_mean")));
    return value(result, "regret_energy_mean");
  };
  // 0.3 J, 0.23 J and 1 J.
  CHECK(regret("cloud_only") == Approx(0.07));
  CHECK(regret("mobile_only") == Approx(0.77));
  CHECK(regret("neurosurgeon") == Approx(0.0).margin(1e-15));
}

TEST_CASE("a policy that draws cuts everywhere, and no other query is different for it") {
  const FleetResult drawn = run_fleet(idle_fleet("random"));
  FleetSettings settings = idle_fleet("random");
  settings.classes[0].dnns[0].draws = true;
  const FleetResult result = run_fleet(settings);
  for (const std::uint64_t count : result.cut_counts[0][0]) {
    CHECK(static_cast<double>(count) == Approx(19'700 / 3.0).epsilon(0.05));
  }
  // Without draws it always takes the first.
  CHECK(drawn.cut_counts[0][0][0] > 0);
  CHECK(drawn.cut_counts[0][0][1] + drawn.cut_counts[0][0][2] == 0);
  CHECK(result.issued == drawn.issued);
}

/// Latency: 20 ms at 0.2 J beside 35 ms; energy: on the phone alone, of which 1 J costs 100 ms.
FleetSettings battery_fleet() {
  FleetSettings settings = idle_fleet("neurosurgeon");
  Objective objective{Objective::Battery};
  objective.joule = Seconds{1.0};
  CostTable table = hand_made_table();
  table.cuts[2].mobile_energy = Joules{0.01};
  settings.classes[0].dnns[0].actual = table;
  settings.classes[0].dnns[0].objective = objective;
  settings.classes[0].dnns[0].decider = find_policy("neurosurgeon").install(table, {objective});
  return settings;
}

TEST_CASE("whether a fleet needs its servers depends on what may be chosen, not on a default") {
  FleetSettings battery = battery_fleet();
  battery.charge = 0.0;
  CHECK_FALSE(reaches_servers(battery));
  battery.charge = 1.0;
  CHECK(reaches_servers(battery));
  battery.charge.reset();
  CHECK(reaches_servers(battery));
  FleetSettings random = idle_fleet("random");
  random.classes[0].dnns[0].draws = true;
  random.classes[0].dnns[0].actual.cuts[0] = random.classes[0].dnns[0].actual.cuts[2];
  CHECK(reaches_servers(random));
}

TEST_CASE("phones with little charge left save energy, the others time") {
  FleetSettings settings = battery_fleet();
  settings.charge = 1.0;
  CHECK(run_fleet(settings).cut_counts[0][0][2] == 0);
  settings.charge = 0.0;
  const FleetResult empty = run_fleet(settings);
  CHECK(empty.cut_counts[0][0][2] > 0);
  CHECK(empty.cut_counts[0][0][0] + empty.cut_counts[0][0][1] == 0);
  CHECK(std::isnan(value(empty, "regret_latency_mean")));
  CHECK(std::isnan(value(empty, "regret_energy_mean")));

  // Cut 1: 35 ms and 0.23 J. The phone: 100 ms and 0.01 J. Equal at c x 0.065 = (1 - c) x 0.22.
  settings.charge.reset();
  const FleetResult spread = run_fleet(settings);
  const auto stay = static_cast<double>(spread.cut_counts[0][0][2]);
  const std::vector<std::uint64_t>& counts = spread.cut_counts[0][0];
  CHECK(stay / static_cast<double>(counts[0] + counts[1] + counts[2]) ==
        Approx(0.22 / 0.285).epsilon(0.05));
}

}  // namespace
}  // namespace cutpoint
