#include "predictor/feature_regression.hpp"

#include <algorithm>
#include <cmath>

#include "predictor/layer_model.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

// The second feature of types that have one is constant; a column of zeros drops out of the fit.
std::vector<double> regressors(Curve curve, const LayerFeatures& features) {
  const auto [f1, f2] = features.paper;
  if (curve == Curve::Logarithmic) {
    return {1.0, std::log(f1), std::log(f2)};
  }
  const bool has_second = f2 != 1.0;
  return {1.0, f1, has_second ? f2 : 0.0};
}

}  // namespace

}  // namespace cutpoint
