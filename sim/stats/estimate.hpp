// Point estimates with confidence intervals from batches of a steady-state run.
//
// Batches are consecutive stretches of one run, long enough to be nearly independent, so the spread
// between them respects the autocorrelation within them (batch means; Law and Kelton 2000,
// sec. 9.5.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "sim/stats/histogram.hpp"

namespace cutpoint {

/// A value with the half-width of its 95 % confidence interval (infinite if unknown).
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::infinity();

  /// half_width / |value|.
  [[nodiscard]] double relative_half_width() const;
};

/// Student's t for a two-sided 95 % interval. Requires: degrees_of_freedom >= 1.
[[nodiscard]] double student_t_95(std::size_t degrees_of_freedom);

/// What batches are to each other.
enum class Batches : std::uint8_t {
  Consecutive,  // stretches of one run: neighbors may still be correlated
  Independent,  // e.g. replications
};

/// sum(numerators) / sum(denominators) over batches, with the interval of the classical ratio
/// estimator (delta method; Law and Kelton 2000, sec. 9.5.3). A plain mean is the case in which the
/// denominators are counts. Where neighbors are positively correlated, with coefficient r, the
/// interval is wider by sqrt((1 + r) / (1 - r)), as if the batches were a first-order
/// autoregressive process (Tafazzoli et al. 2011, Skart); and from 32 batches on it is at least the
/// one that groups of four give, which see correlation over longer times. Requires: equal sizes, at
/// least two batches, a positive denominator sum.
[[nodiscard]] Estimate ratio_estimate(std::span<const double> numerators,
                                      std::span<const double> denominators,
                                      Batches batches = Batches::Consecutive);

/// Quantile p of the observations in all batches, in seconds. The interval comes from the batches'
/// shares at or below the estimate, inverted through the pooled distribution, so it depends neither
/// on the unit of time nor on a density estimate; it is no narrower than what the histogram's bins
/// leave open, so it holds a quantile that many observations share. Requires: at least two
/// non-empty batches, 0 < p < 1.
[[nodiscard]] Estimate quantile_estimate(std::span<const Histogram* const> batches,
                                         double p,
                                         Batches kind = Batches::Consecutive);

/// How many of the first batches to discard as warm-up: the MSER rule (White 1997), the truncation
/// that minimizes the standard error of what remains; never more than half, and exactly half means
/// that the warm-up may not be over. Decide once per run and keep the answer: a choice made anew on
/// the very batches that an interval comes from favors what makes the interval narrow (measured:
/// coverage 90 % instead of 94 %). O(batches). Requires: at least four batches.
[[nodiscard]] std::size_t warm_up_batches(std::span<const double> batch_means);

}  // namespace cutpoint
