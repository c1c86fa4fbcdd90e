#include "sim/random/empirical.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Approx close_to(double value) { return Approx(value).epsilon(1e-12); }

/// A fifth at 1, three tenths even between 1 and 3, nothing up to 5, a tenth at 5, the rest up
/// to 9.
Empirical mixed() {
  return Empirical{{{Seconds{1.0}, 0.2},
                    {Seconds{3.0}, 0.5},
                    {Seconds{5.0}, 0.5},
                    {Seconds{5.0}, 0.6},
                    {Seconds{9.0}, 1.0}}};
}

TEST_CASE("An empirical law has the moments of its piecewise linear distribution function") {
  const Empirical uniform{{{Seconds{0.0}, 0.0}, {Seconds{4.0}, 1.0}}};
  CHECK(uniform.mean().count() == close_to(2.0));
  CHECK(uniform.scv() == close_to(1.0 / 3.0));
  // E[X] = 0.2 + 0.3 * 2 + 0.1 * 5 + 0.4 * 7; E[X²] = 0.2 + 0.3 * 13/3 + 0.1 * 25 + 0.4 * 151/3.
  CHECK(mixed().mean().count() == close_to(4.1));
  const double square = 0.2 + 1.3 + 2.5 + 0.4 * 151.0 / 3.0;
  CHECK(mixed().scv() == close_to(square / (4.1 * 4.1) - 1.0));
  const Empirical point{{{Seconds{3.0}, 1.0}}};
  CHECK(point.mean().count() == 3.0);
  CHECK(point.scv() == 0.0);
}

TEST_CASE("An empirical law's distribution function goes through its points") {
  const Empirical law = mixed();
  const auto cdf = [&](double x) { return law.cdf(Seconds{x}); };
  CHECK(cdf(0.0) == 0.0);
  CHECK(cdf(std::nextafter(1.0, 0.0)) == 0.0);
  CHECK(cdf(1.0) == 0.2);
  CHECK(cdf(2.0) == close_to(0.35));
  CHECK(cdf(4.0) == 0.5);
  CHECK(cdf(std::nextafter(5.0, 0.0)) == 0.5);
  CHECK(cdf(5.0) == 0.6);
  CHECK(cdf(8.0) == close_to(0.9));
  CHECK(cdf(9.0) == 1.0);
  CHECK(cdf(1e9) == 1.0);
}

TEST_CASE("Evenly spread bits give an empirical law's probabilities") {
  // Method: the quantity of bits in each set is exact but for the ends of the columns.
  const Empirical law = mixed();
  const int count = 100'000;
  std::vector<int> below(5);  // 1, 2, 5, 6, 9
  for (int i = 0; i < count; ++i) {
    const auto bits = static_cast<std::uint64_t>((i + 0.5) / count * 0x1p64);
    const double x = law.at(bits).count();
    REQUIRE(x >= 1.0);
    REQUIRE(x < 9.0);
    below[0] += x <= 1.0 ? 1 : 0;
    below[1] += x <= 2.0 ? 1 : 0;
    below[2] += x < 5.0 ? 1 : 0;
    below[3] += x <= 5.0 ? 1 : 0;
    below[4] += x <= 7.0 ? 1 : 0;
  }
  const auto share = [&](double value) { return Approx(value * count).margin(10.0); };
  CHECK(below[0] == share(0.2));
  CHECK(below[1] == share(0.35));
  CHECK(below[2] == share(0.5));
  CHECK(below[3] == share(0.6));
  CHECK(below[4] == share(0.8));
}

TEST_CASE("An empirical law can be scaled") {
  const Empirical law = mixed().scaled(0.5).scaled(4.0);
  CHECK(law.mean().count() == close_to(8.2));
  CHECK(law.scv() == mixed().scv());
  CHECK(law.cdf(Seconds{4.0}) == close_to(0.35));
  CHECK(law.at(123456789U << 30U).count() == close_to(2.0 * mixed().at(123456789U << 30U).count()));
  CHECK(law.size() == 5);
}

TEST_CASE("Points that are no distribution function break the contract") {
  const ThrowingContracts contracts;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const auto refused = [](std::vector<CdfPoint> points) {
    CHECK_THROWS_AS(Empirical{std::move(points)}, ContractBroken);
  };
  refused({});
  refused({{Seconds{1.0}, 0.9}});
  refused({{Seconds{0.0}, 1.0}});
  refused({{Seconds{0.0}, 1.0}, {Seconds{1.0}, 1.0}});
  refused({{Seconds{-1.0}, 0.0}, {Seconds{1.0}, 1.0}});
  refused({{Seconds{2.0}, 0.0}, {Seconds{1.0}, 1.0}});
  refused({{Seconds{1.0}, 0.5}, {Seconds{2.0}, 0.4}, {Seconds{3.0}, 1.0}});
  refused({{Seconds{1.0}, -0.5}, {Seconds{2.0}, 1.0}});
  refused({{Seconds{1.0}, nan}, {Seconds{2.0}, 1.0}});
  refused({{Seconds{nan}, 0.5}, {Seconds{2.0}, 1.0}});
  refused({{Seconds{1.0}, 0.5}, {Seconds{infinite}, 1.0}});
  CHECK_THROWS_AS(mixed().scaled(0.0), ContractBroken);
  CHECK_THROWS_AS(mixed().scaled(infinite), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
