// The regression of the paper's models: a quantity as a linear or logarithmic function of the
// paper's features, never outside the range that was measured.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "predictor/layer_features.hpp"
#include "predictor/least_squares.hpp"

namespace cutpoint {

enum class Curve : std::uint8_t {
  Linear,       // b0 + b1 f1 + b2 f2
  Logarithmic,  // b0 + b1 ln f1 + b2 ln f2
};

class FeatureRegression {
 public:
  /// Minimizes the squared relative error. Requires: at least one sample, all values >= 0.
  FeatureRegression(Curve curve, const std::vector<std::pair<LayerFeatures, double>>& samples);

  /// Within the range of the samples.
  [[nodiscard]] double evaluate(const LayerFeatures& features) const;
  [[nodiscard]] const RegressionFit& fit() const { return fit_; }

 private:
  Curve curve_;
  double least_;
  double greatest_;
  RegressionFit fit_;
};

}  // namespace cutpoint
