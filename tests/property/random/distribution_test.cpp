#include "sim/random/distribution.hpp"

#include <cmath>
#include <vector>

#include "tests/property/random/kolmogorov_smirnov.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

/// A sample's moments about the origin.
struct Moments {
  explicit Moments(const std::vector<double>& sample) {
    const auto n = static_cast<double>(sample.size());
    for (const double x : sample) {
      mean += x / n;
      square += x * x / n;
      fourth += x * x * x * x / n;
    }
  }
  double mean = 0.0;
  double square = 0.0;
  double fourth = 0.0;
};

TEST_CASE("Draws follow the distribution function, the mean and the scv of their law") {
  // Method: 20,000 draws; a Kolmogorov-Smirnov test at the level 0.001; the first two moments
  // within five standard errors, which are estimated from the sample.
  const std::vector<Distribution> laws{
      Distribution{Exponential{Seconds{0.004}}},
      Distribution{Weibull{0.6, Seconds{0.003}}},
      Distribution{Weibull{2.5, Seconds{0.003}}},
      google_search_interarrival(),
      Distribution{Lognormal{Seconds{0.004}, 0.3}},
      Distribution{Lognormal{Seconds{0.004}, 0.9}},
      Distribution{Hyperexponential{Seconds{0.004}, 1.2}},
      Distribution{Hyperexponential{Seconds{0.004}, 2.0}},
  };
  const auto index = GENERATE(range(0, 8));
  const auto seed = GENERATE(range(1, 6));
  CAPTURE(index, seed);
  const Distribution& law = laws.at(static_cast<std::size_t>(index));
  RandomStream stream{{.seed = static_cast<std::uint64_t>(seed), .purpose = Purpose::Service}};

  std::vector<double> sample(20'000);
  for (double& x : sample) {
    x = law.sample(stream).count();
  }
  CHECK(kolmogorov_smirnov(sample, [&](double x) { return law.cdf(Seconds{x}); }) < 1.95);

  const Moments moments{sample};
  const double root_n = std::sqrt(static_cast<double>(sample.size()));
  const double mean_error = std::sqrt(moments.square - moments.mean * moments.mean) / root_n;
  const double square_error = std::sqrt(moments.fourth - moments.square * moments.square) / root_n;
  const double mean = law.mean().count();
  CHECK(moments.mean == Approx(mean).epsilon(0.0).margin(5.0 * mean_error));
  CHECK(moments.square ==
        Approx(mean * mean * (1.0 + law.scv())).epsilon(0.0).margin(5.0 * square_error));
}

}  // namespace
}  // namespace cutpoint
