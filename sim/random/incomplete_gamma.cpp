#include "sim/random/incomplete_gamma.hpp"

#include <cmath>
#include <limits>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr double kPrecision = 1e-16;

/// The sum over n >= 0 of x^n / ((shape + 1) … (shape + n)) (Abramowitz and Stegun 1964, 6.5.29).
double series(double shape, double x) {
  double term = 1.0;
  double sum = 1.0;
  for (double n = 1.0; term > kPrecision * sum; ++n) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/// The continued fraction 1 / (x+1-a - 1(1-a) / (x+3-a - 2(2-a) / (x+5-a - …))) for shape a
/// (Abramowitz and Stegun 1964, 6.5.31), from its front by Lentz's method. Requires: x >= a + 1.
double continued_fraction(double shape, double x) {
  double denominator = x + 1.0 - shape;
  double c = std::numeric_limits<double>::max();
  double d = 1.0 / denominator;
  double fraction = d;
  double change = 0.0;
  for (double n = 1.0; std::abs(change - 1.0) > 4.0 * std::numeric_limits<double>::epsilon(); ++n) {
    const double numerator = n * (shape - n);
    denominator += 2.0;
    d = 1.0 / (denominator + numerator * d);
    c = denominator + numerator / c;
    change = c * d;
    fraction *= change;
  }
  return fraction;
}

}  // namespace

double regularized_gamma(double shape, double x) {
  CUTPOINT_EXPECTS(shape > 0.0 && std::isfinite(shape) && x >= 0.0);

  if (x == 0.0) {
    return 0.0;
  }
  if (std::isinf(x)) {
    return 1.0;
  }
  const double density = std::exp(shape * std::log(x) - x - std::lgamma(shape));
  return x < shape + 1.0 ? density / shape * series(shape, x)
                         : 1.0 - density * continued_fraction(shape, x);
}

}  // namespace cutpoint
