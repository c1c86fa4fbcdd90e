// What a decision costs: looked up in a table, searched among all cuts, found as a minimum cut.
//
// Beliefs are drawn beforehand: bandwidths from 0.1 to 100 Mbit/s, the 16 load levels that a pool
// publishes. The reference is the search that one would write for speed: contiguous arrays, one
// pass.
#include <cmath>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "fleet/datacenter/load_signal.hpp"
#include "partitioner/decision_table.hpp"
#include "partitioner/min_cut.hpp"
#include "runner/kinds/fleet_assembly.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint {
namespace {

constexpr std::size_t kBeliefs = 4096;

const Processor& processor(std::string_view name) {
  return *std::ranges::find(built_in_processors(), name, &Processor::name);
}

NetworkCosts costs_of(std::string_view dnn) {
  const Application& application = find_application(dnn);
  return actual_costs(
      application.build(), application.default_query, processor("tk1-gpu"), processor("k40"));
}

std::vector<Belief> beliefs() {
  RandomStream random{{.seed = 5}};
  std::vector<Belief> drawn;
  for (std::size_t i = 0; i < kBeliefs; ++i) {
    const double megabits = 0.1 * std::exp(std::log(1000.0) * random.uniform());
    drawn.push_back({.uplink = megabits_per_second(megabits),
                     .upload_power = Watts{2.0},
                     .load_level = slowdown_of(static_cast<std::uint8_t>(random.below(16)))});
  }
  return drawn;
}

/// The cuts of a chain as arrays, searched in one pass without a branch.
class ArraySearch {
 public:
  explicit ArraySearch(const CostTable& table) {
    for (const CutCost& cut : table.cuts) {
      mobile_.push_back(cut.mobile_time.count());
      upload_.push_back(cut.upload.value());
      server_.push_back(cut.server_time.count());
    }
  }

  [[nodiscard]] CutId decide(const Belief& belief) const {
    const double byte = 1.0 / belief.uplink.value();
    const double level = belief.load_level;
    double least = mobile_[0] + upload_[0] * byte + level * server_[0];
    CutId best = 0;
    for (std::size_t j = 1; j < mobile_.size(); ++j) {
      const double cost = mobile_[j] + upload_[j] * byte + level * server_[j];
      best = cost < least ? static_cast<CutId>(j) : best;
      least = cost < least ? cost : least;
    }
    return best;
  }

 private:
  std::vector<double> mobile_;
  std::vector<double> upload_;
  std::vector<double> server_;
};

template <class Decisions>
void decide_in_turn(benchmark::State& state, const Decisions& decisions) {
  const std::vector<Belief> drawn = beliefs();
  std::size_t i = 0;
  CutId sum = 0;
  for (auto _ : state) {
    sum += decisions.decide(drawn[i]);
    i = (i + 1) % kBeliefs;
  }
  benchmark::DoNotOptimize(sum);
}

void search(benchmark::State& state) {
  const NetworkCosts costs = costs_of("vgg");
  decide_in_turn(state, ArraySearch{make_cost_table(costs, prefix_cuts(costs.dnn))});
}

void table(benchmark::State& state, const char* dnn) {
  const NetworkCosts costs = costs_of(dnn);
  const std::vector<Cut> cuts =
      costs.dnn.is_chain() ? prefix_cuts(costs.dnn) : MinCut{costs}.useful_cuts(Objective::Latency);
  state.counters["cuts"] = static_cast<double>(cuts.size());
  decide_in_turn(state, DecisionTable{make_cost_table(costs, cuts), Objective::Latency});
}

void minimum_cut(benchmark::State& state, const char* dnn) {
  const NetworkCosts costs = costs_of(dnn);
  const std::vector<Belief> drawn = beliefs();
  std::size_t i = 0;
  for (auto _ : state) {
    MinCut network{costs};
    benchmark::DoNotOptimize(network.best(Objective::Latency, drawn[i]));
    i = (i + 1) % kBeliefs;
  }
}

void install_table(benchmark::State& state, const char* dnn) {
  const NetworkCosts costs = costs_of(dnn);
  for (auto _ : state) {
    const std::vector<Cut> cuts = MinCut{costs}.useful_cuts(Objective::Latency);
    benchmark::DoNotOptimize(DecisionTable{make_cost_table(costs, cuts), Objective::Latency});
  }
}

BENCHMARK(search)->Name("decision/search/vgg");
BENCHMARK_CAPTURE(table, vgg, "vgg")->Name("decision/table/vgg");
BENCHMARK_CAPTURE(table, resnet50, "resnet50")->Name("decision/table/resnet50");
BENCHMARK_CAPTURE(minimum_cut, resnet50, "resnet50")->Name("decision/minimum_cut/resnet50");
BENCHMARK_CAPTURE(install_table, resnet50, "resnet50")->Name("decision/install/resnet50");

}  // namespace
}  // namespace cutpoint

BENCHMARK_MAIN();
