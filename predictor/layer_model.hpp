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

/// The weight that turns the residual of a measured value into a relative one: 1 / value.
[[nodiscard]] inline double relative_weight(double measured) {
  return 1.0 / std::max(measured, kSmallestMagnitude);
}

/// A number that a fitted model consists of, as device files keep it.
struct ModelParameter {
  std::string name;
  double value = 0.0;
};

/// The value of the parameter of that name. Throws: InputError without a place if there is none, or
/// it is negative.
[[nodiscard]] double value_of(std::span<const ModelParameter> parameters, std::string_view name);

/// A fitted model of one quantity for one layer type. Immutable.
class LayerModel {
 public:
  LayerModel() = default;
  LayerModel(const LayerModel&) = delete;
  LayerModel& operator=(const LayerModel&) = delete;
  virtual ~LayerModel() = default;

  /// The predicted time in seconds, or power in watts; never negative.
  [[nodiscard]] virtual double predict(const LayerFeatures& features) const = 0;
  /// The condition number of the scaled regressors that the model was fitted to
  /// (least_squares.hpp).
  [[nodiscard]] virtual double condition_number() const = 0;
  /// Whether some coefficients could not be told apart in the fit.
  [[nodiscard]] virtual bool is_rank_deficient() const = 0;
  /// All numbers that predict() needs; the form restores a model from them.
  [[nodiscard]] virtual std::vector<ModelParameter> parameters() const = 0;
};

/// A form that models may take, as the lists below have it.
struct ModelForm {
  std::string_view name;
  bool from_paper;
  /// Fits a model of this form. Requires: at least one observation, all of one layer type.
  std::unique_ptr<LayerModel> (*fit)(std::span<const Observation> observations);
  /// Restores the model whose parameters these are; how well conditioned its fit was is not known
  /// any more. Throws: InputError without a place if a parameter is missing.
  std::unique_ptr<LayerModel> (*restore)(std::span<const ModelParameter> parameters);
};

/// The forms of models of time: the paper's, and ours.
[[nodiscard]] std::span<const ModelForm> time_forms();
/// The forms of models of power: the paper's, and ours.
[[nodiscard]] std::span<const ModelForm> power_forms();

}  // namespace cutpoint
