#include "sim/random/random_stream.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "tests/property/random/kolmogorov_smirnov.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

/// (chi² - degrees of freedom) / its standard deviation, for values that are uniform on (0, 1).
class UniformityTest {
 public:
  explicit UniformityTest(std::size_t cells) : counts_(cells) {}

  void add(double u) {
    ++counts_.at(static_cast<std::size_t>(u * static_cast<double>(counts_.size())));
    ++total_;
  }
  [[nodiscard]] double score() const {
    const double expected = total_ / static_cast<double>(counts_.size());
    double chi_square = 0.0;
    for (const double count : counts_) {
      chi_square += (count - expected) * (count - expected) / expected;
    }
    const double degrees = static_cast<double>(counts_.size()) - 1.0;
    return (chi_square - degrees) / std::sqrt(2.0 * degrees);
  }

 private:
  std::vector<double> counts_;
  double total_ = 0.0;
};

std::vector<double> uniforms(const StreamAddress& address, std::size_t count) {
  RandomStream stream{address};
  std::vector<double> values(count);
  for (double& u : values) {
    u = stream.uniform();
  }
  return values;
}

/// sqrt(n) times the correlation of two uniform samples: standard normal if they are independent.
double correlation_score(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (a[i] - 0.5) * (b[i] - 0.5) * 12.0;
  }
  return sum / std::sqrt(static_cast<double>(a.size()));
}

TEST_CASE("Uniform numbers are uniform and uncorrelated with their predecessors") {
  const auto seed = GENERATE(range(1, 6));
  CAPTURE(seed);
  const auto u = uniforms({.seed = static_cast<std::uint64_t>(seed)}, 50'000);
  UniformityTest uniformity{256};
  for (const double value : u) {
    uniformity.add(value);
  }
  CHECK(std::abs(uniformity.score()) < 4.0);
  CHECK(kolmogorov_smirnov(u, [](double x) { return x; }) < 1.95);

  const std::vector<double> earlier(u.begin(), u.end() - 1);
  const std::vector<double> later(u.begin() + 1, u.end());
  CHECK(std::abs(correlation_score(earlier, later)) < 4.0);
}

TEST_CASE("Streams with neighboring addresses are uncorrelated") {
  std::vector<StreamAddress> addresses{{.seed = 10, .replication = 20, .entity = 30}};
  const StreamAddress base = addresses.front();
  for (const std::uint64_t step : {std::uint64_t{1}, ~std::uint64_t{0}}) {  // +1 and -1
    addresses.push_back(base);
    addresses.back().seed += step;
    addresses.push_back(base);
    addresses.back().replication += step;
    addresses.push_back(base);
    addresses.back().entity += step;
  }
  for (std::uint32_t purpose = 2; purpose <= 6; ++purpose) {
    addresses.push_back(base);
    addresses.back().purpose = Purpose{purpose};
  }
  addresses.push_back({.seed = 20, .replication = 10, .entity = 30});
  addresses.push_back({.seed = 10, .replication = 30, .entity = 20});

  std::vector<std::vector<double>> streams;
  streams.reserve(addresses.size());
  for (const StreamAddress& address : addresses) {
    streams.push_back(uniforms(address, 20'000));
  }
  for (std::size_t i = 0; i < streams.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      CAPTURE(i, j);
      CHECK(std::abs(correlation_score(streams[i], streams[j])) < 4.0);
    }
  }
}

TEST_CASE("The first numbers of many neighboring streams are uniform among themselves") {
  // Method: one number from each of 50,000 streams that differ in one field, counted up.
  const auto field = GENERATE(range(0, 3));
  CAPTURE(field);
  UniformityTest uniformity{256};
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    StreamAddress address;
    (field == 0 ? address.seed : field == 1 ? address.replication : address.entity) = i;
    values.push_back(uniforms(address, 1).front());
    uniformity.add(values.back());
  }
  CHECK(std::abs(uniformity.score()) < 4.0);
  const std::vector<double> earlier(values.begin(), values.end() - 1);
  const std::vector<double> later(values.begin() + 1, values.end());
  CHECK(std::abs(correlation_score(earlier, later)) < 4.0);
}

/// What both ziggurats are checked for, gathered in one pass over many draws.
struct DrawSummary {
  UniformityTest uniformity{1000};  // of F(x), finer than the layers
  double mean = 0.0;
  double square = 0.0;
  double fourth = 0.0;
  double beyond_edge = 0.0;  // draws from the tail …
  double excess = 0.0;       // … and how far they lie beyond its start, in total
};

constexpr int kDraws = 2'000'000;

template <class Draw, class Cdf>
DrawSummary summarize(double tail_start, Draw draw, Cdf cdf) {
  DrawSummary summary;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draw();
    summary.uniformity.add(cdf(x));
    summary.mean += x / kDraws;
    summary.square += x * x / kDraws;
    summary.fourth += x * x * x * x / kDraws;
    if (std::abs(x) > tail_start) {
      ++summary.beyond_edge;
      summary.excess += std::abs(x) - tail_start;
    }
  }
  return summary;
}

