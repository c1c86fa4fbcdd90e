#include "sim/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <boost/math/special_functions/gamma.hpp>

#include "base/contract.hpp"
#include "base/number_text.hpp"
#include "sim/random/counter_stream.hpp"

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
bool is_valid(const Erlang& law) { return law.phases >= 1 && is_positive(law.mean); }
bool is_valid(const Gamma& law) { return is_positive(law.shape) && is_positive(law.scale); }
bool is_valid(const BoundedPareto& law) {
  return is_positive(law.shape) && is_positive(law.low) && is_positive(law.high) &&
         law.low < law.high;
}
bool is_valid(const Empirical& /*checked by its constructor*/) { return true; }

/// The probability of the first phase of a hyperexponential law with balanced means: either phase
/// contributes half of the mean, p_1 m_1 = p_2 m_2 (Whitt 1982).
double first_phase_probability(double cv) {
  const double scv = cv * cv;
  return 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
}
Seconds phase_mean(Seconds mean, double phase_probability) {
  return mean / (2.0 * phase_probability);
}

/// P(X > high) of the Pareto law without an upper bound.
double unbounded_tail(const BoundedPareto& law) { return std::pow(law.low / law.high, law.shape); }

/// The moment E[(X / scale)^order] of a Weibull law.
double scaled_moment(const Weibull& law, double order) {
  return std::tgamma(1.0 + order / law.shape);
}

/// The moment E[(X / low)^order] of a bounded Pareto law: the integral of shape t^(order - shape -
/// 1) from 1 to high / low, divided by the probability that the unbounded law is below high.
double scaled_moment(const BoundedPareto& law, double order) {
  const double log_ratio = std::log(law.high / law.low);
  const double y = (order - law.shape) * log_ratio;
  const double integral = y == 0.0 ? log_ratio : log_ratio * std::expm1(y) / y;
  return law.shape * integral / -std::expm1(-law.shape * log_ratio);
}

Seconds mean_of(const Deterministic& law) { return law.value; }
Seconds mean_of(const Exponential& law) { return law.mean; }
Seconds mean_of(const Weibull& law) { return law.scale * scaled_moment(law, 1.0); }
Seconds mean_of(const Lognormal& law) { return law.median * std::exp(0.5 * law.sigma * law.sigma); }
Seconds mean_of(const Hyperexponential& law) { return law.mean; }
Seconds mean_of(const Erlang& law) { return law.mean; }
Seconds mean_of(const Gamma& law) { return law.shape * law.scale; }
Seconds mean_of(const BoundedPareto& law) { return law.low * scaled_moment(law, 1.0); }
Seconds mean_of(const Empirical& law) { return law.mean(); }

template <class L>
double scv_from_scaled_moments(const L& law) {
  const double first = scaled_moment(law, 1.0);
  return scaled_moment(law, 2.0) / (first * first) - 1.0;
}
double scv_of(const Deterministic& /*law*/) { return 0.0; }
double scv_of(const Exponential& /*law*/) { return 1.0; }
double scv_of(const Weibull& law) { return scv_from_scaled_moments(law); }
double scv_of(const Lognormal& law) { return std::expm1(law.sigma * law.sigma); }
double scv_of(const Hyperexponential& law) { return law.cv * law.cv; }
double scv_of(const Erlang& law) { return 1.0 / law.phases; }
double scv_of(const Gamma& law) { return 1.0 / law.shape; }
double scv_of(const BoundedPareto& law) {
  // Where `high` is nearly `low`, rounding may go below 0.
  return std::max(0.0, scv_from_scaled_moments(law));
}
double scv_of(const Empirical& law) { return law.scv(); }

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
Distribution::Law scaled(Erlang law, double factor) {
  return Erlang{.phases = law.phases, .mean = law.mean * factor};
}
Distribution::Law scaled(Gamma law, double factor) {
  return Gamma{.shape = law.shape, .scale = law.scale * factor};
}
Distribution::Law scaled(BoundedPareto law, double factor) {
  return BoundedPareto{.shape = law.shape, .low = law.low * factor, .high = law.high * factor};
}
Distribution::Law scaled(const Empirical& law, double factor) { return law.scaled(factor); }

double exponential_cdf(Seconds x, Seconds mean) { return -std::expm1(-(x / mean)); }

/// P(X <= x) of the gamma law with scale 1: the regularized lower incomplete gamma function.
double gamma_cdf(double shape, double x) {
  return std::isinf(x) ? 1.0 : boost::math::gamma_p(shape, x);
}

// The functions cdf_of() give P(X <= x) for x >= 0.
double cdf_of(const Deterministic& law, Seconds x) { return x >= law.value ? 1.0 : 0.0; }
double cdf_of(const Exponential& law, Seconds x) { return exponential_cdf(x, law.mean); }
double cdf_of(const Weibull& law, Seconds x) {
  return -std::expm1(-std::pow(x / law.scale, law.shape));
}
double cdf_of(const Lognormal& law, Seconds x) {
  const double z = std::log(x / law.median) / law.sigma;
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}
double cdf_of(const Hyperexponential& law, Seconds x) {
  const double p = first_phase_probability(law.cv);
  return p * exponential_cdf(x, phase_mean(law.mean, p)) +
         (1.0 - p) * exponential_cdf(x, phase_mean(law.mean, 1.0 - p));
}
double cdf_of(const Erlang& law, Seconds x) {
  return gamma_cdf(law.phases, law.phases * (x / law.mean));
}
double cdf_of(const Gamma& law, Seconds x) { return gamma_cdf(law.shape, x / law.scale); }
double cdf_of(const BoundedPareto& law, Seconds x) {
  const Seconds inside = std::clamp(x, law.low, law.high);
  return std::expm1(law.shape * std::log(law.low / inside)) /
         std::expm1(law.shape * std::log(law.low / law.high));
}
double cdf_of(const Empirical& law, Seconds x) { return law.cdf(x); }

