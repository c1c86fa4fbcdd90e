#include "sim/random/ziggurat.hpp"

#include <cmath>
#include <numbers>

namespace cutpoint {
namespace {

// The abscissa r at which the tail starts if 256 layers of equal area are to close at the top. It
// is the root of an equation without a closed form; the digits are those printed in the code of
// Marsaglia and Tsang 2000 (exponential) and by Doornik 2005 (normal).
constexpr double kExponentialTail = 7.69711747013104972;
constexpr double kNormalTail = 3.6541528853610088;

// Mathematical libraries differ in the last bits of log(). Rounding the edges hides that, so that
// streams are the same on every machine: no edge is nearer than 7e-13 to where its rounding would
// flip, and the errors are about 1e-14. It moves the areas of layers by a few parts in 10^7 at
// most.
double rounded(double edge) { return std::nearbyint(edge * 0x1p30) * 0x1p-30; }

template <class Density, class Inverse>
Ziggurat build(double tail, double area, Density density, Inverse inverse) {
  Ziggurat table;
  table.edges[0] = rounded(area / density(tail));
  double edge = tail;
  for (std::size_t layer = 1; layer < Ziggurat::kLayers; ++layer) {
    table.edges[layer] = rounded(edge);
    edge = inverse(density(edge) + area / edge);
  }
  table.edges[Ziggurat::kLayers] = 0.0;
  for (std::size_t layer = 0; layer <= Ziggurat::kLayers; ++layer) {
    table.densities[layer] = density(table.edges[layer]);
  }
  return table;
}

}  // namespace

Ziggurat exponential_ziggurat() {
  const double area = (kExponentialTail + 1.0) * std::exp(-kExponentialTail);
  return build(
      kExponentialTail,
      area,
      [](double x) { return std::exp(-x); },
      [](double y) { return -std::log(y); });
}

Ziggurat normal_ziggurat() {
  const double tail_area =
      std::sqrt(std::numbers::pi / 2.0) * std::erfc(kNormalTail / std::numbers::sqrt2);
  const auto density = [](double x) { return std::exp(-0.5 * x * x); };
  return build(kNormalTail, kNormalTail * density(kNormalTail) + tail_area, density, [](double y) {
    return std::sqrt(-2.0 * std::log(y));
  });
}

}  // namespace cutpoint
