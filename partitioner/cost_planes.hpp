// Which of several cost planes is the lowest, for every price of a byte y and every load level K.
//
//    cost_j(y, K) = constant_j + upload_j y + server_j K
//
// The lower envelope of planes is concave, and the region in which one of them is the lowest is a
// convex polygon: the intersection of one half-plane per other plane, found by clipping a rectangle
// (Sutherland and Hodgman 1974). Of planes that are equal, the first has the region.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "partitioner/objective.hpp"

namespace cutpoint {

/// The beliefs that are tabulated: 0 <= y <= most_byte, kLeastLevel <= K <= kMostLevel.
struct BeliefBox {
  static constexpr double kLeastLevel = 0.5;  // below the least that can be, so that 1 is inside
  static constexpr double kMostLevel = 1024.0;
  double most_byte = 0.0;
};

/// A box of beliefs so large that for any greater price of a byte the plane of least upload is the
/// lowest.
[[nodiscard]] BeliefBox box_around(std::span<const CostPlane> planes);

/// A corner of a region: a price of a byte and a load level.
struct BeliefVertex {
  double byte = 0.0;
  double load_level = 0.0;
};

/// The corners of the region in which planes[j] is lowest, in order; none if there is no such
/// region, or only one without area. O(planes x corners).
[[nodiscard]] std::vector<BeliefVertex> region_of(std::span<const CostPlane> planes,
                                                  std::size_t j,
                                                  const BeliefBox& box);

/// The planes that are lowest at a load level, one after the other as y grows from 0; of equal
/// planes the first. O(planes²).
[[nodiscard]] std::vector<std::size_t> lowest_along(std::span<const CostPlane> planes,
                                                    double load_level);

}  // namespace cutpoint
