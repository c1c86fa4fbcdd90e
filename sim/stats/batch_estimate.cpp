#include "sim/stats/batch_estimate.hpp"

namespace cutpoint {

Estimate estimate_ratio(std::span<const Ratio> ratios, Batches kind) {
  std::vector<double> numerators;
  std::vector<double> denominators;
  double denominator_sum = 0.0;
  for (const Ratio& ratio : ratios) {
    numerators.push_back(ratio.numerator);
    denominators.push_back(ratio.denominator);
    denominator_sum += ratio.denominator;
  }
  return ratios.size() < 2 || denominator_sum <= 0.0
             ? Estimate{}
             : ratio_estimate(numerators, denominators, kind);
}

}  // namespace cutpoint
