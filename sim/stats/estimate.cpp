#include "sim/stats/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

// The 95 % point of the standard normal law.
constexpr double kOneSidedNormal95 = 1.6448536269514722;

// From the first to the last: std::reduce may choose another order, and with it other last bits.
double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

double Estimate::relative_half_width() const { return half_width / std::abs(value); }

double student_t_95(std::size_t degrees_of_freedom) {
  CUTPOINT_EXPECTS(degrees_of_freedom >= 1);

  return quantile(boost::math::students_t{static_cast<double>(degrees_of_freedom)}, 0.975);
}

Estimate ratio_estimate(std::span<const double> numerators, std::span<const double> denominators) {
  CUTPOINT_EXPECTS(numerators.size() == denominators.size());
  CUTPOINT_EXPECTS(numerators.size() >= 2);
  const double denominator_sum = sum(denominators);
  CUTPOINT_EXPECTS(denominator_sum > 0.0);

  // With residuals e_i = y_i - R x_i:  Var(R) = n / (n - 1) sum e_i² / (sum x_i)².
  const std::size_t n = numerators.size();
  const double ratio = sum(numerators) / denominator_sum;
  double squared_residuals = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double residual = numerators[i] - ratio * denominators[i];
    squared_residuals += residual * residual;
  }
  const double correction = static_cast<double>(n) / static_cast<double>(n - 1);
  const double standard_error = std::sqrt(correction * squared_residuals) / denominator_sum;
  return {.value = ratio, .half_width = student_t_95(n - 1) * standard_error};
}

Estimate quantile_estimate(std::span<const Histogram* const> batches, double p) {
  CUTPOINT_EXPECTS(p > 0.0 && p < 1.0);

  Histogram pooled;
  for (const Histogram* batch : batches) {
    pooled.merge(*batch);
  }
  CUTPOINT_EXPECTS(pooled.count() > 0);
  const Duration value = pooled.quantile(p);

  std::vector<double> at_or_below;
  std::vector<double> counts;
  for (const Histogram* batch : batches) {
    if (batch->count() > 0) {
      counts.push_back(static_cast<double>(batch->count()));
      at_or_below.push_back(batch->share_at_or_below(value) * counts.back());
    }
  }
  const double share_half_width = ratio_estimate(at_or_below, counts).half_width;

  Estimate estimate{.value = Seconds{value}.count()};
  if (p + share_half_width < 1.0) {  // otherwise too few data for an upper end
    const double least_share = std::min(p, 1.0 / static_cast<double>(pooled.count()));
    const Seconds lower = pooled.interpolated_quantile(std::max(p - share_half_width, least_share));
    const Seconds upper = pooled.interpolated_quantile(p + share_half_width);
    estimate.half_width = 0.5 * (upper - lower).count();
  }
  return estimate;
}

std::size_t warm_up_batches(std::span<const double> batch_means) {
  CUTPOINT_EXPECTS(batch_means.size() >= 4);

  // From the last batch backward, with the running mean and sum of squared deviations of what is
  // kept (Welford 1962); `<=` prefers to discard less.
  const std::size_t n = batch_means.size();
  double mean = 0.0;
  double squared_deviations = 0.0;
  double least = std::numeric_limits<double>::infinity();
  std::size_t discarded = 0;
  for (std::size_t kept = 1; kept <= n; ++kept) {
    const auto count = static_cast<double>(kept);
    const double difference = batch_means[n - kept] - mean;
    mean += difference / count;
    squared_deviations += difference * (batch_means[n - kept] - mean);
    const double squared_error = squared_deviations / (count * count);
    if (2 * kept >= n && squared_error <= least) {
      least = squared_error;
      discarded = n - kept;
    }
  }
  return discarded;
}

bool looks_uncorrelated(std::span<const double> batch_means) {
  CUTPOINT_EXPECTS(batch_means.size() >= 8);

  const auto n = static_cast<double>(batch_means.size());
  const double mean = sum(batch_means) / n;
  double squared_differences = 0.0;
  double squared_deviations = 0.0;
  for (std::size_t i = 0; i < batch_means.size(); ++i) {
    squared_deviations += (batch_means[i] - mean) * (batch_means[i] - mean);
    if (i > 0) {
      const double difference = batch_means[i] - batch_means[i - 1];
      squared_differences += difference * difference;
    }
  }
  if (squared_differences == 0.0) {
    return true;  // All equal: nothing to be correlated, though rounding may leave deviations.
  }
  // Of independent normal values the ratio has mean 2 and variance 4 (n - 2) / (n² - 1), and is
  // nearly normal (von Neumann 1941, Ann. Math. Stat. 12, 367-395, for these sums).
  const double deviation = std::sqrt(4.0 * (n - 2.0) / (n * n - 1.0));
  return squared_differences >= (2.0 - kOneSidedNormal95 * deviation) * squared_deviations;
}

}  // namespace cutpoint
