#include "sim/random/distribution.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Approx close_to(double value) { return Approx(value).epsilon(1e-12); }

TEST_CASE("Moments of each law are those of the textbooks") {
  const auto check = [](const Distribution& law, double mean, double scv) {
    CHECK(law.mean().count() == close_to(mean));
    CHECK(law.scv() == close_to(scv));
  };
  check(Distribution{Deterministic{Seconds{0.2}}}, 0.2, 0.0);
  check(Distribution{Exponential{Seconds{3.0}}}, 3.0, 1.0);
  check(Distribution{Hyperexponential{Seconds{2.0}, 3.0}}, 2.0, 9.0);
  // Shape 1 is exponential; shape 2 is Rayleigh: mean sqrt(pi) / 2, scv 4 / pi - 1; shape 1/2 has
  // mean 2 and second moment 4! = 24.
  check(Distribution{Weibull{1.0, Seconds{3.0}}}, 3.0, 1.0);
  check(Distribution{Weibull{2.0, Seconds{1.0}}}, 0.886226925452758, 0.2732395447351628);
  check(Distribution{Weibull{0.5, Seconds{1.0}}}, 2.0, 5.0);
  // With sigma² = ln 4 the mean is twice the median and the scv is 3.
  check(Distribution{Lognormal{Seconds{5.0}, std::sqrt(std::log(4.0))}}, 10.0, 3.0);
}

TEST_CASE("Distribution functions take their known values") {
  const auto cdf = [](const Distribution::Law& law, double x) {
    return Distribution{law}.cdf(Seconds{x});
  };
  const Deterministic fixed{Seconds{0.2}};
  CHECK(cdf(fixed, std::nextafter(0.2, 0.0)) == 0.0);
  CHECK(cdf(fixed, 0.2) == 1.0);

  CHECK(cdf(Exponential{Seconds{2.0}}, 2.0 * std::log(4.0)) == close_to(0.75));
  CHECK(cdf(Weibull{2.0, Seconds{3.0}}, 3.0 * std::sqrt(std::log(4.0))) == close_to(0.75));
  // 97.5 % of a normal law is below 1.959963984540054 standard deviations.
  CHECK(cdf(Lognormal{Seconds{5.0}, 0.5}, 5.0) == close_to(0.5));
  CHECK(cdf(Lognormal{Seconds{5.0}, 0.5}, 5.0 * std::exp(0.5 * 1.959963984540054)) ==
        close_to(0.975));
  // cv² = 17/8 makes p = 4/5, and phases of mean 5/8 and 5/2 of the whole.
  CHECK(cdf(Hyperexponential{Seconds{8.0}, std::sqrt(17.0 / 8.0)}, 10.0) ==
        close_to(1.0 - 0.8 * std::exp(-2.0) - 0.2 * std::exp(-0.5)));
}

TEST_CASE("No law has anything below zero, and none but a constant anything at zero") {
  for (const Distribution::Law& law : std::vector<Distribution::Law>{
           Exponential{Seconds{2.0}},
           Weibull{0.7, Seconds{3.0}},
           Lognormal{Seconds{5.0}, 0.5},
           Hyperexponential{Seconds{8.0}, 1.5},
       }) {
    CAPTURE(law.index());
    CHECK(Distribution{law}.cdf(Seconds{-1.0}) == 0.0);
    CHECK(Distribution{law}.cdf(Seconds{0.0}) == 0.0);
    CHECK(Distribution{law}.cdf(Seconds{1e9}) == 1.0);
  }
  CHECK(Distribution{Deterministic{Seconds{0.0}}}.cdf(Seconds{-1e-300}) == 0.0);
  CHECK(Distribution{Deterministic{Seconds{0.0}}}.cdf(Seconds{0.0}) == 1.0);
}

TEST_CASE("A deterministic law draws its value and no random numbers") {
  RandomStream stream{{}};
  RandomStream untouched{{}};
  CHECK(Distribution{Deterministic{Seconds{0.2}}}.sample(stream) == Seconds{0.2});
  CHECK(stream.bits() == untouched.bits());
}

TEST_CASE("An exponential law draws its mean times a standard exponential") {
  RandomStream stream{{}};
  RandomStream same{{}};
  CHECK(Distribution{Exponential{Seconds{0.25}}}.sample(stream).count() ==
        0.25 * same.exponential());
}

TEST_CASE("Google's web search arrives every 319 us on average, with a cv of 1.2") {
  const Distribution law = google_search_interarrival();
  CHECK(law.mean().count() == Approx(319e-6).epsilon(0.01));
  CHECK(std::sqrt(law.scv()) == Approx(1.2).epsilon(0.01));
  CHECK(law.cdf(Seconds{290.5e-6}) == close_to(1.0 - std::exp(-1.0)));
}

TEST_CASE("A law with an impossible parameter breaks the contract") {
  const ThrowingContracts contracts;
  const double infinite = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](const Distribution::Law& law) {
    CAPTURE(law.index());
    CHECK_THROWS_AS(Distribution{law}, ContractBroken);
  };
  CHECK_NOTHROW(Distribution{Deterministic{Seconds{0.0}}});
  refused(Deterministic{Seconds{-1e-9}});
  for (const double bad : {0.0, -1.0, infinite, nan}) {
    CAPTURE(bad);
    refused(Exponential{Seconds{bad}});
    refused(Weibull{bad, Seconds{1.0}});
    refused(Weibull{1.0, Seconds{bad}});
    refused(Lognormal{Seconds{bad}, 1.0});
    refused(Lognormal{Seconds{1.0}, bad});
    refused(Hyperexponential{Seconds{bad}, 2.0});
  }
  for (const double bad : {1.0, infinite, nan}) {
    refused(Hyperexponential{Seconds{1.0}, bad});
  }
  for (const double bad : {infinite, nan}) {
    refused(Deterministic{Seconds{bad}});
  }
  CHECK_NOTHROW(Distribution{Hyperexponential{Seconds{1.0}, 1.0 + 1e-9}});
}

TEST_CASE("with_mean needs a positive mean to scale from and to") {
  const ThrowingContracts contracts;
  const std::string condition = "is_positive(mean) && is_positive(this->mean())";
  const Distribution fixed{Deterministic{Seconds{1.0}}};
  CHECK_THROWS_WITH(fixed.with_mean(Seconds{0.0}), condition);
  CHECK_THROWS_WITH(Distribution{Deterministic{Seconds{0.0}}}.with_mean(Seconds{1.0}), condition);
}

}  // namespace
}  // namespace cutpoint
