#include "sim/stats/estimate.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using Values = std::vector<double>;

Histogram histogram_of(const std::vector<std::int64_t>& nanoseconds) {
  Histogram histogram;
  for (const std::int64_t value : nanoseconds) {
    histogram.add(Duration{value});
  }
  return histogram;
}

/// The whole numbers from first to last, once each.
Histogram one_each(std::int64_t first, std::int64_t last) {
  Histogram histogram;
  for (std::int64_t value = first; value <= last; ++value) {
    histogram.add(Duration{value});
  }
  return histogram;
}

Estimate quantile_of(const std::vector<Histogram>& batches, double p) {
  std::vector<const Histogram*> pointers;
  for (const Histogram& batch : batches) {
    pointers.push_back(&batch);
  }
  return quantile_estimate(pointers, p);
}

TEST_CASE("Student's t has the values of the tables") {
  // Two-sided 95 %; e.g. NIST/SEMATECH e-Handbook of Statistical Methods, sec. 1.3.6.7.2.
  CHECK(student_t_95(1) == Approx(12.706).margin(0.0005));
  CHECK(student_t_95(2) == Approx(4.303).margin(0.0005));
  CHECK(student_t_95(10) == Approx(2.228).margin(0.0005));
  CHECK(student_t_95(31) == Approx(2.040).margin(0.0005));
  CHECK(student_t_95(1'000'000) == Approx(1.960).margin(0.0005));
}

TEST_CASE("An unknown estimate says so, and a known one its relative half-width") {
  CHECK(std::isnan(Estimate{}.value));
  CHECK(std::isinf(Estimate{}.half_width));
  CHECK(Estimate{.value = -4.0, .half_width = 1.0}.relative_half_width() == 0.25);
  CHECK(std::isinf(Estimate{.value = 3.0}.relative_half_width()));
}

TEST_CASE("With equal denominators the ratio is the mean with Student's interval") {
  // By hand: mean 4, sample variance (4 + 0 + 4) / 2 = 4, standard error 2 / sqrt(3).
  const Estimate estimate = ratio_estimate(Values{2.0, 4.0, 6.0}, Values{1.0, 1.0, 1.0});
  CHECK(estimate.value == 4.0);
  CHECK(estimate.half_width == Approx(student_t_95(2) * 2.0 / std::sqrt(3.0)).epsilon(1e-12));
  // Ten observations in each batch: the same numbers per observation.
  const Estimate per_ten = ratio_estimate(Values{20.0, 40.0, 60.0}, Values{10.0, 10.0, 10.0});
  CHECK(per_ten.value == 4.0);
  CHECK(per_ten.half_width == Approx(estimate.half_width).epsilon(1e-12));
}

TEST_CASE("With unequal denominators the interval comes from the residuals") {
  // By hand: R = 6 / 4 = 3/2; residuals 1 - 3/2 = -1/2 and 5 - 9/2 = 1/2; their squares sum to 1/2,
  // times n / (n - 1) = 2 is 1, so the standard error is 1 / 4.
  const Estimate estimate = ratio_estimate(Values{1.0, 5.0}, Values{1.0, 3.0});
  CHECK(estimate.value == 1.5);
  CHECK(estimate.half_width == Approx(student_t_95(1) * 0.25).epsilon(1e-12));
}

TEST_CASE("A constant ratio is known exactly, whatever the sizes of the batches") {
  const Estimate estimate = ratio_estimate(Values{2.0, 6.0, 0.0}, Values{1.0, 3.0, 0.0});
  CHECK(estimate.value == 2.0);
  CHECK(estimate.half_width == 0.0);
}

TEST_CASE("Identical batches know their quantiles exactly") {
  const std::vector<Histogram> batches(4, one_each(1, 100));
  const Estimate estimate = quantile_of(batches, 0.5);
  CHECK(estimate.value == Approx(50e-9).epsilon(1e-12));
  CHECK(estimate.half_width == 0.0);
}

TEST_CASE("A quantile that all observations share lies in its interval") {
  constexpr std::int64_t shared = 671'943'007;
  const std::vector<Histogram> batches(4, histogram_of({shared, shared, shared, shared}));
  const Estimate estimate = quantile_of(batches, 0.5);
  CHECK(std::abs(estimate.value - 1e-9 * shared) <= estimate.half_width);
  CHECK(estimate.half_width == Approx(Histogram::kRelativeError * estimate.value).epsilon(1e-12));
}

