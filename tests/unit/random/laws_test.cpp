// Erlang, gamma, bounded Pareto and empirical laws; what is offered beside the laws themselves.
#include <cmath>
#include <limits>
#include <vector>

#include "sim/random/distribution.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Approx close_to(double value) { return Approx(value).epsilon(1e-12); }

Empirical points() {
  return Empirical{{{Seconds{0.0}, 0.0}, {Seconds{1.0}, 0.5}, {Seconds{4.0}, 1.0}}};
}

TEST_CASE("Moments of Erlang, gamma and bounded Pareto laws are those of the textbooks") {
  const auto check = [](const Distribution& law, double mean, double scv) {
    CHECK(law.mean().count() == close_to(mean));
    CHECK(law.scv() == close_to(scv));
  };
  check(Distribution{Erlang{4, Seconds{3.0}}}, 3.0, 0.25);
  check(Distribution{Gamma{0.5, Seconds{3.0}}}, 1.5, 2.0);
  // Density 1 / x² on (1, 2), over 1/2: mean 2 ln 2, square 2. Shape 2: density 1 / x³ over 3/8,
  // mean (1/2) 8/3, square 8/3 ln 2. Shape 3: density 1 / x⁴ over 7/24, moments 9/7 and 12/7.
  const double ln2 = std::log(2.0);
  const auto pareto = [](double shape) {
    return Distribution{BoundedPareto{shape, Seconds{1.0}, Seconds{2.0}}};
  };
  check(pareto(1.0), 2.0 * ln2, 2.0 / (4.0 * ln2 * ln2) - 1.0);
  check(pareto(2.0), 4.0 / 3.0, 8.0 / 3.0 * ln2 * 9.0 / 16.0 - 1.0);
  check(pareto(3.0), 9.0 / 7.0, 12.0 / 7.0 * 49.0 / 81.0 - 1.0);
  // Near shape 1 the moments are continuous.
  CHECK(pareto(1.0 + 1e-9).mean().count() == Approx(2.0 * ln2).epsilon(1e-8));
  for (int i = 1; i <= 100; ++i) {
    // So narrow that the scv is lost in rounding.
    const Distribution narrow{BoundedPareto{1.5, Seconds{1.0}, Seconds{1.0 + i * 1e-10}}};
    CHECK(narrow.mean().count() == Approx(1.0).epsilon(1e-7));
    CHECK(narrow.scv() >= 0.0);
  }
  check(Distribution{points()}, 1.5, (0.5 / 3.0 + 0.5 * 7.0) / 2.25 - 1.0);
}

TEST_CASE("Distribution functions of the further laws take their known values") {
  const auto cdf = [](const Distribution::Law& law, double x) {
    return Distribution{law}.cdf(Seconds{x});
  };
  // Two phases of mean 1/2 in time 1: 1 - e^-2 (1 + 2).
  CHECK(cdf(Erlang{2, Seconds{1.0}}, 1.0) == close_to(1.0 - 3.0 * std::exp(-2.0)));
  for (const double x : {1e-9, 0.1, 1.0, 30.0}) {
    CAPTURE(x);
    CHECK(cdf(Gamma{0.5, Seconds{1.0}}, x) == close_to(std::erf(std::sqrt(x))));
  }
  CHECK(cdf(Gamma{0.3, Seconds{1.0}}, 1000.0) == 1.0);
  // The median of a gamma law is shape - 1/3 + O(1/shape).
  CHECK(cdf(Gamma{1e6, Seconds{1.0}}, 1e6 - 1.0 / 3.0) == Approx(0.5).margin(1e-8));
  CHECK(cdf(Gamma{1.0, Seconds{2.0}}, 3.0) == close_to(-std::expm1(-1.5)));
  CHECK(cdf(Gamma{2.0, Seconds{0.5}}, 1.0) == close_to(1.0 - 3.0 * std::exp(-2.0)));
  const BoundedPareto pareto{2.0, Seconds{1.0}, Seconds{10.0}};
  CHECK(cdf(pareto, 0.5) == 0.0);
  CHECK(cdf(pareto, 1.0) == 0.0);
  CHECK(cdf(pareto, 2.0) == close_to(0.75 / 0.99));
  CHECK(cdf(pareto, 10.0) == 1.0);
  CHECK(cdf(pareto, 11.0) == 1.0);
  CHECK(cdf(points(), 2.5) == close_to(0.75));
}

TEST_CASE("with_mean keeps the shape") {
  for (const Distribution::Law& law : std::vector<Distribution::Law>{
           Deterministic{Seconds{2.0}},
           Exponential{Seconds{2.0}},
           Weibull{0.7, Seconds{3.0}},
           Lognormal{Seconds{5.0}, 0.5},
           Hyperexponential{Seconds{8.0}, 1.5},
           Erlang{3, Seconds{2.0}},
           Gamma{0.7, Seconds{3.0}},
           BoundedPareto{1.5, Seconds{1.0}, Seconds{50.0}},
           points(),
       }) {
    CAPTURE(law.index());
    const Distribution before{law};
    const Distribution after = before.with_mean(Seconds{0.01});
    CHECK(after.law().index() == law.index());
    CHECK(after.mean().count() == close_to(0.01));
    CHECK(after.scv() == close_to(before.scv()));
    RandomStream stream{{}};
    RandomStream same{{}};
    for (const double x : {0.1, 0.5, 0.99, 1.01, 3.0}) {  // in means
      CHECK(after.cdf(Seconds{0.01 * x}) == close_to(before.cdf(x * before.mean())));
      CHECK(after.sample(stream) / after.mean() == close_to(before.sample(same) / before.mean()));
    }
  }
}

