#include "sim/random/ziggurat.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

/// `whole_area` and `tail_area` are those below the density from 0 and from edges[1] on.
void check_layers(const Ziggurat& table, double whole_area, double tail_area) {
  const auto& [edges, densities] = table;
  const double area = edges[1] * densities[1] + tail_area;
  // Edges are rounded to 2^-30, which moves the thinnest layers' areas by parts in 10^7.
  CHECK(edges[0] * densities[1] == Approx(area).epsilon(1e-6));
  for (std::size_t layer = 1; layer < Ziggurat::kLayers; ++layer) {
    CAPTURE(layer);
    REQUIRE(edges[layer + 1] < edges[layer]);
    REQUIRE(edges[layer] * (densities[layer + 1] - densities[layer]) == Approx(area).epsilon(1e-6));
  }
  CHECK(edges.back() == 0.0);
  CHECK(densities.back() == 1.0);
  // The layers cover the area below the density, and little more: what is more is rejected.
  const double acceptance = whole_area / (static_cast<double>(Ziggurat::kLayers) * area);
  CHECK(acceptance > 0.98);
  CHECK(acceptance < 1.0);
}

TEST_CASE("The exponential ziggurat has 256 layers of equal area that close at the top") {
  check_layers(kExponentialZiggurat, 1.0, std::exp(-kExponentialZiggurat.edges[1]));
  CHECK(kExponentialZiggurat.densities[7] == std::exp(-kExponentialZiggurat.edges[7]));
}

TEST_CASE("The normal ziggurat has 256 layers of equal area that close at the top") {
  const double half = std::sqrt(std::numbers::pi / 2.0);
  const double edge = kNormalZiggurat.edges[7];
  check_layers(
      kNormalZiggurat, half, half * std::erfc(kNormalZiggurat.edges[1] / std::numbers::sqrt2));
  CHECK(kNormalZiggurat.densities[7] == std::exp(-0.5 * edge * edge));
}

TEST_CASE("Edges are rounded so that the last bits of log() do not matter") {
  for (const double edge : kNormalZiggurat.edges) {
    REQUIRE(std::trunc(edge * 0x1p30) == edge * 0x1p30);
  }
  for (const double edge : kExponentialZiggurat.edges) {
    REQUIRE(std::trunc(edge * 0x1p30) == edge * 0x1p30);
  }
}

}  // namespace
}  // namespace cutpoint
