// Estimates of a metric from batches that hold it among others.
//
// A metric is either a ratio of two sums, worked out per batch, or a quantile of one of the batch's
// histograms.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// What one batch adds to a ratio of sums, such as summed waiting time and number of jobs.
struct Ratio {
  double numerator;
  double denominator;
};

/// A quantile of the observations that a batch keeps in one of its histograms.
template <class Batch>
struct QuantileOf {
  Histogram Batch::*histogram;
  double probability;
};

/// The quantile within one batch, in seconds; NaN without observations.
template <class Batch>
[[nodiscard]] double batch_quantile(const Batch& batch, const QuantileOf<Batch>& quantile) {
  const Histogram& histogram = batch.*quantile.histogram;
  return histogram.count() == 0 ? std::nan("")
                                : Seconds{histogram.quantile(quantile.probability)}.count();
}

/// The ratio of the sums with its interval, as ratio_estimate() works it out; unknown with fewer
/// than two ratios, or if the denominators add up to 0.
[[nodiscard]] Estimate estimate_ratio(std::span<const Ratio> ratios, Batches kind);

/// The quantile over all batches with its interval, in seconds, as quantile_estimate() works it
/// out; unknown if fewer than two batches have observations.
template <class Batch>
[[nodiscard]] Estimate estimate_quantile(std::span<const Batch> batches,
                                         const QuantileOf<Batch>& quantile,
                                         Batches kind) {
  std::vector<const Histogram*> histograms;
  for (const Batch& batch : batches) {
    if ((batch.*quantile.histogram).count() > 0) {
      histograms.push_back(&(batch.*quantile.histogram));
    }
  }
  return histograms.size() < 2 ? Estimate{}
                               : quantile_estimate(histograms, quantile.probability, kind);
}

}  // namespace cutpoint
