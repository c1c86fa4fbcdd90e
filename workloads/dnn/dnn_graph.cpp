#include "workloads/dnn/dnn_graph.hpp"

#include <algorithm>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/range/iterator_range.hpp>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Edge = DnnGraph::Edge;

// Collects vertices as their search ends. Boost's topological_sort does the same, but throws on a
// cycle, and a cycle is a broken contract here.
struct FinishingOrder : boost::default_dfs_visitor {
  std::vector<std::size_t>* order;

  template <class Vertex, class Graph>
  void finish_vertex(Vertex vertex, const Graph& /*graph*/) const {
    order->push_back(vertex);
  }
  template <class BackEdge, class Graph>
  void back_edge(BackEdge /*edge*/, const Graph& /*graph*/) const {
    const bool edges_make_an_acyclic_graph = false;
    CUTPOINT_EXPECTS(edges_make_an_acyclic_graph);
  }
};

// The positions of the layers with predecessors first, by a depth-first search along the edges
// backward: a layer is finished after all that it reads (Cormen et al., "Introduction to
// Algorithms", topological sort). The search starts from the layers in the given order, so an order
// that is topological already stays as it is. O(layers + edges).
std::vector<std::size_t> topological_order(std::size_t layer_count, std::span<const Edge> edges) {
  Adjacency predecessors{layer_count};
  for (const Edge& edge : edges) {
    if (edge.from != DnnGraph::kInput) {
      boost::add_edge(edge.to, edge.from, predecessors);
    }
  }
  std::vector<std::size_t> order;
  order.reserve(layer_count);
  FinishingOrder collect;
  collect.order = &order;
  boost::depth_first_search(predecessors, boost::visitor(collect));
  return order;
}

}  // namespace

/// The edges between layers as Boost.Graph holds them. Kept out of the header, which every room
/// above reads.
struct DnnGraph::Topology {
  explicit Topology(std::size_t layer_count) : successors{layer_count} {}

  Adjacency successors;
};

DnnGraph::DnnGraph(std::string name,
                   Shape input,
                   std::vector<Layer> layers,
                   std::vector<Edge> edges)
    : name_{std::move(name)}, input_{input} {
  const bool edges_connect_layers = std::ranges::all_of(edges, [&layers](const Edge& edge) {
    return (edge.from < layers.size() || edge.from == kInput) && edge.to < layers.size();
  });
  CUTPOINT_EXPECTS(!layers.empty());
  CUTPOINT_EXPECTS(edges_connect_layers);

  const std::vector<std::size_t> order = topological_order(layers.size(), edges);
  std::vector<std::size_t> position(layers.size());
  layers_.reserve(layers.size());
  for (const std::size_t given : order) {
    position[given] = layers_.size();
    layers_.push_back(std::move(layers[given]));
  }
  // A layer reads the network's input if no edge leads to it, or if an edge from kInput does.
  std::vector<bool> reads_input(layers_.size(), true);
  for (Edge& edge : edges) {
    edge = {.from = edge.from == kInput ? kInput : position[edge.from], .to = position[edge.to]};
    reads_input[edge.to] = reads_input[edge.to] && edge.from == kInput;
  }
  std::ranges::sort(edges, {}, [](const Edge& edge) { return std::pair{edge.from, edge.to}; });

  for (const Edge& edge : edges) {
    if (edge.from == kInput) {
      reads_input[edge.to] = true;
    }
  }
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (reads_input[i]) {
      input_readers_.push_back(i);
    }
  }
  std::erase_if(edges, [](const Edge& edge) { return edge.from == kInput; });

  auto topology = std::make_shared<Topology>(layers_.size());
  for (const Edge& edge : edges) {
    boost::add_edge(edge.from, edge.to, topology->successors);
  }
  topology_ = std::move(topology);
}

std::vector<DnnGraph::Edge> DnnGraph::edges() const {
  const Adjacency& graph = topology_->successors;
  std::vector<Edge> result;
  result.reserve(boost::num_edges(graph));
  for (const auto& edge : boost::make_iterator_range(boost::edges(graph))) {
    result.push_back({.from = boost::source(edge, graph), .to = boost::target(edge, graph)});
  }
  return result;
}

bool DnnGraph::is_chain() const {
  const std::vector<Edge> all = edges();
  if (all.size() + 1 != layers_.size() || input_readers_.size() != 1) {
    return false;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] != Edge{.from = i, .to = i + 1}) {
      return false;
    }
  }
  return true;
}

std::int64_t parameter_count(const DnnGraph& dnn) {
  std::int64_t total = 0;
  for (const Layer& layer : dnn.layers()) {
    total += parameter_count(layer);
  }
  return total;
}

Flop flop_per_item(const DnnGraph& dnn) {
  Flop total;
  for (const Layer& layer : dnn.layers()) {
    total += flop_per_item(layer);
  }
  return total;
}

Bytes input_bytes(const DnnGraph& dnn, const QueryType& query) {
  CUTPOINT_EXPECTS(query.items >= 1);

  const double bytes_per_element = query.encoding == InputEncoding::Pixels8 ? 1.0 : kBytesPerFloat;
  return Bytes{bytes_per_element * query.items * static_cast<double>(dnn.input().elements())};
}

}  // namespace cutpoint
