#include "sim/stats/histogram.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

Histogram histogram_of(const std::vector<std::int64_t>& nanoseconds) {
  Histogram histogram;
  for (const std::int64_t value : nanoseconds) {
    histogram.add(Duration{value});
  }
  return histogram;
}

std::int64_t only_value(std::int64_t nanoseconds) {
  return histogram_of({nanoseconds}).quantile(1.0).count();
}

TEST_CASE("Values below 256 ns are kept exactly") {
  for (const std::int64_t value : {0, 1, 127, 128, 129, 254, 255}) {
    CHECK(only_value(value) == value);
  }
}

TEST_CASE("From 256 ns on, each octave has 128 bins and a value becomes the middle of its own") {
  CHECK(only_value(256) == 256);  // bins of two: 256 and 257
  CHECK(only_value(257) == 256);
  CHECK(only_value(258) == 258);
  CHECK(only_value(511) == 510);
  CHECK(only_value(512) == 513);  // bins of four: 512 … 515
  CHECK(only_value(515) == 513);
  CHECK(only_value(516) == 517);
  CHECK(only_value(1'048'575) == 1'044'480 + 2047);  // the last bin below 2^20 is 4096 wide
  CHECK(only_value(1'048'576) == 1'048'576 + 4095);
}

TEST_CASE("A reported value is within 1/256 of the true one up to the largest duration") {
  for (std::int64_t power = 1; power > 0; power *= 2) {
    for (const std::int64_t value : {power - 1, power, power + power / 3, power + (power - 1)}) {
      CAPTURE(value);
      const auto error = static_cast<double>(only_value(value) - value);
      CHECK(std::abs(error) <= Histogram::kRelativeError * static_cast<double>(value));
    }
    if (power > kLargest / 2) {
      break;
    }
  }
}

TEST_CASE("A quantile is the smallest value that enough observations do not exceed") {
  const Histogram histogram = histogram_of({40, 10, 30, 20});
  CHECK(histogram.quantile(1e-9).count() == 10);
  CHECK(histogram.quantile(0.25).count() == 10);
  CHECK(histogram.quantile(0.250001).count() == 20);
  CHECK(histogram.quantile(0.5).count() == 20);
  CHECK(histogram.quantile(0.75).count() == 30);
  CHECK(histogram.quantile(0.750001).count() == 40);
  CHECK(histogram.quantile(1.0).count() == 40);
}

TEST_CASE("An interpolated quantile runs through its bin from end to end") {
  // Four observations in the bin of 1024 … 1031.
  const Histogram histogram = histogram_of({1024, 1025, 1026, 1031});
  CHECK(histogram.interpolated_quantile(0.125).count() == Approx(1024e-9).epsilon(1e-12));
  CHECK(histogram.interpolated_quantile(0.5).count() == Approx(1027e-9).epsilon(1e-12));
  CHECK(histogram.interpolated_quantile(1.0).count() == Approx(1031e-9).epsilon(1e-12));
  CHECK(histogram.quantile(0.5).count() == 1027);
}

TEST_CASE("An interpolated quantile in a bin of one value is that value") {
  const Histogram histogram = histogram_of({0, 0, 255});
  CHECK(histogram.interpolated_quantile(0.1).count() == 0.0);
  CHECK(histogram.interpolated_quantile(0.66).count() == 0.0);
  CHECK(histogram.interpolated_quantile(0.67).count() == Approx(255e-9).epsilon(1e-12));
}

TEST_CASE("The share at or below a value counts it in and interpolates within wide bins") {
  const Histogram histogram = histogram_of({10, 20, 1024, 1031});
  const auto share = [&](std::int64_t value) {
    return histogram.share_at_or_below(Duration{value});
  };
  CHECK(share(-1) == 0.0);
  CHECK(share(9) == 0.0);
  CHECK(share(10) == 0.25);
  CHECK(share(19) == 0.25);
  CHECK(share(20) == 0.5);
  CHECK(share(1023) == 0.5);
  CHECK(share(1024) == 0.5 + 0.5 / 8.0);
  CHECK(share(1027) == 0.75);
  CHECK(share(1031) == 1.0);
  CHECK(share(1032) == 1.0);
  CHECK(share(kLargest) == 1.0);
}

TEST_CASE("Merging equals having added everything to one") {
  for (const bool longer_first : {false, true}) {
    Histogram a = histogram_of({1, 1, 300});
    Histogram b = histogram_of({2, 1'000'000'000});
    if (longer_first) {
      std::swap(a, b);
    }
    a.merge(b);
    CHECK(a.count() == 5);
    CHECK(a.share_at_or_below(Duration{1}) == 0.4);
    CHECK(a.share_at_or_below(Duration{2}) == 0.6);
    CHECK(a.quantile(0.8).count() == 300);
    CHECK(a.quantile(1.0) == histogram_of({1'000'000'000}).quantile(1.0));
  }
}

TEST_CASE("Merging an empty histogram changes nothing") {
  Histogram histogram = histogram_of({7});
  histogram.merge(Histogram{});
  CHECK(histogram.count() == 1);
  CHECK(histogram.quantile(1.0).count() == 7);
}

TEST_CASE("A cleared histogram is as good as new") {
  Histogram histogram = histogram_of({5, 1'000'000});
  histogram.clear();
  CHECK(histogram.count() == 0);
  histogram.add(Duration{3});
  CHECK(histogram.quantile(1.0).count() == 3);
  CHECK(histogram.share_at_or_below(Duration{2}) == 0.0);
}

TEST_CASE("An empty histogram has no quantiles, and shares end at 0 and 1") {
  const ThrowingContracts contracts;
  const Histogram empty;
  CHECK_THROWS_WITH(empty.quantile(0.5), "count_ > 0");
  CHECK_THROWS_WITH(empty.interpolated_quantile(0.5), "count_ > 0");
  CHECK_THROWS_WITH(empty.share_at_or_below(Duration{1}), "count_ > 0");

  const Histogram histogram = histogram_of({1});
  CHECK_THROWS_WITH(histogram.quantile(0.0), "p > 0.0 && p <= 1.0");
  CHECK_THROWS_WITH(histogram.quantile(1.0001), "p > 0.0 && p <= 1.0");
  CHECK_THROWS_WITH(histogram.interpolated_quantile(0.0), "p > 0.0 && p <= 1.0");
}

}  // namespace
}  // namespace cutpoint
