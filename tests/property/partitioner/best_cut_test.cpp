// Random chains against an exhaustive search written here, and the laws that a best cut obeys.
// Every figure is a small multiple of a power of two, so sums are exact and ties really are ties.
#include "partitioner/best_cut.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr int kChains = 300;

class RandomChains {
 public:
  explicit RandomChains(std::uint64_t seed) : random_{StreamAddress{.seed = seed}} {}

  // Times that only grow on the phone and only shrink on the server, as layer costs make them.
  CostTable table() {
    const auto layers = random_.below(12);
    CostTable table;
    for (std::uint64_t j = 0; j <= layers; ++j) {
      table.cuts.push_back({.mobile_time = Seconds{0.0},
                            .mobile_energy = Joules{0.0},
                            .upload = Bytes{below(64.0)},
                            .server_time = Seconds{0.0},
                            .server_energy = Joules{0.0}});
    }
    for (std::uint64_t j = 1; j <= layers; ++j) {
      const CutCost& former = table.cuts[j - 1];
      table.cuts[j].mobile_time = former.mobile_time + Seconds{below(4.0)};
      table.cuts[j].mobile_energy = former.mobile_energy + Joules{below(4.0)};
    }
    for (std::uint64_t j = layers; j > 0; --j) {
      table.cuts[j - 1].server_time = table.cuts[j].server_time + Seconds{below(2.0)};
    }
    table.cuts.back().upload = Bytes{0.0};
    return table;
  }

  Belief belief() {
    return {.uplink = BytesPerSecond{power_of_two(8)},
            .upload_power = Watts{power_of_two(3)},
            .load_level = power_of_two(4),
            .remote_overhead = Seconds{below(2.0)}};
  }

 private:
  double power_of_two(std::uint64_t exponents) {
    return std::exp2(static_cast<double>(random_.below(exponents)));
  }
  // A multiple of 1/2 below `limit`.
  double below(double limit) {
    return static_cast<double>(random_.below(static_cast<std::uint64_t>(2.0 * limit))) / 2.0;
  }

  RandomStream random_;
};

template <class Check>
void for_random_chains(Check check) {
  for (std::uint64_t seed = 1; seed <= kChains; ++seed) {
    CAPTURE(seed);
    RandomChains random{seed};
    const CostTable table = random.table();
    const Belief belief = random.belief();
    check(table, belief);
  }
}

double latency(const CostTable& table, std::size_t j, const Belief& belief) {
  const CutCost& cut = table.cuts[j];
  const bool remote = cut.upload.value() > 0.0 || cut.server_time.count() > 0.0;
  return cut.mobile_time.count() + cut.upload.value() / belief.uplink.value() +
         belief.load_level * cut.server_time.count() +
         (remote ? belief.remote_overhead.count() : 0.0);
}

double energy(const CostTable& table, std::size_t j, const Belief& belief) {
  const CutCost& cut = table.cuts[j];
  return cut.mobile_energy.value() +
         belief.upload_power.value() * cut.upload.value() / belief.uplink.value();
}

double value(const CostTable& table,
             const Objective& objective,
             std::size_t j,
             const Belief& belief) {
  return objective.kind == Objective::Latency ? latency(table, j, belief)
                                              : energy(table, j, belief);
}

double best_value(const CostTable& table, const Objective& objective, const Belief& belief) {
  return value(table, objective, best_cut(table, objective, belief), belief);
}

const std::array<Objective, 2> kObjectives = {Objective::Latency, Objective::Energy};

TEST_CASE("the best cut is the first of the least by exhaustive search") {
  for_random_chains([](const CostTable& table, const Belief& belief) {
    for (const Objective& objective : kObjectives) {
      std::vector<double> values;
      for (std::size_t j = 0; j < table.cuts.size(); ++j) {
        values.push_back(value(table, objective, j, belief));
      }
      const auto expected = std::min_element(values.begin(), values.end()) - values.begin();
      CHECK(best_cut(table, objective, belief) == expected);
    }
  });
}

TEST_CASE("the best cut is never worse than everything here or everything there") {
  for_random_chains([](const CostTable& table, const Belief& belief) {
    for (const Objective& objective : kObjectives) {
      const double best = best_value(table, objective, belief);
      CHECK(best <= value(table, objective, 0, belief));
      CHECK(best <= value(table, objective, table.cuts.size() - 1, belief));
    }
  });
}

// Without upload cost and with a server faster than the phone nothing is worth keeping; for energy
// no cut beats sending the input.
TEST_CASE("bandwidth without bound and a fast server leave nothing on the phone") {
  for_random_chains([](CostTable table, Belief belief) {
    belief.uplink = BytesPerSecond{std::numeric_limits<double>::infinity()};
    belief.load_level = 1.0;
    belief.remote_overhead = Seconds{0.0};
    const Seconds tail = table.cuts.front().server_time;
    for (std::size_t j = 0; j < table.cuts.size(); ++j) {
      // Twice as slow on the phone as on the server, layer by layer.
      table.cuts[j].mobile_time = 2.0 * (tail - table.cuts[j].server_time);
    }
    CHECK(best_cut(table, Objective::Latency, belief) == 0);
    CHECK(best_cut(table, Objective::Energy, belief) == 0);
  });
}

TEST_CASE("bandwidth near zero keeps everything on the phone") {
  for_random_chains([](CostTable table, Belief belief) {
    belief.uplink = BytesPerSecond{std::ldexp(1.0, -40)};
    for (std::size_t j = 0; j + 1 < table.cuts.size(); ++j) {
      table.cuts[j].upload += Bytes{1.0};
    }
    CHECK(best_cut(table, Objective::Latency, belief) == table.cuts.size() - 1);
    CHECK(best_cut(table, Objective::Energy, belief) == table.cuts.size() - 1);
  });
}

TEST_CASE("more bandwidth never raises the least latency or energy") {
  for_random_chains([](const CostTable& table, Belief belief) {
    for (const Objective& objective : kObjectives) {
      double former = std::numeric_limits<double>::infinity();
      for (int exponent = -6; exponent <= 12; ++exponent) {
        belief.uplink = BytesPerSecond{std::ldexp(1.0, exponent)};
        const double best = best_value(table, objective, belief);
        CHECK(best <= former);
        former = best;
      }
    }
  });
}

TEST_CASE("a higher load level never moves the latency cut toward the server") {
  for_random_chains([](const CostTable& table, Belief belief) {
    CutId former = 0;
    for (double level = 1.0; level <= 64.0; level += 0.5) {
      belief.load_level = level;
      const CutId cut = best_cut(table, Objective::Latency, belief);
      CHECK(cut >= former);
      former = cut;
    }
  });
}

TEST_CASE("the load level never moves the energy cut") {
  for_random_chains([](const CostTable& table, Belief belief) {
    const CutId before = best_cut(table, Objective::Energy, belief);
    belief.load_level *= 32.0;
    CHECK(best_cut(table, Objective::Energy, belief) == before);
  });
}

}  // namespace
}  // namespace cutpoint
