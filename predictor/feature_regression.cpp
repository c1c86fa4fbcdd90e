#include "predictor/feature_regression.hpp"

#include <algorithm>
#include <cmath>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

std::vector<double> regressors(Curve curve, const LayerFeatures& features) {
  std::vector<double> row{1.0};
  for (const double feature : features.paper) {
    row.push_back(curve == Curve::Logarithmic ? std::log(feature) : feature);
  }
  return row;
}

}  // namespace

FeatureRegression::FeatureRegression(Curve curve, const std::vector<Sample>& samples)
    : curve_{curve} {
  CUTPOINT_EXPECTS(!samples.empty());
  const auto [least, greatest] = std::ranges::minmax(samples, {}, &Sample::value);
  CUTPOINT_EXPECTS(least.value >= 0.0);
  least_ = least.value;
  greatest_ = greatest.value;

  RegressionData data{1 + samples.front().features.paper.size()};
  for (const Sample& sample : samples) {
    data.add_row(regressors(curve, sample.features), sample.value);
  }
  fit_ = least_squares(data);
}

double FeatureRegression::evaluate(const LayerFeatures& features) const {
  const std::vector<double> row = regressors(curve_, features);
  double value = 0.0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    value += fit_.coefficients[j] * row[j];
  }
  return std::clamp(value, least_, greatest_);
}

}  // namespace cutpoint
