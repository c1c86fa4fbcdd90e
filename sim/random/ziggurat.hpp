// Tables of the ziggurat method, which draws from a decreasing density at the price of one 64-bit
// number, one product and one comparison most of the time (Marsaglia and Tsang 2000, J. Stat.
// Software 5(8); layer and position come from different bits, Doornik 2005).
//
// The area under the density f, scaled to f(0) = 1, is cut into horizontal layers of equal area v.
// Layer i >= 1 is a rectangle from 0 to edges[i], between the heights f(edges[i]) and
// f(edges[i + 1]). Layer 0 is what lies below f(r): a rectangle from 0 to r = edges[1] and the tail
// beyond; edges[0] = v / f(r) is the width of a rectangle of that area.
#pragma once

#include <array>
#include <cstddef>

namespace cutpoint {

/// The layers of one density, from the widest to the top.
struct Ziggurat {
  static constexpr std::size_t kLayers = 256;

  std::array<double, kLayers + 1> edges{};      // decreasing; the last one is 0
  std::array<double, kLayers + 1> densities{};  // f(edges[i])
};

/// The layers of the exponential density f(x) = exp(-x). O(layers).
[[nodiscard]] Ziggurat exponential_ziggurat();
/// The layers of the half-normal density f(x) = exp(-x²/2) for x >= 0. O(layers).
[[nodiscard]] Ziggurat normal_ziggurat();

// Inline variables are initialized before anything that follows this header, so a stream may be
// used before main() too.
inline const Ziggurat kExponentialZiggurat = exponential_ziggurat();
inline const Ziggurat kNormalZiggurat = normal_ziggurat();

}  // namespace cutpoint
