#include "partitioner/min_cut.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

#include "base/contract.hpp"
#include "partitioner/cost_planes.hpp"

namespace cutpoint {
namespace {

using Capacity = std::int64_t;
// The finite capacities together stay below 2^61.
constexpr int kCapacityBits = 60;
constexpr Capacity kNeverCut = Capacity{1} << 62;

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::bidirectionalS>;
using FlowGraph = boost::adjacency_list<
    boost::vecS,
    boost::vecS,
    boost::bidirectionalS,
    boost::property<
        boost::vertex_color_t,
        boost::default_color_type,
        boost::property<boost::vertex_distance_t,
                        long,
                        boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>>,
    boost::property<
        boost::edge_capacity_t,
        Capacity,
        boost::property<boost::edge_residual_capacity_t,
                        Capacity,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

/// An edge whose capacity is what it costs to upload a tensor.
struct UploadEdge {
  Traits::edge_descriptor edge;
  std::size_t tensor = 0;
};

}  // namespace

class MinCut::Flow {
 public:
  explicit Flow(NetworkCosts network);

  [[nodiscard]] Cut at(const Prices& prices);
  /// The beliefs to look at: for a greater price of a byte even the smallest tensor is dearer than
  /// the whole network on the phone.
  [[nodiscard]] BeliefBox box(const Prices& prices) const;

  NetworkCosts costs;

 private:
  using Edge = Traits::edge_descriptor;
  using Vertex = Traits::vertex_descriptor;

  Edge add_edge(Vertex from, Vertex to, Capacity back);
  void add_tensor(std::size_t tensor, Vertex producer, const std::vector<std::size_t>& readers);
  [[nodiscard]] double phone_cost(const Prices& prices, std::size_t layer) const;
  void set_capacities(const Prices& prices);

