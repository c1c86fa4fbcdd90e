#include "partitioner/cost_planes.hpp"

#include <algorithm>
#include <limits>

namespace cutpoint {

BeliefBox box_around(std::span<const CostPlane> planes) {
  const double least =
      std::ranges::min(planes, {}, [](const CostPlane& plane) { return plane.upload; }).upload;
  double most_cost = 0.0;
  double gap = std::numeric_limits<double>::infinity();
  for (const CostPlane& plane : planes) {
    most_cost = std::max(most_cost, plane.at(0.0, BeliefBox::kMostLevel));
    if (plane.upload > least) {
      gap = std::min(gap, plane.upload - least);
    }
  }
  return {.most_byte = most_cost > 0.0 && gap < std::numeric_limits<double>::infinity()
                           ? 2.0 * most_cost / gap
                           : 1.0};
}

namespace {

/// How much higher one plane lies than another.
CostPlane difference(const CostPlane& a, const CostPlane& b) {
  return {a.constant - b.constant, a.upload - b.upload, a.server - b.server};
}

/// The part of a convex polygon where the plane is not negative (Sutherland and Hodgman 1974).
std::vector<BeliefVertex> clipped(const std::vector<BeliefVertex>& polygon,
                                  const CostPlane& plane) {
  std::vector<BeliefVertex> rest;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const BeliefVertex& a = polygon[i];
    const BeliefVertex& b = polygon[(i + 1) % polygon.size()];
    const double at_a = plane.at(a.byte, a.load_level);
    const double at_b = plane.at(b.byte, b.load_level);
    if (at_a >= 0.0) {
      rest.push_back(a);
    }
    if ((at_a > 0.0 && at_b < 0.0) || (at_a < 0.0 && at_b > 0.0)) {
      const double share = at_a / (at_a - at_b);
      rest.push_back({a.byte + share * (b.byte - a.byte),
                      a.load_level + share * (b.load_level - a.load_level)});
    }
  }
  return rest.size() < 3 ? std::vector<BeliefVertex>{} : rest;
}

}  // namespace

std::vector<BeliefVertex> region_of(std::span<const CostPlane> planes,
                                    std::size_t j,
                                    const BeliefBox& box) {
  std::vector<BeliefVertex> region{{0.0, BeliefBox::kLeastLevel},
                                   {box.most_byte, BeliefBox::kLeastLevel},
                                   {box.most_byte, BeliefBox::kMostLevel},
                                   {0.0, BeliefBox::kMostLevel}};
  for (std::size_t i = 0; i < planes.size() && !region.empty(); ++i) {
    const CostPlane above = difference(planes[i], planes[j]);
    if (above == CostPlane{}) {
      if (i < j) {
        return {};  // Of equal planes the first has the region.
      }
      continue;
    }
    region = clipped(region, above);
  }
  return region;
}

std::vector<std::size_t> lowest_along(std::span<const CostPlane> planes, double load_level) {
  std::vector<std::size_t> lowest;
  double byte = 0.0;
  const auto is_better = [&](std::size_t i, std::size_t j) {  // at prices just beyond `byte`
    const double a = planes[i].at(byte, load_level);
    const double b = planes[j].at(byte, load_level);
    return a < b || (a == b && planes[i].upload < planes[j].upload);
  };
  std::size_t current = 0;
  for (std::size_t i = 1; i < planes.size(); ++i) {
    if (is_better(i, current)) {
      current = i;
    }
  }
  // Only planes of less upload can become lower; the next is the one that crosses first.
  while (true) {
    lowest.push_back(current);
    double next_byte = std::numeric_limits<double>::infinity();
    std::size_t next = current;
    for (std::size_t i = 0; i < planes.size(); ++i) {
      const CostPlane above = difference(planes[i], planes[current]);
      if (above.upload >= 0.0) {
        continue;
      }
      const double crossing =
          std::max(byte, (above.constant + above.server * load_level) / -above.upload);
      if (crossing < next_byte ||
          (crossing == next_byte && planes[i].upload < planes[next].upload)) {
        next_byte = crossing;
        next = i;
      }
    }
    if (next == current) {
      return lowest;
    }
    byte = next_byte;
    current = next;
  }
}

}  // namespace cutpoint