TEST_CASE("no interval of a quantile is narrower than the bins allow, of runs as of batches") {
  // Wherever the value lies in an octave, and whatever the batches are to each other.
  for (const auto kind : {Batches::Consecutive, Batches::Independent}) {
    for (std::int64_t value = 256; value < 1'000'000'000'000; value = value * 21 / 20) {
      const std::vector<Histogram> batches(10, histogram_of({value, value, value, value}));
      std::vector<const Histogram*> pointers;
      for (const Histogram& batch : batches) {
        pointers.push_back(&batch);
      }
      const Estimate estimate = quantile_estimate(pointers, 0.75, kind);
      CAPTURE(value);
      CHECK(estimate.relative_half_width() >= Histogram::kRelativeError * (1.0 - 1e-12));
    }
  }
}

TEST_CASE("The interval of a quantile is that of the share, read off the pooled distribution") {
  // By hand: 1 … 100 and 3 … 102 pooled; the median is 51, at or below which there are 51 and 49 of
  // 100. Share 1/2 ± t(1) sqrt(2 x (1 + 1)) / 200 = ± 0.12706 of the 200 pooled observations:
  // ranks 74.6 and 125.4. Every value from 3 on counts twice, so these are the values 39 and 64.
  const Estimate estimate = quantile_of({one_each(1, 100), one_each(3, 102)}, 0.5);
  CHECK(estimate.value == Approx(51e-9).epsilon(1e-12));
  CHECK(estimate.half_width == Approx(0.5 * (64e-9 - 39e-9)).epsilon(1e-12));
}

