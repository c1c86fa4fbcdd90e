#include "sim/random/distribution.hpp"

#include <cmath>
#include <numbers>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

bool is_positive(double value) { return value > 0.0 && std::isfinite(value); }
bool is_positive(Seconds value) { return is_positive(value.count()); }

bool is_valid(const Deterministic& law) {
  return law.value.count() >= 0.0 && std::isfinite(law.value.count());
}
bool is_valid(const Exponential& law) { return is_positive(law.mean); }
bool is_valid(const Weibull& law) { return is_positive(law.shape) && is_positive(law.scale); }
bool is_valid(const Lognormal& law) { return is_positive(law.median) && is_positive(law.sigma); }
bool is_valid(const Hyperexponential& law) {
  return is_positive(law.mean) && law.cv > 1.0 && std::isfinite(law.cv);
}

/// E[(X / scale)^order].
double scaled_moment(const Weibull& law, double order) {
  return std::tgamma(1.0 + order / law.shape);
}

Seconds mean_of(const Deterministic& law) { return law.value; }
Seconds mean_of(const Exponential& law) { return law.mean; }
Seconds mean_of(const Weibull& law) { return law.scale * scaled_moment(law, 1.0); }
Seconds mean_of(const Lognormal& law) { return law.median * std::exp(0.5 * law.sigma * law.sigma); }
Seconds mean_of(const Hyperexponential& law) { return law.mean; }

double scv_of(const Deterministic& /*law*/) { return 0.0; }
double scv_of(const Exponential& /*law*/) { return 1.0; }
double scv_of(const Weibull& law) {
  const double first = scaled_moment(law, 1.0);
  return scaled_moment(law, 2.0) / (first * first) - 1.0;
}
double scv_of(const Lognormal& law) { return std::expm1(law.sigma * law.sigma); }
double scv_of(const Hyperexponential& law) { return law.cv * law.cv; }

Distribution::Law scaled(Deterministic law, double factor) {
  return Deterministic{.value = law.value * factor};
}
Distribution::Law scaled(Exponential law, double factor) {
  return Exponential{.mean = law.mean * factor};
}
Distribution::Law scaled(Weibull law, double factor) {
  return Weibull{.shape = law.shape, .scale = law.scale * factor};
}
Distribution::Law scaled(Lognormal law, double factor) {
  return Lognormal{.median = law.median * factor, .sigma = law.sigma};
}
Distribution::Law scaled(Hyperexponential law, double factor) {
  return Hyperexponential{.mean = law.mean * factor, .cv = law.cv};
}

/// Balanced means: either phase contributes half of the mean, p_1 m_1 = p_2 m_2 (Whitt 1982).
double first_phase_probability(double cv) {
  const double scv = cv * cv;
  return 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
}
Seconds phase_mean(Seconds mean, double phase_probability) {
  return mean / (2.0 * phase_probability);
}

double exponential_cdf(Seconds x, Seconds mean) { return -std::expm1(-(x / mean)); }

}  // namespace

Distribution::Distribution(Law law) : law_{law} {
  CUTPOINT_EXPECTS(std::visit([](const auto& any) { return is_valid(any); }, law_));

  if (const auto* phases = std::get_if<Hyperexponential>(&law_)) {
    first_probability_ = first_phase_probability(phases->cv);
  }
}

Seconds Distribution::mean() const {
  return std::visit([](const auto& law) { return mean_of(law); }, law_);
}

double Distribution::scv() const {
  return std::visit([](const auto& law) { return scv_of(law); }, law_);
}

double Distribution::cdf(Seconds x) const {
  if (x < Seconds::zero()) {
    return 0.0;
  }
  if (const auto* fixed = std::get_if<Deterministic>(&law_)) {
    return x >= fixed->value ? 1.0 : 0.0;
  }
  if (const auto* exponential = std::get_if<Exponential>(&law_)) {
    return exponential_cdf(x, exponential->mean);
  }
  if (const auto* weibull = std::get_if<Weibull>(&law_)) {
    return -std::expm1(-std::pow(x / weibull->scale, weibull->shape));
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&law_)) {
    const double z = std::log(x / lognormal->median) / lognormal->sigma;
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
  }
  const Seconds mean = std::get<Hyperexponential>(law_).mean;
  const double p = first_probability_;
  return p * exponential_cdf(x, phase_mean(mean, p)) +
         (1.0 - p) * exponential_cdf(x, phase_mean(mean, 1.0 - p));
}

Seconds Distribution::sample_less_common(RandomStream& stream) const {
  if (const auto* fixed = std::get_if<Deterministic>(&law_)) {
    return fixed->value;
  }
  if (const auto* weibull = std::get_if<Weibull>(&law_)) {
    return weibull->scale * std::pow(stream.exponential(), 1.0 / weibull->shape);
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&law_)) {
    return lognormal->median * std::exp(lognormal->sigma * stream.normal());
  }
  const bool first = stream.uniform() < first_probability_;
  const double probability = first ? first_probability_ : 1.0 - first_probability_;
  return phase_mean(std::get<Hyperexponential>(law_).mean, probability) * stream.exponential();
}

Distribution Distribution::with_mean(Seconds mean) const {
  CUTPOINT_EXPECTS(is_positive(mean) && is_positive(this->mean()));

  const double factor = mean / this->mean();
  return Distribution{std::visit([&](const auto& law) { return scaled(law, factor); }, law_)};
}

Distribution google_search_interarrival() {
  // Calibrated: the Weibull law with the mean and cv published for web search.
  return Distribution{Weibull{.shape = 0.8376, .scale = Seconds{290.5e-6}}};
}

}  // namespace cutpoint
