// Point estimates with confidence intervals from batches of a steady-state run.
//
// Batch means. Successive observations of a queue are correlated, so their own variance says too
// little about the error of their mean. A run is therefore cut into n consecutive batches, long
// enough to be nearly independent, and the spread between the batches counts (Conway 1963; Law and
// Kelton 2000, sec. 9.5.3). Every metric is a ratio of sums, such as waiting time over jobs: with
// batch sums x_i and y_i,
//
//    R = sum x_i / sum y_i,   e_i = x_i - R y_i,
//    half-width = t(n - 1, 0.975) sqrt(n / (n - 1) sum e_i^2 (1 + r) / (1 - r)) / sum y_i
//
// where t is Student's quantile and r = sum e_i e_(i-1) / sum e_i^2 the correlation of neighbors,
// taken as 0 where it is negative. The factor with r is that of a first-order autoregressive
// process (Tafazzoli et al. 2011, Skart). It sees only neighbors; so the same formula is applied to
// sums of four batches as well, and the wider of the two intervals is given.
//
// Quantiles. The interval of a quantile q of order p is found by inverting that of a share
// (Woodruff 1952): the share of observations at or below q is a ratio, with half-width h by the
// formula above, and the interval of q reaches from the pooled quantile of order p - h to that of
// order p + h. It needs no estimate of the density at q. Where p + h reaches 1 there are too few
// data for an upper end, and the half-width is infinite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "sim/stats/histogram.hpp"

namespace cutpoint {

/// A value with the half-width of its 95 % confidence interval, both in the unit of the metric. An
/// unknown value is NaN, an unknown half-width infinite.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::infinity();

  /// The precision as a share of the value, half_width / |value|; infinite or NaN where either is
  /// unknown or the value is 0.
  [[nodiscard]] double relative_half_width() const;
};

/// The 97.5 % quantile of Student's t, which a two-sided 95 % interval multiplies a standard error
/// by. Requires: degrees_of_freedom >= 1.
[[nodiscard]] double student_t_95(std::size_t degrees_of_freedom);

/// What batches are to each other, which decides whether the correlation of neighbors widens an
/// interval.
enum class Batches : std::uint8_t {
  Consecutive,  // stretches of one run: neighbors may still be correlated
  Independent,  // such as replications: the order of the batches means nothing
};

/// The ratio sum(numerators) / sum(denominators) over batches, with the interval of the classical
/// ratio estimator (delta method; Law and Kelton 2000, sec. 9.5.3). A plain mean is the case in
/// which the denominators are counts. For consecutive batches the interval is widened by the
/// correlation of neighbors, and from 32 batches on it is at least the interval that groups of four
/// give (head of this file). The half-width is absolute, in the unit of the ratio. O(batches).
/// Requires: equal sizes, at least two batches, a positive denominator sum.
[[nodiscard]] Estimate ratio_estimate(std::span<const double> numerators,
                                      std::span<const double> denominators,
                                      Batches batches = Batches::Consecutive);

/// The quantile of order p of the observations in all batches, in seconds. Its interval comes from
/// the batches' shares at or below the estimate, inverted through the pooled distribution (head of
/// this file), so it depends neither on the unit of time nor on an estimate of a density. It is no
/// narrower than what the histogram's bins leave open, so it holds a quantile that many
/// observations share. O(batches x bins). Requires: at least two non-empty batches, 0 < p < 1.
[[nodiscard]] Estimate quantile_estimate(std::span<const Histogram* const> batches,
                                         double p,
                                         Batches kind = Batches::Consecutive);

/// How many of the first batches to discard as warm-up, by the MSER rule (White 1997). A run starts
/// empty, which biases its first batches; discarding d of n batches trades that bias for the
/// variance of what remains. The rule takes the d <= n/2 that minimizes the squared standard error
/// of the rest, sum over i > d of (x_i - mean)^2, divided by (n - d)^2; among equal values it
/// discards less. An answer of exactly half means that the warm-up may not be over. Decide once per
/// run and keep the answer: a choice made anew on the very batches that an interval comes from
/// favors what makes the interval narrow (measured: coverage 90 % instead of 94 %). O(batches).
/// Requires: at least four batches.
[[nodiscard]] std::size_t warm_up_batches(std::span<const double> batch_means);

}  // namespace cutpoint