TEST_CASE("Scaling time scales the quantile and its interval alike") {
  std::vector<Histogram> batches;
  std::vector<Histogram> scaled;
  for (std::int64_t shift : {0, 30'000, 10'000, 50'000}) {
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> larger;
    for (std::int64_t i = 0; i < 500; ++i) {
      values.push_back(shift + 1024 * i);
      larger.push_back(1024 * values.back());
    }
    batches.push_back(histogram_of(values));
    scaled.push_back(histogram_of(larger));
  }
  const Estimate before = quantile_of(batches, 0.9);
  const Estimate after = quantile_of(scaled, 0.9);
  CHECK(before.half_width > 0.0);
  CHECK(after.value == Approx(1024.0 * before.value).epsilon(1e-5));
  CHECK(after.half_width == Approx(1024.0 * before.half_width).epsilon(0.02));
}

TEST_CASE("A quantile too near to the end of the data has no known upper end") {
  // By hand: as above the share is known to ± 0.12706, which fits above 0.87 but not above 0.88.
  const std::vector<Histogram> batches{one_each(1, 100), one_each(3, 102)};
  CHECK(std::isfinite(quantile_of(batches, 0.87).half_width));
  const Estimate unknown = quantile_of(batches, 0.88);
  CHECK(unknown.value == Approx(89e-9).epsilon(1e-12));
  CHECK(std::isinf(unknown.half_width));
}

TEST_CASE("The lower end of a quantile's interval stops at the smallest observation") {
  // By hand: the 0.05 quantile of 1 … 10 and 6 … 15 is 1, at or below which there are 1 and 0 of
  // 10; share 0.05 ± t(1) sqrt(2 x (1/4 + 1/4)) / 20 = ± 0.6353. The upper end has rank 13.7 of 20;
  // 13 observations are below 10 and two are 10.
  const Estimate estimate = quantile_of({one_each(1, 10), one_each(6, 15)}, 0.05);
  CHECK(estimate.value == Approx(1e-9).epsilon(1e-12));
  CHECK(estimate.half_width == Approx(0.5 * (10e-9 - 1e-9)).epsilon(1e-12));
}

TEST_CASE("Empty batches count for nothing") {
  const std::vector<Histogram> full{one_each(1, 100), one_each(3, 102)};
  const std::vector<Histogram> with_empty{full[0], Histogram{}, full[1]};
  CHECK(quantile_of(with_empty, 0.5).half_width == quantile_of(full, 0.5).half_width);
}

TEST_CASE("Warm-up is what stands out at the start, and not more than half") {
  CHECK(warm_up_batches(Values{5.0, 5.0, 5.0, 5.0}) == 0);
  CHECK(warm_up_batches(Values{1.0, 5.0, 5.1, 4.9, 5.0, 5.1, 4.9, 5.0}) == 1);
  CHECK(warm_up_batches(Values{1.0, 2.0, 5.1, 4.9, 5.0, 5.1, 4.9, 5.0}) == 2);
  CHECK(warm_up_batches(Values{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0}) == 4);  // still growing
  CHECK(warm_up_batches(Values{1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0}) == 0);
  CHECK(warm_up_batches(Values{9.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0}) == 3);
}

TEST_CASE("MSER minimizes the squared deviations over the square of what is kept") {
  // By hand: of 3 1 2 2 all four give 2 / 16 = 0.125, the last three (2/3) / 9 = 0.074, the last
  // two 0. Of 2 1 2 1: 1 / 16, (2/3) / 9, (1/2) / 4: all are kept.
  CHECK(warm_up_batches(Values{3.0, 1.0, 2.0, 2.0}) == 2);
  CHECK(warm_up_batches(Values{2.0, 1.0, 2.0, 1.0}) == 0);
}

TEST_CASE("Correlated neighbors widen the interval as in an autoregressive process") {
  // By hand: 0 0 2 2 has mean 1 and residuals -1 -1 1 1: squares 4, neighbors 1 - 1 + 1 = 1, so the
  // variance is 4/3 x 4 x (4 + 1) / (4 - 1). Independent batches have 4/3 x 4 whatever their order.
  const Values ones(4, 1.0);
  const Estimate drifting = ratio_estimate(Values{0.0, 0.0, 2.0, 2.0}, ones);
  CHECK(drifting.half_width ==
        Approx(student_t_95(3) * std::sqrt(4.0 / 3.0 * 4.0 * 5.0 / 3.0) / 4.0).epsilon(1e-12));
  const double plain = student_t_95(3) * std::sqrt(4.0 / 3.0 * 4.0) / 4.0;
  CHECK(ratio_estimate(Values{0.0, 0.0, 2.0, 2.0}, ones, Batches::Independent).half_width ==
        Approx(plain).epsilon(1e-12));
  // Alternating batches are negatively correlated, which is not believed.
  CHECK(ratio_estimate(Values{0.0, 2.0, 0.0, 2.0}, ones).half_width ==
        Approx(plain).epsilon(1e-12));
}

TEST_CASE("From 32 batches on, the interval is also that of four at a time") {
  // Slow waves: 4 x +1, 4 x -1, 4 x -1, 4 x +1, again and again. In groups of four: +4 -4 -4 +4 ...
  Values values;
  for (int i = 0; i < 32; ++i) {
    const int group = i / 4 % 4;
    values.push_back(group == 0 || group == 3 ? 1.0 : -1.0);
  }
  // Eight groups: squares 8 x 16, neighbors -16 + 16 - 16 + 16 - 16 + 16 - 16 < 0.
  const double grouped = student_t_95(7) * std::sqrt(8.0 / 7.0 * 8.0 * 16.0) / 32.0;
  // Single ones: squares 32; neighbors 24 within groups, -1 between them: (32 + 23) / (32 - 23).
  const double single = student_t_95(31) * std::sqrt(32.0 / 31.0 * 32.0 * 55.0 / 9.0) / 32.0;
  const Estimate estimate = ratio_estimate(values, Values(32, 1.0));
  CHECK(estimate.half_width == Approx(std::max(grouped, single)).epsilon(1e-12));
  // 31 batches make too few groups.
  values.pop_back();
  CHECK(ratio_estimate(values, Values(31, 1.0)).half_width < 1.2 * single);
  // Where only the groups are correlated, they decide: +1 -1 within, but drifting groups.
  Values drifting;
  for (int i = 0; i < 32; ++i) {
    drifting.push_back((i % 2 == 0 ? 10.0 : -10.0) + (i < 16 ? 1.0 : -1.0));
  }
  // Residuals of groups are four times ±1: squares 8 x 16, neighbors (7 - 2) x 16.
  const double decided =
      student_t_95(7) * std::sqrt(8.0 / 7.0 * 128.0 * (128.0 + 80.0) / (128.0 - 80.0)) / 32.0;
  const double alone = student_t_95(31) * std::sqrt(32.0 / 31.0 * 32.0 * 101.0) / 32.0;
  CHECK(ratio_estimate(drifting, Values(32, 1.0)).half_width ==
        Approx(std::max(decided, alone)).epsilon(1e-12));
}

TEST_CASE("Estimates refuse too few batches") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(student_t_95(0), "degrees_of_freedom >= 1");
  CHECK_THROWS_WITH(ratio_estimate(Values{1.0}, Values{1.0}), "numerators.size() >= 2");
  CHECK_THROWS_WITH(ratio_estimate(Values{1.0, 2.0}, Values{1.0}),
                    "numerators.size() == denominators.size()");
  CHECK_THROWS_WITH(ratio_estimate(Values{1.0, 2.0}, Values{0.0, 0.0}), "denominator_sum > 0.0");
  CHECK_THROWS_WITH(quantile_of({one_each(1, 2), Histogram{}}, 0.5), "numerators.size() >= 2");
  CHECK_THROWS_WITH(quantile_of({Histogram{}, Histogram{}}, 0.5), "pooled.count() > 0");
  CHECK_THROWS_WITH(quantile_of({one_each(1, 2), one_each(1, 2)}, 0.0), "p > 0.0 && p < 1.0");
  CHECK_THROWS_WITH(quantile_of({one_each(1, 2), one_each(1, 2)}, 1.0), "p > 0.0 && p < 1.0");
  CHECK_THROWS_WITH(warm_up_batches(Values{1.0, 2.0, 3.0}), "batch_means.size() >= 4");
}

}  // namespace
}  // namespace cutpoint
