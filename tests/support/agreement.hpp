// How estimates are compared with closed forms.
#pragma once

#include <cmath>

#include "sim/stats/estimate.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {

/// The truth lies within twice the half-width (four standard errors), and values that are 3 % off
/// do not.
inline void check_agrees(const Estimate& estimate, double truth) {
  CAPTURE(estimate.value, estimate.half_width, truth);
  CHECK(estimate.half_width <= 0.015 * estimate.value);
  CHECK(std::abs(estimate.value - truth) <= 2.0 * estimate.half_width);
  CHECK(std::abs(estimate.value - 0.97 * truth) > 2.0 * estimate.half_width);
  CHECK(std::abs(estimate.value - 1.03 * truth) > 2.0 * estimate.half_width);
}

}  // namespace cutpoint
