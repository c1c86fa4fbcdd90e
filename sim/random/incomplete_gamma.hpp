// The distribution function of the gamma law.
#pragma once

namespace cutpoint {

/// P(X <= x) of the gamma law with this shape and scale 1: the regularized lower incomplete gamma
/// function, to about 12 digits. O(sqrt(shape)). Requires: shape > 0, finite; x >= 0.
[[nodiscard]] double regularized_gamma(double shape, double x);

}  // namespace cutpoint