TEST_CASE("Bounded Pareto draws stay within their bounds") {
  // Method: the bounds are so near that rounding matters in each draw.
  const Seconds low{1.0};
  const Seconds high{1.0 + 3e-15};
  const Distribution law{BoundedPareto{0.1, low, high}};
  RandomStream stream{{}};
  for (int i = 0; i < 1000; ++i) {
    const Seconds x = law.sample(stream);
    REQUIRE(x >= low);
    REQUIRE(x <= high);
  }
}

TEST_CASE("An impossible parameter of the further laws breaks the contract") {
  const ThrowingContracts contracts;
  const auto refused = [](const Distribution::Law& law) {
    CAPTURE(law.index());
    CHECK_THROWS_AS(Distribution{law}, ContractBroken);
  };
  refused(Erlang{0, Seconds{1.0}});
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double bad : {0.0, -1.0, infinite, std::numeric_limits<double>::quiet_NaN()}) {
    CAPTURE(bad);
    refused(Erlang{1, Seconds{bad}});
    refused(Gamma{bad, Seconds{1.0}});
    refused(Gamma{1.0, Seconds{bad}});
    refused(BoundedPareto{bad, Seconds{1.0}, Seconds{2.0}});
    refused(BoundedPareto{1.0, Seconds{bad}, Seconds{2.0}});
    refused(BoundedPareto{1.0, Seconds{1.0}, Seconds{bad}});
  }
  refused(BoundedPareto{1.0, Seconds{2.0}, Seconds{2.0}});
}

TEST_CASE("A law describes itself by name and shape") {
  const auto described = [](const Distribution::Law& law) {
    return description(Distribution{law});
  };
  CHECK(described(Deterministic{Seconds{1.0}}) == "deterministic");
  CHECK(described(Exponential{Seconds{1.0}}) == "exponential");
  CHECK(described(Weibull{0.8376, Seconds{1.0}}) == "Weibull, shape 0.8376");
  CHECK(described(Lognormal{Seconds{1.0}, 0.8}) == "lognormal, sigma 0.8");
  CHECK(described(Hyperexponential{Seconds{1.0}, 2.0}) == "hyperexponential, cv 2");
  CHECK(described(Erlang{4, Seconds{1.0}}) == "Erlang, phases 4");
  CHECK(described(Gamma{1.0 / 3.0, Seconds{1.0}}) == "gamma, shape 0.333333333");
  CHECK(described(BoundedPareto{1.5, Seconds{0.1}, Seconds{100.0}}) ==
        "bounded Pareto, shape 1.5, high/low 1000");
  CHECK(described(points()) == "empirical, points 3");
}

TEST_CASE("two_moment finds a law for any coefficient of variation") {
  const std::vector<std::string> names{
      "deterministic", "gamma, shape 4", "exponential", "hyperexponential, cv 1.5"};
  std::size_t index = 0;
  for (const double cv : {0.0, 0.5, 1.0, 1.5}) {
    const Distribution law = two_moment(Seconds{3.0}, cv);
    CHECK(description(law) == names.at(index++));
    CHECK(law.mean().count() == close_to(3.0));
    CHECK(law.scv() == close_to(cv * cv));
  }
  const ThrowingContracts contracts;
  CHECK_THROWS_AS(two_moment(Seconds{0.0}, 1.0), ContractBroken);
  CHECK_THROWS_AS(two_moment(Seconds{1.0}, -0.1), ContractBroken);
}

TEST_CASE("Google's web search takes 4.2 ms on average, with a cv of 1.1") {
  const Distribution law = google_search_service();
  CHECK(law.mean().count() == Approx(4.2e-3).epsilon(1e-4));
  CHECK(std::sqrt(law.scv()) == Approx(1.1).epsilon(1e-4));
  CHECK(law.cdf(Seconds{2.8252e-3}) == close_to(0.5));
}

TEST_CASE("The first draws of each further law are pinned") {
  const auto first = [](const Distribution::Law& law) {
    RandomStream stream{{}};
    return Distribution{law}.sample(stream).count();
  };
  CHECK(first(Erlang{3, Seconds{1.0}}) == Approx(1.3676863518934674).epsilon(1e-13));
  CHECK(first(Gamma{2.5, Seconds{1.0}}) == Approx(3.482279413241915).epsilon(1e-13));
  CHECK(first(Gamma{0.5, Seconds{1.0}}) == Approx(1.657302691415474).epsilon(1e-13));
  CHECK(first(BoundedPareto{1.5, Seconds{1.0}, Seconds{100.0}}) ==
        Approx(1.4089354554041615).epsilon(1e-13));
  CHECK(first(points()) == Approx(1.5852727372018738).epsilon(1e-13));
}

}  // namespace
}  // namespace cutpoint
