#include "experiments/runner/comparison.hpp"

#include <cmath>

#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a paired interval is Student's, of the differences") {
  const std::vector<double> a{10.0, 12.0, 11.0, 13.0};
  const std::vector<double> b{10.5, 13.0, 12.5, 15.0};
  const DifferenceAndRatio compared = compare_pairs(a, b);
  // Differences 0.5, 1, 1.5, 2: mean 1.25, standard deviation sqrt(5/12), t(3) = 3.182446. That
  // they rise is no correlation: replications are independent.
  CHECK(compared.difference.value == Approx(1.25));
  CHECK(compared.difference.half_width == Approx(3.182446 * std::sqrt(5.0 / 12.0) / 2.0));
  CHECK(compared.ratio.value == Approx(51.0 / 46.0));
  CHECK_FALSE(std::isfinite(compare_pairs(std::vector{0.0, 12.0, 11.0, 13.0}, b).ratio.value));
}

TEST_CASE("independent estimates add their half-widths in quadrature") {
  const DifferenceAndRatio compared = compare_independent({10.0, 0.3}, {5.0, 0.4});
  CHECK(compared.difference.value == -5.0);
  CHECK(compared.difference.half_width == Approx(0.5));
  CHECK(compared.ratio.value == 0.5);
  CHECK(compared.ratio.half_width == Approx(0.5 * std::hypot(0.03, 0.08)));
}

TEST_CASE("the intervals hold the truth in 95 of 100 cases, and those of pairs are narrower") {
  // Each replication has a level that both sides share, and noise of its own. 2000 cases of five
  // pairs: 95 % within four standard errors of such a count.
  constexpr int kCases = 2000;
  constexpr std::size_t kPairs = 5;
  RandomStream random{{.seed = 11}};
  const auto noise = [&] {  // variance 1, nearly normal
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) {
      sum += random.uniform();
    }
    return sum;
  };
  int difference_held = 0;
  int ratio_held = 0;
  int narrower = 0;
  for (int i = 0; i < kCases; ++i) {
    std::vector<double> a(kPairs);
    std::vector<double> b(kPairs);
    for (std::size_t k = 0; k < kPairs; ++k) {
      const double level = 100.0 + 5.0 * noise();
      a[k] = level + noise();
      b[k] = 1.1 * level + noise();
    }
    const DifferenceAndRatio compared = compare_pairs(a, b);
    difference_held +=
        std::abs(compared.difference.value - 10.0) <= compared.difference.half_width ? 1 : 0;
    ratio_held += std::abs(compared.ratio.value - 1.1) <= compared.ratio.half_width ? 1 : 0;
    const std::vector<double> ones(kPairs, 1.0);
    const DifferenceAndRatio apart =
        compare_independent(ratio_estimate(a, ones, Batches::Independent),
                            ratio_estimate(b, ones, Batches::Independent));
    narrower += compared.difference.half_width < apart.difference.half_width ? 1 : 0;
  }
  const double margin = 4.0 * std::sqrt(0.95 * 0.05 * kCases);
  CHECK(std::abs(difference_held - 0.95 * kCases) <= margin);
  CHECK(std::abs(ratio_held - 0.95 * kCases) <= margin);
  CHECK(narrower > 0.95 * kCases);
}

}  // namespace
}  // namespace cutpoint
