// Laws of non-negative durations with known mean and squared coefficient of variation (scv).
#pragma once

#include <string>
#include <variant>

#include "base/time.hpp"
#include "sim/random/empirical.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint {

/// Always the same value.
struct Deterministic {
  Seconds value;
};
/// P(X > x) = exp(-x / mean), the law without memory.
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
/// The sum of `phases` independent exponentials, with this mean in all.
struct Erlang {
  int phases;
  Seconds mean;
};
/// Density proportional to (x / scale)^(shape - 1) exp(-x / scale).
struct Gamma {
  double shape;
  Seconds scale;
};
/// Density proportional to x^(-shape - 1) between low and high, 0 elsewhere.
struct BoundedPareto {
  double shape;
  Seconds low;
  Seconds high;
};

/// The law of a non-negative duration, one of a closed set. Parameters are checked on construction.
class Distribution {
 public:
  using Law = std::variant<Deterministic,
                           Exponential,
                           Weibull,
                           Lognormal,
                           Hyperexponential,
                           Erlang,
                           Gamma,
                           BoundedPareto,
                           Empirical>;

  /// Requires: means, medians, scales, shapes, sigma > 0 (a deterministic value >= 0), cv > 1,
  /// phases >= 1, 0 < low < high; all finite.
  explicit Distribution(Law law);

  /// The expected value E[X].
  [[nodiscard]] Seconds mean() const;
  /// The squared coefficient of variation c² = Var X / E[X]²; 0 for a deterministic law.
  [[nodiscard]] double scv() const;
  /// The distribution function P(X <= x).
  [[nodiscard]] double cdf(Seconds x) const;
  /// One draw in seconds, never negative. It may take any number of bits of the stream.
  template <class Generator>
  [[nodiscard]] Seconds sample(BasicStream<Generator>& stream) const;
  /// The law of the same shape with another mean. Requires: mean > 0 and this->mean() > 0.
  [[nodiscard]] Distribution with_mean(Seconds mean) const;
  [[nodiscard]] const Law& law() const { return law_; }

 private:
  template <class Generator>
  [[nodiscard]] Seconds sample_less_common(BasicStream<Generator>& stream) const;

  Law law_;
  // A number that sampling needs and that would be dear to work out for each draw. For a
  // hyperexponential law it is the probability of the first phase, for a bounded Pareto law what
  // P(X > high) would be without the bound.
  double sampling_constant_ = 1.0;
};

/// The law's name and shape, without its mean: "Weibull, shape 0.8376".
[[nodiscard]] std::string description(const Distribution& distribution);

/// A law with these two moments: deterministic (cv = 0), gamma (below 1), exponential (1) or
/// hyperexponential (above 1). Requires: mean > 0, cv >= 0; both finite.
[[nodiscard]] Distribution two_moment(Seconds mean, double cv);

/// Inter-arrival times of Google web search: Weibull with shape 0.8376, scale 290.5 us, calibrated
/// to the published moments (mean 319 us, cv 1.2; Meisner et al., ISPASS 2012).
[[nodiscard]] Distribution google_search_interarrival();

/// Service times of Google web search: lognormal with sigma 0.8905, median 2.825 ms, calibrated to
/// the published moments (mean 4.2 ms, cv 1.1; Meisner et al., ISPASS 2012).
[[nodiscard]] Distribution google_search_service();

// Inline because nearly every event draws a time, and most of these are exponential.
template <class Generator>
inline Seconds Distribution::sample(BasicStream<Generator>& stream) const {
  if (const auto* exponential = std::get_if<Exponential>(&law_)) {
    return exponential->mean * stream.exponential();
  }
  return sample_less_common(stream);
}

}  // namespace cutpoint
