#include "partitioner/objective.hpp"

#include "partitioner/best_cut.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

CutCost cut(double mobile_s, double mobile_j, double upload_bytes, double server_s) {
  return {.mobile_time = Seconds{mobile_s},
          .mobile_energy = Joules{mobile_j},
          .upload = Bytes{upload_bytes},
          .server_time = Seconds{server_s},
          .server_energy = Joules{0.0}};
}

// At 256 B/s and 2 W: 5 s and 8 J, 4.5 s and 7 J, 8 s and 4 J.
CostTable example() {
  return {.cuts = {cut(0.0, 0.0, 1024.0, 1.0), cut(2.0, 3.0, 512.0, 0.5), cut(8.0, 4.0, 0.0, 0.0)}};
}

Belief belief() { return {.uplink = BytesPerSecond{256.0}, .upload_power = Watts{2.0}}; }

Objective weighted(double energy_weight) {
  Objective objective{Objective::Weighted};
  objective.energy_weight = energy_weight;
  objective.joule = Seconds{0.5};
  return objective;
}

TEST_CASE("a weighted sum prices energy in seconds") {
  const CutCost between = example().cuts[1];
  CHECK(expected_cost(between, weighted(0.0), belief()) == 4.5);
  CHECK(expected_cost(between, weighted(0.25), belief()) == 0.75 * 4.5 + 0.25 * 0.5 * 7.0);
  CHECK(expected_cost(between, weighted(1.0), belief()) == 0.5 * 7.0);
  Belief far = belief();
  far.remote_overhead = Seconds{8.0};
  CHECK(expected_cost(between, weighted(0.25), far) == 0.75 * 12.5 + 0.25 * 0.5 * 7.0);
}

TEST_CASE("a result that is counted costs its way back in time and energy") {
  CutCost remote = example().cuts[1];
  remote.result = Bytes{128.0};
  Belief counting = belief();
  CHECK(expected_cost(remote, Objective::Latency, counting) == 4.5);
  counting.downlink = {BytesPerSecond{64.0}, Watts{3.0}};
  CHECK(expected_cost(remote, Objective::Latency, counting) == 6.5);
  CHECK(expected_cost(remote, Objective::Energy, counting) == 7.0 + 6.0);
  CHECK(expected_cost(remote, weighted(0.25), counting) == 0.75 * 6.5 + 0.25 * 0.5 * 13.0);
}

TEST_CASE("the more energy counts the more stays on the phone, here") {
  CHECK(best_cut(example(), weighted(0.0), belief()) == 1);
  CHECK(best_cut(example(), weighted(1.0), belief()) == 2);
}

TEST_CASE("an emptying battery moves the objective from latency to energy") {
  Objective objective{Objective::Battery};
  objective.joule = Seconds{0.5};
  Belief charged = belief();
  charged.charge = 1.0;
  CHECK(best_cut(example(), objective, charged) == 1);
  CHECK(expected_cost(example().cuts[1], objective, charged) == 4.5);
  charged.charge = 0.0;
  CHECK(best_cut(example(), objective, charged) == 2);
  CHECK(expected_cost(example().cuts[1], objective, charged) == 3.5);
}

TEST_CASE("a bound leaves the best of the cuts that keep it") {
  Objective fast{Objective::Latency};
  fast.energy_bound = Joules{7.0};
  CHECK(best_cut(example(), fast, belief()) == 1);
  fast.energy_bound = Joules{6.5};
  CHECK(best_cut(example(), fast, belief()) == 2);
  Objective thrifty{Objective::Energy};
  thrifty.latency_bound = Seconds{8.0};
  CHECK(best_cut(example(), thrifty, belief()) == 2);
  thrifty.latency_bound = Seconds{7.5};
  CHECK(best_cut(example(), thrifty, belief()) == 1);
}

TEST_CASE("if no cut keeps the bound the nearest is taken") {
  Objective fast{Objective::Latency};
  fast.energy_bound = Joules{1.0};
  CHECK(best_cut(example(), fast, belief()) == 2);
  Objective thrifty{Objective::Energy};
  thrifty.latency_bound = Seconds{1.0};
  CHECK(best_cut(example(), thrifty, belief()) == 1);
}

TEST_CASE("objectives have names") {
  CHECK(to_string(Objective::Latency) == "latency");
  CHECK(to_string(Objective::Energy) == "energy");
  CHECK(to_string(Objective::Weighted) == "weighted");
  CHECK(to_string(Objective::Battery) == "battery");
}

}  // namespace
}  // namespace cutpoint
