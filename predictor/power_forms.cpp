#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "predictor/feature_regression.hpp"
#include "predictor/layer_model.hpp"
#include "predictor/physical_time.hpp"

namespace cutpoint {
namespace {

/// The form of the paper: power is a regression on the features.
class FeaturePowerModel final : public LayerModel {
 public:
  FeaturePowerModel(Curve curve, std::span<const Observation> observations)
      : watts_{curve, measured(observations)} {}
  FeaturePowerModel(Curve curve, std::span<const ModelParameter> parameters)
      : watts_{curve, parameters} {}

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    return watts_.evaluate(features);
  }
  [[nodiscard]] double condition_number() const override { return watts_.fit().condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return watts_.fit().rank_deficient; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override {
    return watts_.parameters();
  }

 private:
  static std::vector<FeatureRegression::Sample> measured(
      std::span<const Observation> observations) {
    std::vector<FeatureRegression::Sample> samples;
    for (const auto& [features, seconds, watts] : observations) {
      samples.push_back({.features = features, .value = watts});
    }
    return samples;
  }

  FeatureRegression watts_;
};

/// The form of a constant: every layer of the type draws the same power.
class ConstantPowerModel final : public LayerModel {
 public:
  explicit ConstantPowerModel(std::span<const Observation> observations) {
    RegressionData data{1};
    for (const Observation& observation : observations) {
      data.add_row({1.0}, observation.watts, relative_weight(observation.watts));
    }
    fit_ = non_negative_least_squares(data);
  }
  explicit ConstantPowerModel(std::span<const ModelParameter> parameters) {
    fit_.coefficients = {value_of(parameters, kWatts)};
  }

  [[nodiscard]] double predict(const LayerFeatures& /*features*/) const override {
    return fit_.coefficients.front();
  }
  [[nodiscard]] double condition_number() const override { return fit_.condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return fit_.rank_deficient; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override {
    return {{kWatts, fit_.coefficients.front()}};
  }

 private:
  static constexpr const char* kWatts = "watts";

  RegressionFit fit_;
};

/// The physical form: each term of the physical time draws a power of its own, and the power of a
/// layer is the average of these over its predicted time, brought within the measured range.
class SharePowerModel final : public LayerModel {
 public:
  explicit SharePowerModel(std::span<const Observation> observations) : time_{observations} {
    const auto [least, greatest] = std::ranges::minmax(observations, {}, &Observation::watts);
    least_ = least.watts;
    greatest_ = greatest.watts;
    RegressionData data{std::tuple_size_v<PhysicalTime::Terms>};
    for (const Observation& observation : observations) {
      const PhysicalTime::Terms row = shares(observation.features);
      data.add_row(row, observation.watts, relative_weight(observation.watts));
    }
    fit_ = non_negative_least_squares(data);
  }
  explicit SharePowerModel(std::span<const ModelParameter> parameters)
      : time_{parameters},
        least_{value_of(parameters, "least")},
        greatest_{value_of(parameters, "greatest")} {
    for (const std::string_view term : PhysicalTime::kTermNames) {
      fit_.coefficients.push_back(value_of(parameters, watts_of(term)));
    }
  }

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    const PhysicalTime::Terms row = shares(features);
    return std::clamp(std::inner_product(row.begin(), row.end(), fit_.coefficients.begin(), 0.0),
                      least_,
                      greatest_);
  }
  [[nodiscard]] double condition_number() const override { return fit_.condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return fit_.rank_deficient; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override {
    std::vector<ModelParameter> parameters = time_.parameters();
    parameters.push_back({"least", least_});
    parameters.push_back({"greatest", greatest_});
    for (std::size_t i = 0; i < fit_.coefficients.size(); ++i) {
      parameters.push_back({watts_of(PhysicalTime::kTermNames[i]), fit_.coefficients[i]});
    }
    return parameters;
  }

 private:
  static std::string watts_of(std::string_view term) { return "watts_of_" + std::string{term}; }

  /// The share of each cause in a layer's predicted time; all 0 for a layer that takes no time.
  [[nodiscard]] PhysicalTime::Terms shares(const LayerFeatures& features) const {
    PhysicalTime::Terms terms = time_.terms(features);
    const double total = std::accumulate(terms.begin(), terms.end(), 0.0);
    for (double& term : terms) {
      term = total > 0.0 ? term / total : 0.0;
    }
    return terms;
  }

  PhysicalTime time_;
  double least_ = 0.0;
  double greatest_ = 0.0;
  RegressionFit fit_;
};

/// Makes a model of one form: from observations, which fits it, or from parameters, which restores
/// it.
template <Curve curve, class From>
std::unique_ptr<LayerModel> features(std::span<const From> from) {
  return std::make_unique<FeaturePowerModel>(curve, from);
}

template <class Model, class From>
std::unique_ptr<LayerModel> model(std::span<const From> from) {
  return std::make_unique<Model>(from);
}

/// The forms by the names that device files know them by.
constexpr std::array kForms = {
    ModelForm{"watts, linear (paper)",
              true,
              features<Curve::Linear, Observation>,
              features<Curve::Linear, ModelParameter>},
    ModelForm{"watts, logarithmic (paper)",
              true,
              features<Curve::Logarithmic, Observation>,
              features<Curve::Logarithmic, ModelParameter>},
    ModelForm{"watts, constant (ours)",
              false,
              model<ConstantPowerModel, Observation>,
              model<ConstantPowerModel, ModelParameter>},
    ModelForm{"watts by share of time (ours)",
              false,
              model<SharePowerModel, Observation>,
              model<SharePowerModel, ModelParameter>},
};

}  // namespace

std::span<const ModelForm> power_forms() { return kForms; }

}  // namespace cutpoint
