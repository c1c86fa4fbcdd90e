#include "partitioner/decision_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// The relative error that a cost is assumed to have: many times what its two products and two sums
// can be off by.
constexpr double kRounding = 0x1p-44;
// Two load levels that are relatively nearer to each other than this are taken for one.
constexpr double kSameLevel = 1e-9;
// How far, relatively, a piece keeps away from the ends of its slab: the margins are tried until
// the piece is certain.
constexpr std::array kMargins = {1e-8, 1e-6, 1e-4, 1e-2};

/// The bucket of a load level, by the upper bits of the number: four to an octave, counted from the
/// least level of the box. From a level's bucket its slab is found in a few steps.
std::size_t bucket_of(double level) {
  constexpr int kBitsBelow = 50;
  const auto bucket = [](double number) {
    return std::bit_cast<std::uint64_t>(number) >> kBitsBelow;
  };
  return bucket(level) - bucket(BeliefBox::kLeastLevel);
}

/// A plane that is positive only where `other` is dearer than `plane`, however the costs of both
/// are rounded.
CostPlane surely_dearer(const CostPlane& other, const CostPlane& plane) {
  constexpr double kLess = 1.0 - kRounding;
  constexpr double kMore = 1.0 + kRounding;
  return {kLess * other.constant - kMore * plane.constant,
          kLess * other.upload - kMore * plane.upload,
          kLess * other.server - kMore * plane.server};
}

/// The load levels at which the order of the lowest planes can change, ascending.
std::vector<double> turning_levels(std::span<const CostPlane> planes, const BeliefBox& box) {
  std::vector<double> levels{BeliefBox::kLeastLevel, BeliefBox::kMostLevel};
  for (std::size_t j = 0; j < planes.size(); ++j) {
    for (const BeliefVertex& corner : region_of(planes, j, box)) {
      levels.push_back(corner.load_level);
    }
  }
  std::ranges::sort(levels);
  const auto is_near = [](double a, double b) { return b <= a * (1.0 + kSameLevel); };
  levels.erase(std::unique(levels.begin(), levels.end(), is_near), levels.end());
  return levels;
}

}  // namespace

DecisionTable::DecisionTable(CostTable table, const Objective& objective)
    : table_{std::move(table)}, objective_{objective} {
  CUTPOINT_EXPECTS(!table_.cuts.empty());
  const Prices prices = fixed_prices(objective, {});
  weights_ = prices.weights;
  for (const CutCost& cut : table_.cuts) {
    planes_.push_back(prices.plane(cut));
  }
  box_ = box_around(planes_);
  const std::vector<double> levels = turning_levels(planes_, box_);
  std::vector<std::vector<std::size_t>> slabs;
  for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
    std::vector<std::size_t> lowest = lowest_along(planes_, 0.5 * (levels[i] + levels[i + 1]));
    if (slabs.empty() || lowest != slabs.back()) {
      pieces_per_slab_ = std::max(pieces_per_slab_, lowest.size());
      slabs.push_back(std::move(lowest));
      levels_.push_back(levels[i]);
    }
  }
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    add_slab(levels_[i], i + 1 < slabs.size() ? levels_[i + 1] : levels.back(), slabs[i]);
  }
  levels_.erase(levels_.begin());
  levels_.push_back(kInfinity);
  first_slabs_.resize(bucket_of(BeliefBox::kMostLevel));
  for (std::size_t slab = 0; slab + 1 < levels_.size(); ++slab) {
    for (std::size_t i = bucket_of(levels_[slab]) + 1; i < first_slabs_.size(); ++i) {
      first_slabs_[i] = static_cast<std::uint32_t>(slab + 1);
    }
  }
}

