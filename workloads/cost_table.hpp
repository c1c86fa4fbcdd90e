// What each possible cut of a network costs: where predictor, partitioner and fleet meet in data.
//
// One type for actual and for predicted costs. A plain value that a test can fill by hand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "base/units.hpp"
#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// Time and power of one layer on one processor, alone on it (load level 1).
struct LayerCost {
  Seconds time{};
  Watts power;

  friend bool operator==(const LayerCost&, const LayerCost&) = default;
};

/// A division of a network's layers between phone and server. What a layer on the phone reads is
/// computed on the phone: data never flow back.
struct Cut {
  std::vector<bool> on_phone;  // by position in DnnGraph::layers()

  friend bool operator==(const Cut&, const Cut&) = default;
};

/// The cuts of a chain, and of any network whose layers are taken in topological order: layers
/// 1..j run on the phone, j = 0..N. The first is cloud-only, the last mobile-only. O(N²).
[[nodiscard]] std::vector<Cut> prefix_cuts(const DnnGraph& dnn);

/// The cut after the layer of that name in topological order, or "input": cloud-only.
/// Throws: InputError with a suggestion if there is no such layer.
[[nodiscard]] Cut cut_after(const DnnGraph& dnn,
                            std::string_view layer,
                            const SourceLocation& where = {});

/// Names a cut by what it uploads: "input", "pool5", "res2a_relu+res2b"; a cut that leaves nothing
/// for the server by the last layer. " with y" says that the phone computes the result y while
/// others are left to the server. No two cuts have the same name. O(layers x edges).
[[nodiscard]] std::string cut_label(const DnnGraph& dnn, const Cut& cut);

/// A network and what its layers cost on either side: all that a policy may look at.
struct NetworkCosts {
  DnnGraph dnn;
  QueryType query;
  // Both lists have one entry per layer, by its position in dnn.layers().
  std::vector<LayerCost> mobile;
  std::vector<LayerCost> server;
};

/// What a query costs with one cut, on a server that is idle (load level 1). Energies count what is
/// above idle power.
struct CutCost {
  Seconds mobile_time{};
  Joules mobile_energy;
  Bytes upload;  // each tensor once, however many layers of the server read it
  Seconds server_time{};
  Joules server_energy;
  Bytes result{};  // what the server sends back: the tensors that nothing reads and it computes

  friend bool operator==(const CutCost&, const CutCost&) = default;
};

/// Whether anything is uploaded or left for the server.
[[nodiscard]] bool uses_server(const CutCost& cut);

/// The costs of the cuts that a policy chooses from, in the order in which the policy names them.
struct CostTable {
  std::vector<CutCost> cuts;

  friend bool operator==(const CostTable&, const CostTable&) = default;
};

/// The costs of cuts: those of their layers added up on either side, and the tensors that cross.
/// O(cuts x (layers + edges)). Requires: one mobile and one server cost per layer; each cut is one
/// of the network.
[[nodiscard]] CostTable make_cost_table(const NetworkCosts& costs, std::span<const Cut> cuts);

/// The costs of prefix_cuts(): row j is the cut after layer j. O(layers x (layers + edges)).
[[nodiscard]] CostTable make_cost_table(const NetworkCosts& costs);

}  // namespace cutpoint
