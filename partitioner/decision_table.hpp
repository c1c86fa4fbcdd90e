// Decisions in nanoseconds: which of given cuts is the best, looked up instead of searched.
//
// The envelope. With fixed weights an objective makes each cut j a plane over the price y of a byte
// and the load level K: cost_j = constant_j + upload_j y + server_j K (cost_planes.hpp). The table
// holds the lower envelope of these planes in slabs of load levels, which end where corners of the
// envelope lie. Within a slab the same cuts follow one another as y grows, each with less upload
// than the one before. The prices at which cut i gives way to cut j move in a straight line, y =
// (constant_j - constant_i + (server_j - server_i) K) / (upload_i - upload_j), so a lookup compares
// y with a few such lines.
//
// Ties and rounding. Answers are those of best_cut(), to the last bit, which is harder than being
// right up to rounding: best_cut() compares costs that are rounded themselves, and takes the first
// of equals. A computed cost has two products and two sums of non-negative terms and so is within a
// few units of 2^-53 of the true one, relatively (Higham 2002, ch. 3). The table assumes an
// error of 2^-44, five hundred times that much. A cut's piece of a slab is drawn in to where every
// other plane is dearer even if its own cost is rounded up and the other's down, and is certain
// only strictly inside. Between two pieces remains a strip next to the line, as wide as the error,
// in which rounding could decide; there best_cut() is asked. Cuts with equal planes tie everywhere,
// and only the first of them has a piece. best_cut() is also asked if the server has an overhead or
// results have a price, which only those know who know the truth, and at load levels beyond the
// table.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "partitioner/best_cut.hpp"
#include "partitioner/cost_planes.hpp"

namespace cutpoint {

class DecisionTable {
 public:
  /// Builds the table. O(cuts² x (corners of the regions + slabs)). Requires: at least one cut; an
  /// objective of fixed weights.
  DecisionTable(CostTable table, const Objective& objective);

  /// The cut that best_cut() would find in the table. O(pieces of a slab), some nanoseconds;
  /// allocates nothing. Requires: belief.uplink > 0.
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
  std::vector<double> levels_;              // where each slab ends; infinity for the last
  std::vector<std::uint32_t> first_slabs_;  // the first slab of each bucket of load levels
  std::vector<Piece> pieces_;               // slab by slab
  std::size_t pieces_per_slab_ = 0;
};

}  // namespace cutpoint