Approx within(double value, double standard_error) {
  return Approx(value).epsilon(0.0).margin(4.0 * standard_error);
}

TEST_CASE("Exponential numbers are exponential, in the wedges and in the tail as well") {
  RandomStream stream{{.seed = 11}};
  const double edge = kExponentialZiggurat.edges[1];
  const DrawSummary summary = summarize(
      edge, [&] { return stream.exponential(); }, [](double x) { return -std::expm1(-x); });

  CHECK(std::abs(summary.uniformity.score()) < 4.0);
  const double root_n = std::sqrt(static_cast<double>(kDraws));
  CHECK(summary.mean == within(1.0, 1.0 / root_n));
  CHECK(summary.square == within(2.0, std::sqrt(24.0 - 4.0) / root_n));
  CHECK(summary.fourth == within(24.0, std::sqrt(40'320.0 - 576.0) / root_n));  // E[X^8] = 8!
  const double expected_in_tail = kDraws * std::exp(-edge);
  CHECK(summary.beyond_edge == within(expected_in_tail, std::sqrt(expected_in_tail)));
  CHECK(summary.excess / summary.beyond_edge == within(1.0, 1.0 / std::sqrt(expected_in_tail)));
}

TEST_CASE("Normal numbers are normal, in the wedges and in the tails as well") {
  RandomStream stream{{.seed = 12}};
  const double edge = kNormalZiggurat.edges[1];
  const DrawSummary summary = summarize(
      edge,
      [&] { return stream.normal(); },
      [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); });

  CHECK(std::abs(summary.uniformity.score()) < 4.0);
  const double root_n = std::sqrt(static_cast<double>(kDraws));
  CHECK(summary.mean == within(0.0, 1.0 / root_n));
  CHECK(summary.square == within(1.0, std::sqrt(3.0 - 1.0) / root_n));
  CHECK(summary.fourth == within(3.0, std::sqrt(105.0 - 9.0) / root_n));  // E[X^8] = 105
  const double expected_in_tails = kDraws * std::erfc(edge / std::numbers::sqrt2);
  CHECK(summary.beyond_edge == within(expected_in_tails, std::sqrt(expected_in_tails)));
}

TEST_CASE("The two tails of normal numbers are alike and fall off as they should") {
  // Method: many draws, because one in four thousand is from a tail, and the form of a tail shows
  // in a tenth of the mean distance from its start. With h = phi(r) / Q(r) the distance X - r has
  // mean h - r and variance 1 - h (h - r) (a truncated normal law).
  RandomStream stream{{.seed = 14}};
  const double edge = kNormalZiggurat.edges[1];
  double right = 0.0;
  double left = 0.0;
  double excess = 0.0;
  for (int i = 0; i < 4 * kDraws; ++i) {
    const double x = stream.normal();
    if (std::abs(x) > edge) {
      ++(x > 0.0 ? right : left);
      excess += std::abs(x) - edge;
    }
  }
  const double count = right + left;
  CHECK(right - left == within(0.0, std::sqrt(count)));

  const double density = std::exp(-0.5 * edge * edge) / std::sqrt(2.0 * std::numbers::pi);
  const double hazard = density / (0.5 * std::erfc(edge / std::numbers::sqrt2));
  const double deviation = std::sqrt(1.0 - hazard * (hazard - edge));
  // Three standard errors, because four would just let a tail of exp(-(x - r)²) pass.
  CHECK(excess / count == Approx(hazard - edge).margin(3.0 * deviation / std::sqrt(count)));
}

TEST_CASE("Successive exponential and normal numbers are uncorrelated") {
  RandomStream stream{{.seed = 13}};
  const int n = 200'000;
  double exponential_sum = 0.0;
  double normal_sum = 0.0;
  double last_exponential = 1.0;
  double last_normal = 0.0;
  for (int i = 0; i < n; ++i) {
    const double exponential = stream.exponential();
    const double normal = stream.normal();
    exponential_sum += (exponential - 1.0) * (last_exponential - 1.0);
    normal_sum += normal * last_normal;
    last_exponential = exponential;
    last_normal = normal;
  }
  CHECK(std::abs(exponential_sum) < 4.0 * std::sqrt(static_cast<double>(n)));
  CHECK(std::abs(normal_sum) < 4.0 * std::sqrt(static_cast<double>(n)));
}

}  // namespace
}  // namespace cutpoint
