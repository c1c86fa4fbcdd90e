#include "sim/stats/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

// Adds from the first to the last value: std::reduce may choose another order, and with it other
// last bits of the sum.
double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// Successive batches are put together in groups of kGroup, if that makes at least kFewestGroups.
constexpr std::size_t kGroup = 4;
constexpr std::size_t kFewestGroups = 8;

/// The sums of kGroup successive values each. If the values do not come out even, the first ones
/// are left out.
std::vector<double> grouped(std::span<const double> values) {
  std::vector<double> sums;
  for (std::size_t i = values.size() % kGroup; i < values.size(); i += kGroup) {
    sums.push_back(sum(values.subspan(i, kGroup)));
  }
  return sums;
}

/// Half-width of the 95 % interval of the sum of residuals e_i. Its variance is n / (n - 1) sum
/// e_i², times (1 + r) / (1 - r) if neighbors are correlated with r > 0.
double residual_half_width(std::span<const double> residuals, Batches batches) {
  const std::size_t n = residuals.size();
  double squares = 0.0;
  double neighbors = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    squares += residuals[i] * residuals[i];
    neighbors += i > 0 ? residuals[i] * residuals[i - 1] : 0.0;
  }
  double correction = static_cast<double>(n) / static_cast<double>(n - 1);
  if (batches == Batches::Consecutive && neighbors > 0.0) {
    correction *= (squares + neighbors) / (squares - neighbors);
  }
  return student_t_95(n - 1) * std::sqrt(correction * squares);
}

}  // namespace

double Estimate::relative_half_width() const { return half_width / std::abs(value); }

double student_t_95(std::size_t degrees_of_freedom) {
  CUTPOINT_EXPECTS(degrees_of_freedom >= 1);

  return quantile(boost::math::students_t{static_cast<double>(degrees_of_freedom)}, 0.975);
}

Estimate ratio_estimate(std::span<const double> numerators,
                        std::span<const double> denominators,
                        Batches batches) {
  CUTPOINT_EXPECTS(numerators.size() == denominators.size());
  CUTPOINT_EXPECTS(numerators.size() >= 2);
  const double denominator_sum = sum(denominators);
  CUTPOINT_EXPECTS(denominator_sum > 0.0);

  const double ratio = sum(numerators) / denominator_sum;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    residuals.push_back(numerators[i] - ratio * denominators[i]);
  }
  double half_width = residual_half_width(residuals, batches);
  if (batches == Batches::Consecutive && residuals.size() >= kFewestGroups * kGroup) {
    half_width = std::max(half_width, residual_half_width(grouped(residuals), batches));
  }
  return {.value = ratio, .half_width = half_width / denominator_sum};
}

Estimate quantile_estimate(std::span<const Histogram* const> batches, double p, Batches kind) {
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
  const double share_half_width = ratio_estimate(at_or_below, counts, kind).half_width;

  Estimate estimate{.value = Seconds{value}.count()};
  if (p + share_half_width < 1.0) {  // otherwise too few data for an upper end
    const double least_share = std::min(p, 1.0 / static_cast<double>(pooled.count()));
    const Seconds lower = pooled.interpolated_quantile(std::max(p - share_half_width, least_share));
    const Seconds upper = pooled.interpolated_quantile(p + share_half_width);
    estimate.half_width = std::max(0.5 * (upper - lower), Histogram::error_at(value)).count();
  }
  return estimate;
}

std::size_t warm_up_batches(std::span<const double> batch_means) {
  CUTPOINT_EXPECTS(batch_means.size() >= 4);

  // Works from the last batch backward, with the running mean and sum of squared deviations of what
  // is kept (Welford 1962); `<=` prefers to discard less.
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

}  // namespace cutpoint
