// The best cut of a network whose layers make a graph, not a chain: a minimum s-t cut.
//
// The construction. Let S be the layers on the phone. The cost to minimize, the overhead of using
// the server aside, is
//
//    cost(S) = sum of phone_i over i in S + sum of server_i over i not in S
//              + sum of upload_t over tensors t computed in S and read outside of S
//
// The source of the flow network is the phone, its sink the server. An edge from the source to
// layer i weighs server_i and is cut if i is on the server; an edge from layer i to the sink weighs
// phone_i and is cut if i is on the phone. A tensor is an edge from the layer that computes it to a
// node of its own, weighing its upload, and from there edges that cannot be cut lead to all that
// read it: so it is paid for once, as soon as one reader is on the server. Edges that cannot be
// cut, from reader to producer, keep data from flowing back to the phone, as in maximal closures
// (Picard 1976). Then the cuts of finite weight are the allowed S, each with its cost, and by the
// theorem of Ford and Fulkerson (1956) a maximum flow finds the least. DADS (Hu et al., INFOCOM
// 2019) partitions networks by such a graph, too. docs/model.md, "Cutting a graph", has the proof.
#pragma once

#include <memory>
#include <vector>

#include "partitioner/best_cut.hpp"

namespace cutpoint {

class MinCut {
 public:
  /// Builds the graph. O(layers + edges).
  explicit MinCut(NetworkCosts costs);
  ~MinCut();
  MinCut(MinCut&&) noexcept;
  MinCut& operator=(MinCut&&) noexcept;
  MinCut(const MinCut&) = delete;
  MinCut& operator=(const MinCut&) = delete;

  /// The cut of the least cost at these prices, the overhead of using the server aside; among
  /// equals the one with the fewest layers on the phone. Capacities are whole numbers: costs are
  /// rounded to 2^-60 of the sum of all, so cuts nearer to each other than that may be taken for
  /// one another. O(V² E C) by Boykov and Kolmogorov (2004), where V and E count nodes and edges
  /// and C is the cost as a whole number; in practice nearly linear. Requires: prices >= 0, and
  /// finite costs.
  [[nodiscard]] Cut at(const Prices& prices);

  /// The best cut for a belief, the overhead of using the server included.
  /// Requires: an objective without bounds.
  [[nodiscard]] Cut best(const Objective& objective, const Belief& belief);

  /// Every cut that is the best at some price of a byte and some load level up to
  /// BeliefBox::kMostLevel, together with the cut that leaves all layers to the phone. The cuts
  /// known so far divide beliefs into regions. At every corner of a region a minimum cut is sought:
  /// if it is better than the known ones, it joins them, and if not, the corner is one of the final
  /// map (as Eisner and Severance 1976 do with one parameter). In the order of the numbers of
  /// layers on the phone. O(corners) minimum cuts. Requires: an objective of fixed weights.
  [[nodiscard]] std::vector<Cut> useful_cuts(const Objective& objective,
                                             const Downlink& downlink = {});

  [[nodiscard]] const NetworkCosts& costs() const;

 private:
  class Flow;
  std::unique_ptr<Flow> flow_;
};

}  // namespace cutpoint
