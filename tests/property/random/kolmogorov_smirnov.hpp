// The Kolmogorov–Smirnov distance between a sample and a distribution function.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace cutpoint {

/// sqrt(n) sup |F_n(x) - F(x)|. Of a true F this exceeds 1.95 once in a thousand samples
/// (Kolmogorov's limit law; Law and Kelton 2000, table 6.14 for c = 0.999).
template <class Cdf>
double kolmogorov_smirnov(std::vector<double> sample, Cdf cdf) {
  std::ranges::sort(sample);
  const auto n = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double expected = cdf(sample[i]);
    const double before = static_cast<double>(i) / n;
    const double after = static_cast<double>(i + 1) / n;
    distance = std::max({distance, expected - before, after - expected});
  }
  return std::sqrt(n) * distance;
}

}  // namespace cutpoint
