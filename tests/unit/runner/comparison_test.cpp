#include "runner/answers/comparison.hpp"

#include <cmath>

#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a paired interval is Student's, of the differences") {
  const std::vector<double> a{10.0, 12.0, 11.0, 13.0};
  const std::vector<double> b{10.5, 13.0, 12.5, 15.0};
  // What a file says of the two sides: pooled over queries, so not the plain means 11.5 and 12.75.
  const Estimate of_a{11.6, 0.7};
  const Estimate of_b{12.7, 0.9};
  const DifferenceAndRatio compared = compare_pairs({of_a, a}, {of_b, b});
  // Differences 0.5, 1, 1.5, 2: standard deviation sqrt(5/12), t(3) = 3.182446. That they rise is
  // no correlation: replications are independent.
  CHECK(compared.difference.value == Approx(1.1));
  CHECK(compared.difference.half_width == Approx(3.182446 * std::sqrt(5.0 / 12.0) / 2.0));
  CHECK(compared.ratio.value == Approx(12.7 / 11.6));
  const std::vector<double> with_zero{0.0, 12.0, 11.0, 13.0};
  CHECK_FALSE(std::isfinite(compare_pairs({of_a, with_zero}, {of_b, b}).ratio.value));
}

TEST_CASE("what bins leave open of both sides is left open of their difference") {
  const Estimate a{0.512, 0.002};
  const Estimate b{0.256, 0.001};
  const DifferenceAndRatio exact{{-0.256, 0.0}, {0.5, 0.0}};
  const DifferenceAndRatio compared = within_bins(exact, a, b);
  CHECK(compared.difference.half_width == Approx(0.003));
  CHECK(compared.ratio.half_width == Approx(0.5 * 2.0 / 256.0));
  const DifferenceAndRatio wide{{-0.256, 0.004}, {0.5, 0.1}};
  CHECK(within_bins(wide, a, b).difference.half_width == 0.004);
  CHECK(within_bins(wide, a, b).ratio.half_width == 0.1);
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
    const std::vector<double> ones(kPairs, 1.0);
    const Estimate mean_a = ratio_estimate(a, ones, Batches::Independent);
    const Estimate mean_b = ratio_estimate(b, ones, Batches::Independent);
    const DifferenceAndRatio compared = compare_pairs({mean_a, a}, {mean_b, b});
    difference_held +=
        std::abs(compared.difference.value - 10.0) <= compared.difference.half_width ? 1 : 0;
    ratio_held += std::abs(compared.ratio.value - 1.1) <= compared.ratio.half_width ? 1 : 0;
    const DifferenceAndRatio apart = compare_independent(mean_a, mean_b);
    narrower += compared.difference.half_width < apart.difference.half_width ? 1 : 0;
  }
  const double margin = 4.0 * std::sqrt(0.95 * 0.05 * kCases);
  CHECK(std::abs(difference_held - 0.95 * kCases) <= margin);
  CHECK(std::abs(ratio_held - 0.95 * kCases) <= margin);
  CHECK(narrower > 0.95 * kCases);
}

}  // namespace
}  // namespace cutpoint
