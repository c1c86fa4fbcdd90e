#include "sim/random/incomplete_gamma.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("The incomplete gamma function is known for shapes 1/2, 1 and 3") {
  // The last two of each lie where the continued fraction is used.
  for (const double x : {1e-9, 0.1, 1.0, 1.9, 2.1, 3.9, 4.1, 30.0}) {
    CAPTURE(x);
    const auto close_to = [](double value) { return Approx(value).epsilon(1e-12); };
    CHECK(regularized_gamma(0.5, x) == close_to(std::erf(std::sqrt(x))));
    CHECK(regularized_gamma(1.0, x) == close_to(-std::expm1(-x)));
    if (x > 1e-3) {  // below, the reference itself loses its digits
      CHECK(regularized_gamma(3.0, x) ==
            Approx(1.0 - std::exp(-x) * (1.0 + x + 0.5 * x * x)).epsilon(1e-11));
    }
  }
}

TEST_CASE("The incomplete gamma function begins at 0 and ends at 1") {
  CHECK(regularized_gamma(0.3, 0.0) == 0.0);
  CHECK(regularized_gamma(0.3, std::numeric_limits<double>::infinity()) == 1.0);
  CHECK(regularized_gamma(0.3, 1000.0) == 1.0);
}

TEST_CASE("The incomplete gamma function of a large shape is nearly normal") {
  // The median of a gamma law is shape - 1/3 + O(1/shape).
  CHECK(regularized_gamma(1e6, 1e6 - 1.0 / 3.0) == Approx(0.5).margin(1e-8));
  CHECK(regularized_gamma(1e6, 1e6 + 1.96e3) == Approx(0.975).margin(1e-3));
}

TEST_CASE("The incomplete gamma function needs a positive shape and no negative x") {
  const ThrowingContracts contracts;
  CHECK_THROWS_AS(regularized_gamma(0.0, 1.0), ContractBroken);
  CHECK_THROWS_AS(regularized_gamma(1.0, -1.0), ContractBroken);
  CHECK_THROWS_AS(regularized_gamma(1.0, std::numeric_limits<double>::quiet_NaN()), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
