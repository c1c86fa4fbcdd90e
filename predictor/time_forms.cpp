#include <algorithm>
#include <array>
#include <vector>

#include "predictor/feature_regression.hpp"
#include "predictor/layer_model.hpp"
#include "predictor/physical_time.hpp"

namespace cutpoint {
namespace {

constexpr double kFlopPerGigaflop = 1e9;

/// Work over the GFLOPS that its features let expect.
class GflopsModel final : public LayerModel {
 public:
  GflopsModel(Curve curve, std::span<const Observation> observations)
      : gflops_{curve, measured(observations)} {}

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    if (features.flop <= 0.0) {
      return 0.0;
    }
    return features.flop / (kFlopPerGigaflop * gflops_.evaluate(features));
  }
  [[nodiscard]] double condition_number() const override { return gflops_.fit().condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return gflops_.fit().rank_deficient; }

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

class PhysicalTimeModel final : public LayerModel {
 public:
  explicit PhysicalTimeModel(std::span<const Observation> observations) : time_{observations} {}

  [[nodiscard]] double predict(const LayerFeatures& features) const override {
    return time_.seconds(features);
  }
  [[nodiscard]] double condition_number() const override { return time_.fit().condition_number; }
  [[nodiscard]] bool is_rank_deficient() const override { return time_.fit().rank_deficient; }

 private:
  PhysicalTime time_;
};

template <Curve curve>
std::unique_ptr<LayerModel> fit_gflops(std::span<const Observation> observations) {
  return std::make_unique<GflopsModel>(curve, observations);
}

std::unique_ptr<LayerModel> fit_physical(std::span<const Observation> observations) {
  return std::make_unique<PhysicalTimeModel>(observations);
}

constexpr std::array kForms = {
    ModelForm{"GFLOPS, linear (paper)", true, fit_gflops<Curve::Linear>},
    ModelForm{"GFLOPS, logarithmic (paper)", true, fit_gflops<Curve::Logarithmic>},
    ModelForm{"physical (ours)", false, fit_physical},
};

}  // namespace

std::span<const ModelForm> time_forms() { return kForms; }

}  // namespace cutpoint
