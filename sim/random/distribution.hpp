// Laws of non-negative durations with known mean and squared coefficient of variation (scv).
#pragma once

#include <variant>

#include "sim/random/random_stream.hpp"
#include "sim/units/time.hpp"

namespace cutpoint {

struct Deterministic {
  Seconds value;
};
struct Exponential {
  Seconds mean;
};
/// P(X > x) = exp(-(x / scale)^shape).
struct Weibull {
  double shape;
  Seconds scale;
};
/// ln X is normal with mean ln(median) and standard deviation sigma.
struct Lognormal {
  Seconds median;
  double sigma;
};
/// Two exponential phases with balanced means, from mean and coefficient of variation cv > 1
/// (Whitt 1982).
struct Hyperexponential {
  Seconds mean;
  double cv;
};

/// A closed set of laws. Parameters are checked on construction.
class Distribution {
 public:
  using Law = std::variant<Deterministic, Exponential, Weibull, Lognormal, Hyperexponential>;

  /// Requires: means, medians, scales, shapes, sigma > 0 (a deterministic value >= 0), cv > 1; all
  /// finite.
  explicit Distribution(Law law);

  [[nodiscard]] Seconds mean() const;
  /// Variance / mean²; 0 for a deterministic law.
  [[nodiscard]] double scv() const;
  /// P(X <= x).
  [[nodiscard]] double cdf(Seconds x) const;
  /// One draw.
  [[nodiscard]] Seconds sample(RandomStream& stream) const;
  /// The same shape with another mean. Requires: mean > 0 and this->mean() > 0.
  [[nodiscard]] Distribution with_mean(Seconds mean) const;
  [[nodiscard]] const Law& law() const { return law_; }

 private:
  [[nodiscard]] Seconds sample_less_common(RandomStream& stream) const;

  Law law_;
  // Balanced-means parameters of a hyperexponential, worked out once.
  double first_probability_ = 1.0;
};

/// Inter-arrival times of Google web search: Weibull with shape 0.8376, scale 290.5 us, calibrated
/// to the published moments (mean 319 us, cv 1.2; Meisner et al., ISPASS 2012).
[[nodiscard]] Distribution google_search_interarrival();

// Inline because nearly every event draws a time, and most of these are exponential.
inline Seconds Distribution::sample(RandomStream& stream) const {
  if (const auto* exponential = std::get_if<Exponential>(&law_)) {
    return exponential->mean * stream.exponential();
  }
  return sample_less_common(stream);
}

}  // namespace cutpoint
