// Streams of neighboring addresses, of both kinds: no dependence within pairs.
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/random/counter_stream.hpp"
#include "tests/property/random/kolmogorov_smirnov.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

/// Pairs that ought to be uniform on the unit square.
class PairTest {
 public:
  void add(double a, double b) {
    ++counts_[static_cast<std::size_t>(a * kSide) * kSide + static_cast<std::size_t>(b * kSide)];
    products_ += 12.0 * (a - 0.5) * (b - 0.5);
    ++pairs_;
  }
  /// Standard normal if the pairs are independent.
  [[nodiscard]] double correlation_score() const { return products_ / std::sqrt(pairs_); }
  /// (chi² - degrees of freedom) / its standard deviation, over kSide² cells.
  [[nodiscard]] double chi_square_score() const {
    const double expected = pairs_ / (kSide * kSide);
    double chi_square = 0.0;
    for (const double count : counts_) {
      chi_square += (count - expected) * (count - expected) / expected;
    }
    const double degrees = kSide * kSide - 1.0;
    return (chi_square - degrees) / std::sqrt(2.0 * degrees);
  }

 private:
  static constexpr std::size_t kSide = 16;

  std::array<double, kSide * kSide> counts_{};
  double products_ = 0.0;
  double pairs_ = 0.0;
};

/// The address that differs by one in one field.
StreamAddress neighbor(StreamAddress address, int field) {
  switch (field) {
    case 0:
      ++address.seed;
      break;
    case 1:
      ++address.replication;
      break;
    case 2:
      ++address.entity;
      break;
    default:
      address.purpose = Purpose{static_cast<std::uint32_t>(address.purpose) + 1};
  }
  return address;
}

TEMPLATE_TEST_CASE("Neighboring streams are independent", "", RandomStream, CounterStream) {
  const auto field = GENERATE(range(0, 4));
  CAPTURE(field);
  const StreamAddress address{.seed = 10, .replication = 20, .entity = 30};
  TestType one{address};
  TestType other{neighbor(address, field)};
  PairTest test;
  for (int i = 0; i < 50'000; ++i) {
    const double a = one.uniform();
    test.add(a, other.uniform());
  }
  CHECK(std::abs(test.correlation_score()) < 4.0);
  CHECK(std::abs(test.chi_square_score()) < 4.0);
}

TEMPLATE_TEST_CASE("The same draws of many neighbors are independent",
                   "",
                   RandomStream,
                   CounterStream) {
  // Method: one draw of each of 50,000 streams in a row, which is what a fleet of clients uses,
  // each paired with that of the next stream; then each with the next draw of its own stream.
  const auto field = GENERATE(range(0, 3));
  CAPTURE(field);
  StreamAddress address;
  PairTest between;
  PairTest within;
  std::vector<double> all;
  for (int i = 0; i < 50'000; ++i) {
    TestType stream{address};
    address = neighbor(address, field);
    const double first = stream.uniform();
    within.add(first, stream.uniform());
    between.add(first, TestType{address}.uniform());
    all.push_back(first);
  }
  CHECK(std::abs(between.correlation_score()) < 4.0);
  CHECK(std::abs(between.chi_square_score()) < 4.0);
  CHECK(std::abs(within.correlation_score()) < 4.0);
  CHECK(std::abs(within.chi_square_score()) < 4.0);
  CHECK(kolmogorov_smirnov(all, [](double x) { return x; }) < 1.95);
}

TEST_CASE("Numbers of a counter stream are uniform and independent of those before") {
  const auto lag = GENERATE(1, 2, 3, 4);
  CAPTURE(lag);
  CounterStream stream{{.seed = 5}};
  CounterStream ahead{StreamAddress{.seed = 5}, static_cast<std::uint64_t>(lag)};
  PairTest test;
  std::vector<double> all;
  for (int i = 0; i < 50'000; ++i) {
    all.push_back(stream.uniform());
    test.add(all.back(), ahead.uniform());
  }
  CHECK(std::abs(test.correlation_score()) < 4.0);
  CHECK(std::abs(test.chi_square_score()) < 4.0);
  CHECK(kolmogorov_smirnov(all, [](double x) { return x; }) < 1.95);
}

TEST_CASE("Exponential and normal numbers of a counter stream follow their laws") {
  CounterStream stream{{.seed = 6}};
  std::vector<double> exponential(100'000);
  std::vector<double> normal(exponential.size());
  for (std::size_t i = 0; i < normal.size(); ++i) {
    exponential[i] = stream.exponential();
    normal[i] = stream.normal();
  }
  CHECK(kolmogorov_smirnov(exponential, [](double x) { return -std::expm1(-x); }) < 1.95);
  CHECK(kolmogorov_smirnov(normal, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }) <
        1.95);
}

}  // namespace
}  // namespace cutpoint
