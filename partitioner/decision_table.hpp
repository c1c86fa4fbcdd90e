// Decisions in nanoseconds: which of given cuts is the best, looked up instead of searched.
//
// With fixed weights an objective makes each cut a plane over price of a byte and load level. The
// table holds their lower envelope in slabs of load levels. Within a slab the same cuts follow one
// another as the price of a byte grows; only the prices at which one gives way to the next move,
// and they move in straight lines.
//
// Answers are those of best_cut(), to the last bit: where rounding could decide between two cuts,
// which is next to the lines and rarely anywhere else, best_cut() is asked. So it is if the server
// has an overhead or results have a price, which only those know who know the truth, and at load
// levels beyond the table.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "partitioner/best_cut.hpp"
#include "partitioner/cost_planes.hpp"

namespace cutpoint {

class DecisionTable {
 public:
  /// O(cuts² x (corners of the regions + slabs)).
  /// Requires: at least one cut; an objective of fixed weights.
  DecisionTable(CostTable table, const Objective& objective);

  /// best_cut() of the table. O(pieces of a slab), some nanoseconds; allocates nothing.
  /// Requires: belief.uplink > 0.
  [[nodiscard]] CutId decide(const Belief& belief) const;

 private:
  /// A cut is surely the best while
  /// lower + lower_slope K < y < upper + upper_slope K and K is between the levels.
  struct Piece {
    double lower = 0.0;
    double lower_slope = 0.0;
    double upper = 0.0;
    double upper_slope = 0.0;
    double least_level = 0.0;
    double most_level = 0.0;
    CutId cut = 0;

    [[nodiscard]] double lower_at(double load_level) const {
      return lower + lower_slope * load_level;
    }
    [[nodiscard]] double upper_at(double load_level) const {
      return upper + upper_slope * load_level;
    }
  };
  void add_slab(double level, double next_level, std::span<const std::size_t> lowest);
  [[nodiscard]] Piece piece(std::span<const std::size_t> lowest, std::size_t place) const;
  [[nodiscard]] bool is_certain(const Piece& piece) const;
  [[nodiscard]] bool is_cheapest(CutId cut, double byte, double level) const;

  CostTable table_;
  Objective objective_;
  Weights weights_;
  std::vector<CostPlane> planes_;
  BeliefBox box_;
  std::vector<double> levels_;              // where each slab ends; the last does not
  std::vector<std::uint32_t> first_slabs_;  // by bucket of load levels
  std::vector<Piece> pieces_;               // slab by slab
  std::size_t pieces_per_slab_ = 0;
};

}  // namespace cutpoint
