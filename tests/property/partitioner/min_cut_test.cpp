// Minimum cuts against an exhaustive search over all ways to divide small random networks.
#include "partitioner/min_cut.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "partitioner/decision_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_graphs.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

constexpr int kNetworks = 2000;
constexpr std::uint64_t kLayers = 12;

/// Of powers of two, so that every cost is exact.
Belief whole_belief(RandomGraphs& random) {
  return {.uplink = BytesPerSecond{std::exp2(random.whole(8))},
          .upload_power = Watts{std::exp2(random.whole(3))},
          .load_level = std::exp2(random.whole(3)),
          .remote_overhead = Seconds{random.whole(4)},
          .downlink = {BytesPerSecond{random.whole(2) * std::exp2(random.whole(8))},
                       Watts{std::exp2(random.whole(3))}}};
}

/// Every division in which data do not flow back, as bits of the layers on the phone.
std::vector<std::uint32_t> divisions(const DnnGraph& dnn) {
  std::vector<std::uint32_t> found;
  const std::vector<DnnGraph::Edge> edges = dnn.edges();
  for (std::uint32_t bits = 0; bits < (1U << dnn.layers().size()); ++bits) {
    const bool flows_back = std::ranges::any_of(edges, [&](const DnnGraph::Edge& edge) {
      return (bits >> edge.to & 1U) > (bits >> edge.from & 1U);
    });
    if (!flows_back) {
      found.push_back(bits);
    }
  }
  return found;
}

/// Written anew from the definition of the model.
double cost_of(const NetworkCosts& costs,
               std::uint32_t bits,
               Objective::Kind objective,
               const Belief& belief) {
  const auto is_on_phone = [&](std::size_t i) { return (bits >> i & 1U) != 0; };
  const std::vector<DnnGraph::Edge> edges = costs.dnn.edges();
  double phone = 0.0;
  double server = 0.0;
  double bytes = 0.0;
  double results = 0.0;
  for (std::size_t i = 0; i < costs.mobile.size(); ++i) {
    const LayerCost& mobile = costs.mobile[i];
    if (is_on_phone(i)) {
      phone += objective == Objective::Latency ? mobile.time.count()
                                               : mobile.time.count() * mobile.power.value();
      const bool is_read_there = std::ranges::any_of(edges, [&](const DnnGraph::Edge& edge) {
        return edge.from == i && !is_on_phone(edge.to);
      });
      bytes += is_read_there ? 4.0 * costs.dnn.layers()[i].output.channels : 0.0;
    } else {
      server += costs.server[i].time.count();
      const bool is_result =
          std::ranges::none_of(edges, [i](const DnnGraph::Edge& edge) { return edge.from == i; });
      results += is_result ? 4.0 * costs.dnn.layers()[i].output.channels : 0.0;
    }
  }
  const bool is_input_read_there = std::ranges::any_of(
      costs.dnn.input_readers(), [&](std::size_t reader) { return !is_on_phone(reader); });
  bytes += is_input_read_there ? 4.0 * costs.dnn.input().channels : 0.0;
  const auto& [downlink, download_power] = belief.downlink;
  const double back = downlink.value() > 0.0 ? results / downlink.value() : 0.0;
  if (objective == Objective::Energy) {
    return phone + belief.upload_power.value() * bytes / belief.uplink.value() +
           download_power.value() * back;
  }
  const bool is_remote = bytes > 0.0 || server > 0.0;
  return phone + bytes / belief.uplink.value() + belief.load_level * server + back +
         (is_remote ? belief.remote_overhead.count() : 0.0);
}

std::uint32_t bits_of(const Cut& cut) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < cut.on_phone.size(); ++i) {
    bits |= cut.on_phone[i] ? 1U << i : 0U;
  }
  return bits;
}

