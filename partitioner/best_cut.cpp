#include "partitioner/best_cut.hpp"

#include <cstddef>
#include <limits>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

/// Finds the least of the values that are offered; among equals the first.
class First {
 public:
  void offer(std::size_t index, double value) {
    if (value < value_) {
      index_ = index;
      value_ = value;
    }
  }

  [[nodiscard]] bool is_found() const { return index_ != kNone; }
  /// The cut of the least value. Requires: one was found, which is so unless all values are NaN or
  /// infinite.
  [[nodiscard]] CutId cut() const {
    CUTPOINT_EXPECTS(is_found());
    return static_cast<CutId>(index_);
  }

  /// The better of two findings; at the same value the one with the earlier cut.
  [[nodiscard]] static First better(First a, First b) {
    const bool takes_a = a.value_ < b.value_ || (a.value_ == b.value_ && a.index_ < b.index_);
    return takes_a ? a : b;
  }
  void add(double cost) { value_ += cost; }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::size_t index_ = kNone;
  double value_ = std::numeric_limits<double>::infinity();
};

/// The best cut among those that keep the bound; if none does, the cut that comes nearest to it.
/// Latency is bounded in energy, energy in latency.
CutId best_within_bound(const CostTable& table, const Objective& objective, const Belief& belief) {
  First best;
  First nearest;
  for (std::size_t j = 0; j < table.cuts.size(); ++j) {
    const CutCost& cut = table.cuts[j];
    const Seconds latency = expected_latency(cut, belief);
    const Joules energy = expected_energy(cut, belief);
    const bool is_fast = objective.kind == Objective::Latency;
    const double bounded = is_fast ? energy.value() : latency.count();
    const double bound =
        is_fast ? objective.energy_bound->value() : objective.latency_bound->count();
    nearest.offer(j, bounded);
    if (bounded <= bound) {
      best.offer(j, is_fast ? latency.count() : energy.value());
    }
  }
  return best.is_found() ? best.cut() : nearest.cut();
}

}  // namespace

CutId best_cut(const CostTable& table, const Objective& objective, const Belief& belief) {
  CUTPOINT_EXPECTS(!table.cuts.empty());
  if (objective.is_bounded()) {
    return best_within_bound(table, objective, belief);
  }
  const Prices prices = prices_of(objective, belief);
  // All cuts that use the server pay the same overhead, so it is added once, to the best of them.
  First remote;
  First local;
  for (std::size_t j = 0; j < table.cuts.size(); ++j) {
    const CutCost& cut = table.cuts[j];
    (uses_server(cut) ? remote : local).offer(j, prices.cost(cut));
  }
  remote.add(prices.overhead);
  return First::better(remote, local).cut();
}

}  // namespace cutpoint
