#include "predictor/feature_regression.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr std::string_view kLeast = "least";
constexpr std::string_view kGreatest = "greatest";
constexpr std::string_view kCoefficient = "b";  // b0, b1, …

/// A row of the regression: 1, then the features or their logarithms.
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

FeatureRegression::FeatureRegression(Curve curve, std::span<const ModelParameter> parameters)
    : curve_{curve},
      least_{value_of(parameters, kLeast)},
      greatest_{value_of(parameters, kGreatest)} {
  for (const ModelParameter& parameter : parameters) {
    if (parameter.name.starts_with(kCoefficient)) {
      fit_.coefficients.push_back(parameter.value);
    }
  }
}

std::vector<ModelParameter> FeatureRegression::parameters() const {
  std::vector<ModelParameter> parameters{{std::string{kLeast}, least_},
                                         {std::string{kGreatest}, greatest_}};
  for (std::size_t j = 0; j < fit_.coefficients.size(); ++j) {
    std::string name{kCoefficient};
    name += std::to_string(j);
    parameters.push_back({std::move(name), fit_.coefficients[j]});
  }
  return parameters;
}

double FeatureRegression::evaluate(const LayerFeatures& features) const {
  const std::vector<double> row = regressors(curve_, features);
  double value = 0.0;
  CUTPOINT_EXPECTS(row.size() == fit_.coefficients.size());
  for (std::size_t j = 0; j < row.size(); ++j) {
    value += fit_.coefficients[j] * row[j];
  }
  return std::clamp(value, least_, greatest_);
}

}  // namespace cutpoint
