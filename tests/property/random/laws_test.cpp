#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/random/counter_stream.hpp"
#include "sim/random/distribution.hpp"
#include "tests/property/random/kolmogorov_smirnov.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

std::vector<CdfPoint> curve() {
  std::vector<CdfPoint> points;
  for (int i = 0; i <= 500; ++i) {
    const double p = i / 500.0;
    points.push_back({Seconds{0.01 * p * p * p}, p});  // from nearly no to nearly all of the width
  }
  return points;
}

std::vector<Distribution> all_laws() {
  return {Distribution{Exponential{Seconds{0.004}}},
          Distribution{Weibull{0.6, Seconds{0.003}}},
          Distribution{Lognormal{Seconds{0.004}, 0.5}},
          google_search_service(),
          Distribution{Hyperexponential{Seconds{0.004}, 2.0}},
          Distribution{Erlang{1, Seconds{0.004}}},
          Distribution{Erlang{20, Seconds{0.004}}},
          Distribution{Gamma{0.1, Seconds{0.004}}},
          Distribution{Gamma{0.757, Seconds{0.419e-3}}},
          Distribution{Gamma{1.0, Seconds{0.004}}},
          Distribution{Gamma{50.5, Seconds{0.004}}},
          Distribution{BoundedPareto{1.5, Seconds{0.001}, Seconds{1.0}}},
          Distribution{BoundedPareto{0.5, Seconds{0.001}, Seconds{0.003}}},
          Distribution{Empirical{curve()}},
          Distribution{Empirical{curve()}}.with_mean(Seconds{1.0})};
}

/// Standard errors of a sample's mean and mean square, estimated from it, and what they are of.
struct Moments {
  explicit Moments(const std::vector<double>& sample) {
    const auto n = static_cast<double>(sample.size());
    double fourth = 0.0;
    for (const double x : sample) {
      mean += x / n;
      square += x * x / n;
      fourth += x * x * x * x / n;
    }
    mean_error = std::sqrt((square - mean * mean) / n);
    square_error = std::sqrt((fourth - square * square) / n);
  }
  double mean = 0.0;
  double square = 0.0;
  double mean_error = 0.0;
  double square_error = 0.0;
};

/// A Kolmogorov-Smirnov distance that one sample in 10^5 exceeds, as there are many tests here:
/// 2 exp(-2 x²) = 1e-5.
constexpr double kLevel = 2.47;

template <class Stream>
void check_draws(const Distribution& law, std::uint64_t seed) {
  Stream stream{{.seed = seed, .purpose = Purpose::Service}};
  std::vector<double> sample(20'000);
  for (double& x : sample) {
    x = law.sample(stream).count();
  }
  CHECK(kolmogorov_smirnov(sample, [&](double x) { return law.cdf(Seconds{x}); }) < kLevel);

  const Moments moments{sample};
  const double mean = law.mean().count();
  CHECK(moments.mean == Approx(mean).epsilon(0.0).margin(5.0 * moments.mean_error));
  CHECK(moments.square ==
        Approx(mean * mean * (1.0 + law.scv())).epsilon(0.0).margin(5.0 * moments.square_error));
}

TEST_CASE("Each law's draws follow it, whichever stream they come from") {
  // Method: 20,000 draws; a Kolmogorov-Smirnov test; the first two moments within five standard
  // errors, which are estimated from the sample.
  const auto index = GENERATE(range(std::size_t{0}, all_laws().size()));
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{3}));
  const Distribution law = all_laws()[index];
  CAPTURE(description(law), seed);
  check_draws<RandomStream>(law, seed);
  check_draws<CounterStream>(law, seed);
}

TEST_CASE("An atom of an empirical law is as frequent as its probability, and the rest is even") {
  const Distribution law{Empirical{{{Seconds{1.0}, 0.3}, {Seconds{2.0}, 1.0}}}};
  RandomStream stream{{.seed = 3}};
  const int draws = 50'000;
  double atoms = 0.0;
  std::vector<double> rest;
  for (int i = 0; i < draws; ++i) {
    const double x = law.sample(stream).count();
    if (x == 1.0) {
      ++atoms;
    } else {
      rest.push_back(x);
    }
  }
  CHECK(atoms == Approx(0.3 * draws).epsilon(0.0).margin(5.0 * std::sqrt(0.21 * draws)));
  CHECK(kolmogorov_smirnov(rest, [](double x) { return x - 1.0; }) < 1.95);
}

}  // namespace
}  // namespace cutpoint
