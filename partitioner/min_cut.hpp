// The best cut of a network whose layers make a graph, not a chain: a minimum s-t cut.
//
// The source is the phone, the sink the server. A layer is tied to the source by what it costs on
// the server and to the sink by what it costs on the phone. A tensor is an edge from the layer that
// computes it to a node of its own, weighing its upload, and from there edges that cannot be cut
// lead to all that read it: it is paid for once, as soon as one reader is on the server. Edges that
// cannot be cut, from reader to producer, keep data from flowing back. docs/model.md has the proof.
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

  /// The cut of the least cost at these prices, overhead aside; among equals the one with the
  /// fewest layers on the phone. Costs are rounded to 2^-60 of the sum of all, so cuts nearer to
  /// each other than that may be taken for one another.
  /// O(V² E C) by Boykov and Kolmogorov (2004), where C is the cost; in practice nearly linear.
  /// Requires: prices >= 0, and finite costs.
  [[nodiscard]] Cut at(const Prices& prices);

  /// The best cut for a belief, the overhead of using the server included.
  /// Requires: an objective without bounds.
  [[nodiscard]] Cut best(const Objective& objective, const Belief& belief);

  /// Every cut that is the best at some price of a byte and some load level up to
  /// BeliefBox::most_level, the network alone on the phone among them. They are found at the
  /// corners of the regions of those known: a corner at which no cut is better than them is a
  /// corner of the final map. In the order of the numbers of layers on the phone. Requires: fixed
  /// weights, as DecisionTable.
  [[nodiscard]] std::vector<Cut> useful_cuts(const Objective& objective,
                                             const Downlink& downlink = {});

  [[nodiscard]] const NetworkCosts& costs() const;

 private:
  class Flow;
  std::unique_ptr<Flow> flow_;
};

}  // namespace cutpoint
