// The forms that a model of a layer's time or power may take. An open set: a form is one class in
// time_forms.cpp or power_forms.cpp and one line in the list there.
//
// Forms from the paper (Kang et al., ASPLOS 2017, sec. 4): FLOP/s, in GFLOPS, as a linear or
// logarithmic function of the paper's features, and power likewise; time is work over FLOP/s. Ours
// are physical: physical_time.hpp, and for power an average over what the time is spent on.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "predictor/layer_features.hpp"

namespace cutpoint {

/// One measured layer, as the fits see it.
struct Observation {
  LayerFeatures features;
  double seconds = 0.0;
  double watts = 0.0;
};

/// The least time or power that relative errors are measured against: the resolution of simulated
/// time. It only matters for what costs nothing.
inline constexpr double kSmallestMagnitude = 1e-9;

/// What turns a residual of a measured value into a relative one.
[[nodiscard]] inline double relative_weight(double measured) {
  return 1.0 / std::max(measured, kSmallestMagnitude);
}

/// A number that a fitted model consists of, as device files keep it.
struct ModelParameter {
  std::string name;
  double value = 0.0;
};

/// Throws: InputError without a place if there is no parameter of that name, or it is negative.
[[nodiscard]] double value_of(std::span<const ModelParameter> parameters, std::string_view name);

/// A fitted model of one quantity for one layer type. Immutable.
class LayerModel {
 public:
  LayerModel() = default;
  LayerModel(const LayerModel&) = delete;
  LayerModel& operator=(const LayerModel&) = delete;
  virtual ~LayerModel() = default;

  /// Seconds or watts; never negative.
  [[nodiscard]] virtual double predict(const LayerFeatures& features) const = 0;
  [[nodiscard]] virtual double condition_number() const = 0;
  [[nodiscard]] virtual bool is_rank_deficient() const = 0;
  /// All that predict() needs.
  [[nodiscard]] virtual std::vector<ModelParameter> parameters() const = 0;
};

struct ModelForm {
  std::string_view name;
  bool from_paper;
  /// Requires: at least one observation, all of one layer type.
  std::unique_ptr<LayerModel> (*fit)(std::span<const Observation> observations);
  /// The model that said `parameters`; how well conditioned its fit was is not known any more.
  /// Throws: InputError without a place if a parameter is missing.
  std::unique_ptr<LayerModel> (*restore)(std::span<const ModelParameter> parameters);
};

[[nodiscard]] std::span<const ModelForm> time_forms();
[[nodiscard]] std::span<const ModelForm> power_forms();

}  // namespace cutpoint
