// The regression of the paper's models: a quantity as a linear or logarithmic function of the
// paper's features, never outside the range that was measured.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "predictor/layer_model.hpp"
#include "predictor/least_squares.hpp"

namespace cutpoint {

/// The curve that a regression fits, with regressors f1, f2 and coefficients b.
enum class Curve : std::uint8_t {
  Linear,       // b0 + b1 f1 + b2 f2
  Logarithmic,  // b0 + b1 ln f1 + b2 ln f2
};

/// A fitted curve over the paper's features.
class FeatureRegression {
 public:
  struct Sample {
    LayerFeatures features;
    double value;
  };

  /// Fits the curve by least squared error. Minimizing the relative error would be worse: it favors
  /// the layers of the least GFLOPS, which are the smallest, and the error of times rises tenfold.
  /// Requires: at least one sample, all of one layer type; values >= 0.
  FeatureRegression(Curve curve, const std::vector<Sample>& samples);

  /// Restores the regression whose parameters() these are. Throws: InputError without a place if
  /// one is missing.
  FeatureRegression(Curve curve, std::span<const ModelParameter> parameters);

  /// The value of the curve, brought within the range of the samples' values.
  [[nodiscard]] double evaluate(const LayerFeatures& features) const;
  [[nodiscard]] const RegressionFit& fit() const { return fit_; }
  /// All that evaluate() needs: the least and the greatest value, then a coefficient per regressor.
  [[nodiscard]] std::vector<ModelParameter> parameters() const;

 private:
  Curve curve_;
  double least_;
  double greatest_;
  RegressionFit fit_;
};

}  // namespace cutpoint