std::string described(const Deterministic& /*law*/) { return "deterministic"; }
std::string described(const Exponential& /*law*/) { return "exponential"; }
std::string described(const Weibull& law) { return "Weibull, shape " + rounded_text(law.shape); }
std::string described(const Lognormal& law) {
  return "lognormal, sigma " + rounded_text(law.sigma);
}
std::string described(const Hyperexponential& law) {
  return "hyperexponential, cv " + rounded_text(law.cv);
}
std::string described(const Erlang& law) { return "Erlang, phases " + std::to_string(law.phases); }
std::string described(const Gamma& law) { return "gamma, shape " + rounded_text(law.shape); }
std::string described(const BoundedPareto& law) {
  return "bounded Pareto, shape " + rounded_text(law.shape) + ", high/low " +
         rounded_text(law.high / law.low);
}
std::string described(const Empirical& law) {
  return "empirical, points " + std::to_string(law.size());
}

/// A draw from the gamma law of scale 1 by Marsaglia and Tsang 2000 (ACM TOMS 26(3)). For shapes
/// below 1 it takes their remedy: a draw of shape + 1, times U^(1 / shape) for a uniform U.
template <class Generator>
double standard_gamma(BasicStream<Generator>& stream, double shape) {
  if (shape < 1.0) {
    const double more = standard_gamma(stream, shape + 1.0);
    return more * std::exp(-stream.exponential() / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = stream.normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) {
      continue;
    }
    const double v = root * root * root;
    const double u = stream.uniform();
    const double square = x * x;
    if (u < 1.0 - 0.0331 * square * square ||
        std::log(u) < 0.5 * square + d * (1.0 - v + std::log(v))) {
      return d * v;
    }
  }
}

}  // namespace

Distribution::Distribution(Law law) : law_{std::move(law)} {
  CUTPOINT_EXPECTS(std::visit([](const auto& any) { return is_valid(any); }, law_));

  if (const auto* phases = std::get_if<Hyperexponential>(&law_)) {
    sampling_constant_ = first_phase_probability(phases->cv);
  } else if (const auto* pareto = std::get_if<BoundedPareto>(&law_)) {
    sampling_constant_ = unbounded_tail(*pareto);
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
  return std::visit([&](const auto& law) { return cdf_of(law, x); }, law_);
}

template <class Generator>
Seconds Distribution::sample_less_common(BasicStream<Generator>& stream) const {
  if (const auto* fixed = std::get_if<Deterministic>(&law_)) {
    return fixed->value;
  }
  if (const auto* weibull = std::get_if<Weibull>(&law_)) {
    return weibull->scale * std::pow(stream.exponential(), 1.0 / weibull->shape);
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&law_)) {
    return lognormal->median * std::exp(lognormal->sigma * stream.normal());
  }
  if (const auto* empirical = std::get_if<Empirical>(&law_)) {
    return empirical->at(stream.bits());
  }
  if (const auto* gamma = std::get_if<Gamma>(&law_)) {
    return gamma->scale * standard_gamma(stream, gamma->shape);
  }
  if (const auto* erlang = std::get_if<Erlang>(&law_)) {
    return erlang->mean * (standard_gamma(stream, erlang->phases) / erlang->phases);
  }
  if (const auto* pareto = std::get_if<BoundedPareto>(&law_)) {
    // Sampled by inversion: a survival probability is drawn uniformly between that at `high` and 1.
    const double survival = sampling_constant_ + (1.0 - sampling_constant_) * stream.uniform();
    return std::min(pareto->high, pareto->low * std::pow(survival, -1.0 / pareto->shape));
  }
  const bool first = stream.uniform() < sampling_constant_;
  const double probability = first ? sampling_constant_ : 1.0 - sampling_constant_;
  return phase_mean(std::get<Hyperexponential>(law_).mean, probability) * stream.exponential();
}

template Seconds Distribution::sample_less_common(RandomStream& stream) const;
template Seconds Distribution::sample_less_common(CounterStream& stream) const;

Distribution Distribution::with_mean(Seconds mean) const {
  CUTPOINT_EXPECTS(is_positive(mean) && is_positive(this->mean()));

  const double factor = mean / this->mean();
  return Distribution{std::visit([&](const auto& law) { return scaled(law, factor); }, law_)};
}

std::string description(const Distribution& distribution) {
  return std::visit([](const auto& law) { return described(law); }, distribution.law());
}

Distribution two_moment(Seconds mean, double cv) {
  CUTPOINT_EXPECTS(is_positive(mean) && cv >= 0.0 && std::isfinite(cv));

  if (cv == 0.0) {
    return Distribution{Deterministic{mean}};
  }
  if (cv < 1.0) {
    return Distribution{Gamma{.shape = 1.0 / (cv * cv), .scale = mean * (cv * cv)}};
  }
  if (cv == 1.0) {
    return Distribution{Exponential{mean}};
  }
  return Distribution{Hyperexponential{.mean = mean, .cv = cv}};
}

Distribution google_search_interarrival() {
  // Calibrated: the Weibull law with the mean and cv published for web search.
  return Distribution{Weibull{.shape = 0.8376, .scale = Seconds{290.5e-6}}};
}

Distribution google_search_service() {
  // Calibrated: sigma² = ln(1 + cv²) and median = mean / sqrt(1 + cv²) of the published mean and
  // cv.
  return Distribution{Lognormal{.median = Seconds{2.8252e-3}, .sigma = 0.8905}};
}

}  // namespace cutpoint