void DecisionTable::add_slab(double level, double next_level, std::span<const std::size_t> lowest) {
  for (std::size_t place = 0; place < lowest.size(); ++place) {
    Piece added = piece(lowest, place);
    const bool found = std::ranges::any_of(kMargins, [&](double margin) {
      added.least_level = level * (1.0 + margin);
      added.most_level = next_level * (1.0 - margin);
      return is_certain(added);
    });
    if (!found) {
      added.upper = -kInfinity;  // so that no belief is within it
    }
    pieces_.push_back(added);
  }
  // All slabs have as many, so that a processor can guess how often a loop over them runs.
  pieces_.resize(pieces_.size() + pieces_per_slab_ - lowest.size(), {.lower = kInfinity});
}

DecisionTable::Piece DecisionTable::piece(std::span<const std::size_t> lowest,
                                          std::size_t place) const {
  const std::size_t j = lowest[place];
  Piece piece{.upper = box_.most_byte, .cut = static_cast<CutId>(j)};
  // The pieces before this one belong to planes of more upload, the pieces after it to planes of
  // less.
  if (place > 0) {
    const CostPlane dearer = surely_dearer(planes_[lowest[place - 1]], planes_[j]);
    piece.lower = -dearer.constant / dearer.upload;
    piece.lower_slope = -dearer.server / dearer.upload;
  }
  if (place + 1 < lowest.size()) {
    const CostPlane dearer = surely_dearer(planes_[lowest[place + 1]], planes_[j]);
    piece.upper = dearer.constant / -dearer.upload;
    piece.upper_slope = dearer.server / -dearer.upload;
  }
  return piece;
}

/// Whether the piece's cut is surely the cheapest at its corners, and so between them.
bool DecisionTable::is_certain(const Piece& piece) const {
  std::array levels{piece.least_level, piece.least_level, piece.most_level};
  const double crossing = -piece.lower / piece.lower_slope;  // there the border passes a price of 0
  if (crossing > piece.least_level && crossing < piece.most_level) {
    levels[1] = crossing;
  }
  return std::ranges::all_of(levels, [&](double level) {
    const double lower = std::max(0.0, piece.lower_at(level));
    const double upper = piece.upper_at(level);
    return lower <= upper && is_cheapest(piece.cut, lower, level) &&
           is_cheapest(piece.cut, upper, level);
  });
}

/// Whether no other cut is surely cheaper at a corner of the piece of `cut`, up to rounding. On the
/// border itself nothing is sure, so lookups are strict there.
bool DecisionTable::is_cheapest(CutId cut, double byte, double level) const {
  const CostPlane& own = planes_[cut];
  const double slack = kRounding * own.at(byte, level);
  for (std::size_t i = 0; i < planes_.size(); ++i) {
    const bool is_later_twin = planes_[i] == own && i >= cut;  // Of cuts alike the first is taken.
    if (!is_later_twin && surely_dearer(planes_[i], own).at(byte, level) < -slack) {
      return false;
    }
  }
  return true;
}

CutId DecisionTable::decide(const Belief& belief) const {
  CUTPOINT_EXPECTS(belief.uplink > BytesPerSecond{0.0});
  const double byte = weights_.byte(belief.uplink, belief.upload_power);
  const double level = belief.load_level;
  const bool is_tabulated = level >= BeliefBox::kLeastLevel && level < BeliefBox::kMostLevel;
  const bool knows_the_truth =
      belief.remote_overhead.count() != 0.0 || belief.downlink.rate.value() != 0.0;
  if (!is_tabulated || knows_the_truth) {
    return best_cut(table_, objective_, belief);
  }
  std::size_t slab = first_slabs_[bucket_of(level)];
  while (level >= levels_[slab]) {
    ++slab;
  }
  const Piece* piece = &pieces_[slab * pieces_per_slab_];
  std::size_t place = 0;
  for (std::size_t i = 1; i < pieces_per_slab_; ++i) {
    place += byte > piece[i].lower_at(level) ? 1U : 0U;
  }
  piece += place;
  const bool is_sure = byte > piece->lower_at(level) && byte < piece->upper_at(level) &&
                       level > piece->least_level && level < piece->most_level;
  return is_sure ? piece->cut : best_cut(table_, objective_, belief);
}

}  // namespace cutpoint