  FlowGraph graph_;
  std::size_t layers_;
  Vertex phone_;
  Vertex server_;
  std::vector<double> tensor_bytes_;  // by the layer that computes it; the input is the last
  std::vector<double> result_bytes_;  // by layer; 0 unless nothing reads its tensor
  std::vector<Edge> on_server_;       // by layer; cut if the layer runs on the server
  std::vector<Edge> on_phone_;        // by layer; cut if the layer runs on the phone
  std::vector<UploadEdge> uploads_;
};

MinCut::Flow::Flow(NetworkCosts network)
    : costs{std::move(network)},
      graph_{costs.dnn.layers().size() + 2},
      layers_{costs.dnn.layers().size()},
      phone_{layers_},
      server_{layers_ + 1} {
  CUTPOINT_EXPECTS(costs.mobile.size() == layers_);
  CUTPOINT_EXPECTS(costs.server.size() == layers_);
  std::vector<std::vector<std::size_t>> readers(layers_);
  for (const auto& [from, to] : costs.dnn.edges()) {
    readers[from].push_back(to);
  }
  for (std::size_t i = 0; i < layers_; ++i) {
    tensor_bytes_.push_back(work_of(costs.dnn.layers()[i], costs.query.items).output.value());
    result_bytes_.push_back(readers[i].empty() ? tensor_bytes_.back() : 0.0);
    on_server_.push_back(add_edge(phone_, i, 0));
    on_phone_.push_back(add_edge(i, server_, 0));
    add_tensor(i, i, readers[i]);
  }
  tensor_bytes_.push_back(input_bytes(costs.dnn, costs.query).value());
  const auto input_readers = costs.dnn.input_readers();
  add_tensor(layers_, phone_, {input_readers.begin(), input_readers.end()});
}

/// Adds an edge and its reverse, whose capacity stays as it is.
MinCut::Flow::Edge MinCut::Flow::add_edge(Vertex from, Vertex to, Capacity back) {
  const Edge edge = boost::add_edge(from, to, graph_).first;
  const Edge reverse = boost::add_edge(to, from, graph_).first;
  boost::put(boost::edge_reverse, graph_, edge, reverse);
  boost::put(boost::edge_reverse, graph_, reverse, edge);
  boost::put(boost::edge_capacity, graph_, reverse, back);
  return edge;
}

void MinCut::Flow::add_tensor(std::size_t tensor,
                              Vertex producer,
                              const std::vector<std::size_t>& readers) {
  if (readers.size() == 1) {
    uploads_.push_back({add_edge(producer, readers.front(), kNeverCut), tensor});
    return;
  }
  if (readers.empty()) {
    return;
  }
  const Vertex node = boost::add_vertex(graph_);
  // The edge back to the producer: a reader on the phone needs the tensor there, and so the layer
  // that computes it.
  uploads_.push_back({add_edge(producer, node, 0), tensor});
  for (const std::size_t reader : readers) {
    boost::put(boost::edge_capacity, graph_, add_edge(node, reader, 0), kNeverCut);
    boost::put(boost::edge_capacity, graph_, add_edge(reader, producer, 0), kNeverCut);
  }
}

void MinCut::Flow::set_capacities(const Prices& prices) {
  const auto server_cost = [&](std::size_t i) {
    return prices.load_level * prices.weights.second * costs.server[i].time.count() +
           prices.result_byte * result_bytes_[i];
  };
  const auto upload_cost = [&](std::size_t tensor) { return prices.byte * tensor_bytes_[tensor]; };
  double total = 0.0;
  for (std::size_t i = 0; i < layers_; ++i) {
    total += phone_cost(prices, i) + server_cost(i) + upload_cost(i);
  }
  total += upload_cost(layers_);
  CUTPOINT_EXPECTS(std::isfinite(total) && total >= 0.0);
  const int shift = total > 0.0 ? kCapacityBits - 1 - std::ilogb(total) : 0;
  const auto capacity = [&](double cost) { return std::llround(std::ldexp(cost, shift)); };
  for (std::size_t i = 0; i < layers_; ++i) {
    boost::put(boost::edge_capacity, graph_, on_phone_[i], capacity(phone_cost(prices, i)));
    boost::put(boost::edge_capacity, graph_, on_server_[i], capacity(server_cost(i)));
  }
  for (const auto& [edge, tensor] : uploads_) {
    boost::put(boost::edge_capacity, graph_, edge, capacity(upload_cost(tensor)));
  }
}

BeliefBox MinCut::Flow::box(const Prices& prices) const {
  double on_phone = 0.0;
  for (std::size_t i = 0; i < layers_; ++i) {
    on_phone += phone_cost(prices, i);
  }
  const double smallest = std::ranges::min(tensor_bytes_);
  return {.most_byte = on_phone > 0.0 ? 2.0 * on_phone / smallest : 1.0};
}

double MinCut::Flow::phone_cost(const Prices& prices, std::size_t layer) const {
  const LayerCost& cost = costs.mobile[layer];
  const double energy = prices.weights.joule == 0.0 ? 0.0 : (cost.power * cost.time).value();
  return prices.weights.second * cost.time.count() + prices.weights.joule * energy;
}

Cut MinCut::Flow::at(const Prices& prices) {
  set_capacities(prices);
  boost::boykov_kolmogorov_max_flow(graph_, phone_, server_);
  Cut cut{std::vector<bool>(layers_, false)};
  for (std::size_t i = 0; i < layers_; ++i) {
    // Layers that can still be reached from the source make the smallest of all minimum cuts' sides
    // of the source.
    cut.on_phone[i] = boost::get(boost::vertex_color, graph_, i) == boost::black_color;
  }
  return cut;
}

MinCut::MinCut(NetworkCosts costs) : flow_{std::make_unique<Flow>(std::move(costs))} {}
MinCut::~MinCut() = default;
MinCut::MinCut(MinCut&&) noexcept = default;
MinCut& MinCut::operator=(MinCut&&) noexcept = default;

const NetworkCosts& MinCut::costs() const { return flow_->costs; }

Cut MinCut::at(const Prices& prices) { return flow_->at(prices); }

Cut MinCut::best(const Objective& objective, const Belief& belief) {
  CUTPOINT_EXPECTS(!objective.is_bounded());
  const std::vector<Cut> cuts{at(prices_of(objective, belief)),
                              {std::vector<bool>(costs().mobile.size(), true)}};
  return cuts[best_cut(make_cost_table(costs(), cuts), objective, belief)];
}

namespace {

Prices at_corner(Prices prices, const BeliefVertex& corner) {
  prices.byte = corner.byte;
  prices.load_level = corner.load_level;
  return prices;
}

/// The cost of the lowest of the planes at a corner.
double lowest_at(const std::vector<CostPlane>& planes, const BeliefVertex& corner) {
  double lowest = planes.front().at(corner.byte, corner.load_level);
  for (const CostPlane& plane : planes) {
    lowest = std::min(lowest, plane.at(corner.byte, corner.load_level));
  }
  return lowest;
}

}  // namespace

std::vector<Cut> MinCut::useful_cuts(const Objective& objective, const Downlink& downlink) {
  constexpr double kBetter = 1.0 - 1e-12;  // a smaller gain may be rounding
  const std::size_t layers = costs().mobile.size();
  // The cuts with nothing and with everything on the phone are always looked at.
  std::vector<Cut> cuts{{std::vector<bool>(layers, false)}, {std::vector<bool>(layers, true)}};
  const Prices fixed = fixed_prices(objective, downlink);
  std::vector<CostPlane> planes;
  for (const CutCost& cost : make_cost_table(costs(), cuts).cuts) {
    planes.push_back(fixed.plane(cost));
  }
  const BeliefBox box = flow_->box(fixed);
  std::vector<BeliefVertex> known;
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    std::vector<BeliefVertex> corners;
    for (std::size_t j = 0; j < planes.size(); ++j) {
      const std::vector<BeliefVertex> region = region_of(planes, j, box);
      corners.insert(corners.end(), region.begin(), region.end());
    }
    for (const BeliefVertex& corner : corners) {
      const auto is_it = [&](const BeliefVertex& other) {
        return other.byte == corner.byte && other.load_level == corner.load_level;
      };
      if (std::ranges::any_of(known, is_it)) {
        continue;
      }
      known.push_back(corner);
      const Cut cut = at(at_corner(fixed, corner));
      const CostPlane plane = fixed.plane(make_cost_table(costs(), std::vector{cut}).cuts.front());
      if (plane.at(corner.byte, corner.load_level) < kBetter * lowest_at(planes, corner)) {
        cuts.push_back(cut);
        planes.push_back(plane);
        has_grown = true;
      }
    }
  }
  std::ranges::sort(cuts, {}, [](const Cut& cut) {
    return std::pair{std::ranges::count(cut.on_phone, true), cut.on_phone};
  });
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

}  // namespace cutpoint
