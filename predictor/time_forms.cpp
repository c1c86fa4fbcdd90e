#include <algorithm>
#include <array>
#include <vector>

#include "predictor/feature_regression.hpp"
#include "predictor/layer_model.hpp"
#include "predictor/physical_time.hpp"

namespace cutpoint {
namespace {

constexpr double kFlopPerGigaflop = 1e9;

/// The form of the paper: time is work over the GFLOPS that a regression on the features predicts.
class GflopsModel final : public LayerModel {
 public:
  GflopsModel(Curve curve, std::span<const Observation> observations)
      : gflops_{curve, measured(observations)} {}
  GflopsModel(Curve curve, std::span<const ModelParameter> parameters)
      : gflops_{curve, parameters} {}

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    if (features.flop <= 0.0) {
      return 0.0;
    }
    return features.flop / (kFlopPerGigaflop * gflops_.evaluate(features));
  }
  [[nodiscard]] double condition_number() const override { return gflops_.fit().condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return gflops_.fit().rank_deficient; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override {
    return gflops_.parameters();
  }

 private:
  static std::vector<FeatureRegression::Sample> measured(
      std::span<const Observation> observations) {
    std::vector<FeatureRegression::Sample> samples;
    for (const auto& [features, seconds, watts] : observations) {
      const double rate = features.flop / std::max(seconds, kSmallestMagnitude);
      samples.push_back({.features = features, .value = rate / kFlopPerGigaflop});
    }
    return samples;
  }

  FeatureRegression gflops_;
};

/// The physical form: the time of PhysicalTime, with a coefficient per cause.
class PhysicalTimeModel final : public LayerModel {
 public:
  explicit PhysicalTimeModel(std::span<const Observation> observations) : time_{observations} {}
  explicit PhysicalTimeModel(std::span<const ModelParameter> parameters) : time_{parameters} {}

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    return time_.seconds(features);
  }
  [[nodiscard]] double condition_number() const override { return time_.fit().condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return time_.fit().rank_deficient; }
  [[nodiscard]] std::vector<ModelParameter> parameters() const override {
    return time_.parameters();
  }

 private:
  PhysicalTime time_;
};

/// Makes a model of one form: from observations, which fits it, or from parameters, which restores
/// it.
template <Curve curve, class From>
std::unique_ptr<LayerModel> gflops(std::span<const From> from) {
  return std::make_unique<GflopsModel>(curve, from);
}

template <class From>
std::unique_ptr<LayerModel> physical(std::span<const From> from) {
  return std::make_unique<PhysicalTimeModel>(from);
}

/// The forms by the names that device files know them by.
constexpr std::array kForms = {
    ModelForm{"GFLOPS, linear (paper)",
              true,
              gflops<Curve::Linear, Observation>,
              gflops<Curve::Linear, ModelParameter>},
    ModelForm{"GFLOPS, logarithmic (paper)",
              true,
              gflops<Curve::Logarithmic, Observation>,
              gflops<Curve::Logarithmic, ModelParameter>},
    ModelForm{"physical (ours)", false, physical<Observation>, physical<ModelParameter>},
};

}  // namespace

std::span<const ModelForm> time_forms() { return kForms; }

}  // namespace cutpoint