TEST_CASE("a minimum cut is the best of all divisions of a network") {
  for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
    RandomGraphs random{seed};
    MinCut network{random.network(kLayers)};
    const Belief belief = whole_belief(random);
    const std::vector<std::uint32_t> all = divisions(network.costs().dnn);
    for (const Objective::Kind objective : {Objective::Latency, Objective::Energy}) {
      const auto cost = [&](std::uint32_t bits) {
        return cost_of(network.costs(), bits, objective, belief);
      };
      const double least = cost(*std::ranges::min_element(all, {}, cost));
      const std::uint32_t found = bits_of(network.best(objective, belief));
      CAPTURE(seed, to_string(objective), all.size(), found);
      REQUIRE(std::ranges::find(all, found) != all.end());
      CHECK(cost(found) == least);
    }
  }
}

TEST_CASE("of equally good divisions the one with the fewest layers on the phone is taken") {
  for (std::uint64_t seed = 1; seed <= kNetworks / 4; ++seed) {
    RandomGraphs random{seed};
    MinCut network{random.network(kLayers)};
    Belief belief = whole_belief(random);
    belief.remote_overhead = Seconds{};  // which would leave only the whole network on the phone
    const std::vector<std::uint32_t> all = divisions(network.costs().dnn);
    const auto cost = [&](std::uint32_t bits) {
      return cost_of(network.costs(), bits, Objective::Latency, belief);
    };
    const std::uint32_t found = bits_of(network.at(prices_of(Objective::Latency, belief)));
    for (const std::uint32_t other : all) {
      CAPTURE(seed, found, other);
      CHECK((cost(other) > cost(found) || (cost(other) == cost(found) && (found & ~other) == 0)));
    }
  }
}

TEST_CASE("a minimum cut is never worse than a cut between layers, and on a chain the same") {
  for (std::uint64_t seed = 1; seed <= kNetworks / 4; ++seed) {
    RandomGraphs random{seed};
    MinCut network{random.network(kLayers)};
    const Belief belief = whole_belief(random);
    const std::vector<Cut> prefixes = prefix_cuts(network.costs().dnn);
    const CostTable table = make_cost_table(network.costs(), prefixes);
    for (const Objective::Kind objective : {Objective::Latency, Objective::Energy}) {
      CAPTURE(seed, to_string(objective));
      const CutId chain = best_cut(table, objective, belief);
      const std::vector<Cut> best{network.best(objective, belief)};
      const CutCost cost = make_cost_table(network.costs(), best).cuts.front();
      CHECK(expected_cost(cost, objective, belief) <=
            expected_cost(table.cuts[chain], objective, belief));
      if (network.costs().dnn.is_chain()) {
        CHECK(best.front() == prefixes[chain]);
      }
    }
  }
}

TEST_CASE("a table of the useful cuts decides as well as a new minimum cut") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    RandomGraphs random{seed};
    MinCut network{random.network(30)};
    for (const Objective::Kind objective : {Objective::Latency, Objective::Energy}) {
      const Downlink downlink = whole_belief(random).downlink;
      const CostTable table =
          make_cost_table(network.costs(), network.useful_cuts(objective, downlink));
      const DecisionTable decisions{table, objective};
      for (int i = 0; i < 20; ++i) {
        Belief belief = whole_belief(random);
        belief.downlink = downlink;
        belief.uplink = BytesPerSecond{std::exp2(16.0 * random.uniform() - 4.0)};
        belief.load_level = std::exp2(5.0 * random.uniform());
        const std::vector<Cut> fresh{network.best(objective, belief)};
        const CutCost expected = make_cost_table(network.costs(), fresh).cuts.front();
        const CutCost& found = table.cuts[decisions.decide(belief)];
        CAPTURE(seed, to_string(objective), i, table.cuts.size());
        CHECK(expected_cost(found, objective, belief) ==
              Approx(expected_cost(expected, objective, belief)).epsilon(1e-12));
      }
    }
  }
}

}  // namespace
}  // namespace cutpoint
