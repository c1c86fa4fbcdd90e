// Random networks whose layers make a graph, with costs of whole numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/random/random_stream.hpp"
#include "workloads/cost_table.hpp"

namespace cutpoint {

class RandomGraphs {
 public:
  explicit RandomGraphs(std::uint64_t seed) : random_{StreamAddress{.seed = seed}} {}

  /// From 1 to `most_layers` layers. Every other edge that may be is there, at most; some layers
  /// read the input beside what others compute. A byte is a quarter of an element, so that sizes
  /// are small whole numbers too.
  NetworkCosts network(std::uint64_t most_layers) {
    const std::uint64_t layers = 1 + random_.below(most_layers);
    const double density = 0.5 * random_.uniform();
    std::vector<Layer> all;
    std::vector<DnnGraph::Edge> edges;
    for (std::uint64_t i = 0; i < layers; ++i) {
      all.push_back({.name = std::to_string(i),
                     .input = {1},
                     .output = {static_cast<int>(1 + random_.below(16))}});
      for (std::uint64_t from = 0; from < i; ++from) {
        if (random_.uniform() < density || (from + 1 == i && random_.below(2) == 0)) {
          edges.push_back({from, i});
        }
      }
      if (random_.below(8) == 0) {
        edges.push_back({DnnGraph::kInput, i});
      }
    }
    const Shape input{static_cast<int>(1 + random_.below(24))};
    NetworkCosts costs{.dnn = {"random", input, std::move(all), std::move(edges)},
                       .query = {},
                       .mobile = {},
                       .server = {}};
    for (std::uint64_t i = 0; i < layers; ++i) {
      costs.mobile.push_back({Seconds{whole(12)}, Watts{whole(4)}});
      costs.server.push_back({Seconds{whole(4)}, Watts{1.0}});
    }
    return costs;
  }

  double whole(std::uint64_t below) { return static_cast<double>(random_.below(below)); }
  double uniform() { return random_.uniform(); }

 private:
  RandomStream random_;
};

}  // namespace cutpoint
