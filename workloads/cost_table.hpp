// What each possible cut of a network costs: where predictor, partitioner and fleet meet in data.
//
// One type for actual and for predicted costs. A plain value that a test can fill by hand.
#pragma once

#include <span>
#include <vector>

#include "sim/units/units.hpp"
#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// Time and power of one layer on one processor, alone on it (load level 1).
struct LayerCost {
  Seconds time{};
  Watts power;

  friend bool operator==(const LayerCost&, const LayerCost&) = default;
};

/// The cost of cutting after layer j: layers 1..j run on the phone, the rest on the server.
struct CutCost {
  Seconds mobile_time{};
  Joules mobile_energy;
  Bytes upload;  // 0 for the last cut: nothing leaves the phone
  Seconds server_time{};
  Joules server_energy;

  friend bool operator==(const CutCost&, const CutCost&) = default;
};

/// cuts[j] for j = 0..N; cuts.front() is cloud-only, cuts.back() mobile-only.
struct CostTable {
  std::vector<CutCost> cuts;
  Bytes result;  // what the server sends back, unless the last cut is chosen

  friend bool operator==(const CostTable&, const CostTable&) = default;
};

/// Adds up per-layer costs into cuts. O(N).
/// Requires: the network is a chain, and one mobile and one server cost per layer.
[[nodiscard]] CostTable make_cost_table(const DnnGraph& dnn,
                                        const QueryType& query,
                                        std::span<const LayerCost> mobile,
                                        std::span<const LayerCost> server);

}  // namespace cutpoint
