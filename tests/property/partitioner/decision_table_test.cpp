// Tables of decisions against the search that they stand for, over random costs: of whole numbers,
// so that ties are ties, and of any, so that rounding matters.
#include "partitioner/decision_table.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr int kTables = 300;
constexpr int kBeliefs = 200;

Objective weighted(double energy_weight) {
  Objective objective{Objective::Weighted};
  objective.energy_weight = energy_weight;
  objective.joule = Seconds{0.5};
  return objective;
}

const std::array<Objective, 4> kObjectives = {
    Objective::Latency, Objective::Energy, weighted(0.25), weighted(1.0)};

class RandomTables {
 public:
  explicit RandomTables(std::uint64_t seed)
      : random_{StreamAddress{.seed = seed}}, is_whole_{seed % 2 == 0} {}

  /// Of chains, now and then with the same cut twice, and of whatever else.
  CostTable table() {
    const std::uint64_t layers = random_.below(50);
    const bool is_chain = random_.below(4) > 0;
    CostTable table;
    table.cuts.resize(layers + 1);
    for (std::uint64_t j = 0; j <= layers; ++j) {
      const std::uint64_t forward = is_chain ? j : random_.below(layers + 1);
      const std::uint64_t twin = random_.below(8) == 0 && j > 0 ? j - 1 : j;
      table.cuts[j].mobile_time = Seconds{number(4.0) + static_cast<double>(forward)};
      table.cuts[j].mobile_energy = Joules{number(4.0) + static_cast<double>(forward)};
      table.cuts[j].server_time =
          Seconds{number(2.0) + 0.5 * static_cast<double>(layers - forward)};
      table.cuts[j].upload = Bytes{number(4096.0)};
      if (twin != j) {
        table.cuts[j] = table.cuts[twin];
      }
    }
    if (random_.below(4) > 0) {
      table.cuts.back().upload = Bytes{};
      table.cuts.back().server_time = Seconds{};
    }
    return table;
  }

  Belief belief() {
    Belief belief{.uplink = BytesPerSecond{std::exp2(24.0 * random_.uniform() - 4.0)},
                  .upload_power = Watts{number(4.0)},
                  .load_level = std::exp2(5.0 * random_.uniform()),
                  .remote_overhead = Seconds{random_.below(2) == 0 ? 0.0 : number(8.0)}};
    if (is_whole_) {
      belief.uplink = BytesPerSecond{std::exp2(std::floor(std::log2(belief.uplink.value())))};
      belief.load_level = std::floor(belief.load_level);
    }
    return belief;
  }

  /// Where two cuts cost the same, as far as rounding lets it be so.
  Belief tie(const CostTable& table) {
    Belief belief = this->belief();
    const CutCost& a = table.cuts[random_.below(table.cuts.size())];
    const CutCost& b = table.cuts[random_.below(table.cuts.size())];
    const double cost = (b.mobile_time - a.mobile_time).count() +
                        belief.load_level * (b.server_time - a.server_time).count();
    const double byte = cost / (a.upload - b.upload).value();
    if (std::isfinite(byte) && byte > 1e-12) {
      belief.uplink = BytesPerSecond{1.0 / byte};
    }
    return belief;
  }

 private:
  double number(double limit) {
    const double any = limit * random_.uniform();
    return is_whole_ ? std::floor(any) : any;
  }

  RandomStream random_;
  bool is_whole_;
};

TEST_CASE("a table decides as the search does, ties and rounding included") {
  int different_cuts = 0;
  for (std::uint64_t seed = 1; seed <= kTables; ++seed) {
    RandomTables random{seed};
    const CostTable table = random.table();
    for (const Objective& objective : kObjectives) {
      const DecisionTable decisions{table, objective};
      CutId former = 0;
      for (int i = 0; i < kBeliefs; ++i) {
        const Belief belief = i % 2 == 0 ? random.belief() : random.tie(table);
        const CutId expected = best_cut(table, objective, belief);
        if (decisions.decide(belief) != expected) {
          CAPTURE(seed,
                  i,
                  to_string(objective.kind),
                  objective.energy_weight,
                  belief.uplink.value(),
                  belief.load_level,
                  table.cuts.size());
          CHECK(decisions.decide(belief) == expected);
        }
        different_cuts += expected != former ? 1 : 0;
        former = expected;
      }
    }
  }
  CHECK(different_cuts > kTables);  // else nothing was asked
}

TEST_CASE("a table decides alike beyond the beliefs that it was made for") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    RandomTables random{seed};
    const CostTable table = random.table();
    const DecisionTable decisions{table, Objective::Latency};
    for (const double load_level : {1.0, 1024.0, 5000.0, 1e9}) {
      for (const double uplink : {1e-9, 1e-3, 1.0, 1e9, 1e300}) {
        Belief belief = random.belief();
        belief.load_level = load_level;
        belief.uplink = BytesPerSecond{uplink};
        CHECK(decisions.decide(belief) == best_cut(table, Objective::Latency, belief));
      }
    }
  }
}

}  // namespace
}  // namespace cutpoint
