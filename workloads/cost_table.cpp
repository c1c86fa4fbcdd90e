#include "workloads/cost_table.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/suggest.hpp"

namespace cutpoint {
namespace {

/// The tensors that cross from phone to server, each named by the position of the layer that
/// computes it.
struct Frontier {
  bool input = false;
  std::vector<bool> layers;
};

/// Finds what crosses: every tensor with its producer on the phone and some reader on the server,
/// once, however many readers it has. O(edges).
Frontier frontier_of(const DnnGraph& dnn,
                     const std::vector<DnnGraph::Edge>& edges,
                     const Cut& cut) {
  const std::vector<bool>& on_phone = cut.on_phone;
  Frontier frontier{.input = false, .layers = std::vector<bool>(on_phone.size(), false)};
  for (const std::size_t reader : dnn.input_readers()) {
    frontier.input = frontier.input || !on_phone[reader];
  }
  for (const auto& [from, to] : edges) {
    const bool data_never_flow_back = on_phone[from] || !on_phone[to];
    CUTPOINT_EXPECTS(data_never_flow_back);
    if (on_phone[from] && !on_phone[to]) {
      frontier.layers[from] = true;
    }
  }
  return frontier;
}

/// The bytes of the tensor that a layer computes for all items of a query.
Bytes output_of(const DnnGraph& dnn, std::size_t layer, const QueryType& query) {
  return work_of(dnn.layers()[layer], query.items).output;
}

}  // namespace

std::vector<Cut> prefix_cuts(const DnnGraph& dnn) {
  const std::size_t layers = dnn.layers().size();
  std::vector<Cut> cuts;
  cuts.reserve(layers + 1);
  Cut cut{std::vector<bool>(layers, false)};
  cuts.push_back(cut);
  for (std::size_t j = 0; j < layers; ++j) {
    cut.on_phone[j] = true;
    cuts.push_back(cut);
  }
  return cuts;
}

Cut cut_after(const DnnGraph& dnn, std::string_view layer, const SourceLocation& where) {
  Cut cut{std::vector<bool>(dnn.layers().size(), false)};
  if (layer == "input") {
    return cut;
  }
  std::vector<std::string> known{"input"};
  for (std::size_t i = 0; i < cut.on_phone.size(); ++i) {
    cut.on_phone[i] = true;
    if (dnn.layers()[i].name == layer) {
      return cut;
    }
    known.push_back(dnn.layers()[i].name);
  }
  throw InputError{where,
                   fmt::format("network \"{}\" has no layer \"{}\" to cut after{}",
                               dnn.name(),
                               layer,
                               suggestion(layer, known))};
}

std::string cut_label(const DnnGraph& dnn, const Cut& cut) {
  const std::vector<DnnGraph::Edge> edges = dnn.edges();
  const Frontier frontier = frontier_of(dnn, edges, cut);
  std::string label = frontier.input ? "input" : "";
  for (std::size_t i = 0; i < frontier.layers.size(); ++i) {
    if (frontier.layers[i]) {
      label += (label.empty() ? "" : "+") + dnn.layers()[i].name;
    }
  }
  if (label.empty()) {
    return dnn.layers().back().name;
  }
  // A cut may leave a result to the phone that no upload shows; naming it keeps labels unique.
  for (std::size_t i = 0; i < cut.on_phone.size(); ++i) {
    const bool is_result =
        std::ranges::none_of(edges, [i](const DnnGraph::Edge& edge) { return edge.from == i; });
    if (is_result && cut.on_phone[i]) {
      label += " with " + dnn.layers()[i].name;
    }
  }
  return label;
}

bool uses_server(const CutCost& cut) {
  return cut.upload > Bytes{0.0} || cut.server_time > Seconds::zero();
}

CostTable make_cost_table(const NetworkCosts& costs, std::span<const Cut> cuts) {
  const DnnGraph& dnn = costs.dnn;
  const std::size_t layers = dnn.layers().size();
  CUTPOINT_EXPECTS(costs.mobile.size() == layers);
  CUTPOINT_EXPECTS(costs.server.size() == layers);
  const std::vector<DnnGraph::Edge> edges = dnn.edges();
  std::vector<bool> is_read(layers, false);
  for (const DnnGraph::Edge& edge : edges) {
    is_read[edge.from] = true;
  }
  CostTable table;
  table.cuts.reserve(cuts.size());
  for (const Cut& cut : cuts) {
    CUTPOINT_EXPECTS(cut.on_phone.size() == layers);
    const Frontier frontier = frontier_of(dnn, edges, cut);
    CutCost cost;
    cost.upload = frontier.input ? input_bytes(dnn, costs.query) : Bytes{};
    for (std::size_t i = 0; i < layers; ++i) {
      if (cut.on_phone[i]) {
        cost.mobile_time += costs.mobile[i].time;
        cost.mobile_energy += costs.mobile[i].power * costs.mobile[i].time;
      } else if (!is_read[i]) {
        cost.result += output_of(dnn, i, costs.query);
      }
      if (frontier.layers[i]) {
        cost.upload += output_of(dnn, i, costs.query);
      }
    }
    // From the last layer backward: the sums of a chain's cuts are then each other's beginnings, so
    // that a cut with more layers on the server never has the smaller sum by rounding.
    for (std::size_t i = layers; i-- > 0;) {
      if (!cut.on_phone[i]) {
        cost.server_time += costs.server[i].time;
        cost.server_energy += costs.server[i].power * costs.server[i].time;
      }
    }
    table.cuts.push_back(cost);
  }
  return table;
}

CostTable make_cost_table(const NetworkCosts& costs) {
  return make_cost_table(costs, prefix_cuts(costs.dnn));
}

}  // namespace cutpoint
