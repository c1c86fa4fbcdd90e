#include "partitioner/min_cut.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

/// A root and two branches, each with a small tensor in its middle; joined again. Small is 4 bytes,
/// large 64, the input 96. What comes before the middles takes the phone 1 s a layer, the rest 100.
NetworkCosts narrow_branches() {
  std::vector<Layer> layers;
  std::vector<LayerCost> mobile;
  for (const auto& [name, outputs, seconds] : {std::tuple{"root", 16, 1.0},
                                               {"a1", 1, 1.0},
                                               {"a2", 16, 100.0},
                                               {"b1", 1, 1.0},
                                               {"b2", 16, 100.0},
                                               {"join", 1, 100.0}}) {
    layers.push_back({.name = name, .input = {1}, .output = {outputs}});
    mobile.push_back({Seconds{seconds}, Watts{1.0}});
  }
  std::vector<LayerCost> server(layers.size(), {Seconds{0.0}, Watts{1.0}});
  return {.dnn = {"branches",
                  {24},
                  std::move(layers),
                  {{0, 1}, {1, 2}, {0, 3}, {3, 4}, {2, 5}, {4, 5}}},
          .query = {},
          .mobile = std::move(mobile),
          .server = std::move(server)};
}

Belief one_byte_a_second() { return {.uplink = BytesPerSecond{1.0}, .upload_power = Watts{1.0}}; }

TEST_CASE("a minimum cut goes through branches where no cut between layers can") {
  MinCut network{narrow_branches()};
  for (const Objective::Kind objective : {Objective::Latency, Objective::Energy}) {
    const Cut cut = network.best(objective, one_byte_a_second());
    CHECK(cut.on_phone == std::vector<bool>{true, true, false, true, false, false});
    CHECK(cut_label(network.costs().dnn, cut) == "a1+b1");
    const CutCost cost = make_cost_table(network.costs(), std::vector{cut}).cuts.front();
    CHECK(expected_cost(cost, objective, one_byte_a_second()) == 3.0 + 8.0);

    const CostTable chain = make_cost_table(network.costs(), prefix_cuts(network.costs().dnn));
    const CutId best = best_cut(chain, objective, one_byte_a_second());
    CHECK(expected_cost(chain.cuts[best], objective, one_byte_a_second()) == 1.0 + 64.0);
  }
}

TEST_CASE("the cuts that are the best for some belief have it among them, and both ends") {
  MinCut network{narrow_branches()};
  std::vector<std::string> labels;
  for (const Cut& cut : network.useful_cuts(Objective::Latency)) {
    labels.push_back(cut_label(network.costs().dnn, cut));
  }
  CHECK(labels == std::vector<std::string>{"input", "root", "a1+b1", "join"});
}

TEST_CASE("a minimum cut needs costs, and an objective without bounds") {
  const ThrowingContracts contracts;
  NetworkCosts costs = narrow_branches();
  costs.server.pop_back();
  CHECK_THROWS_WITH(MinCut{costs}, "costs.server.size() == layers_");
  MinCut network{narrow_branches()};
  Objective bounded;
  bounded.energy_bound = Joules{1.0};
  CHECK_THROWS_WITH(network.best(bounded, one_byte_a_second()), "!objective.is_bounded()");
  CHECK_THROWS_WITH(network.useful_cuts(Objective::Battery), "objective.has_fixed_weights()");
}

}  // namespace
}  // namespace cutpoint
