// Predicts the time and power of a layer on a processor from regressions over a profile.
//
// One model per layer type for time and one for power. Which form each takes is decided by the mean
// absolute percentage error (MAPE) of cross-validation, which holds out all rows of a layer at a
// time, whatever their number of items: the paper's best form if its error is at most 1.1 times
// that of our best, else ours. FitReport says which, and how good it is. The order and the names of
// the rows change nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "predictor/layer_model.hpp"
#include "predictor/profile.hpp"

namespace cutpoint {

/// What a model was fitted to: beyond it a prediction is an extrapolation.
struct MeasuredRange {
  double least_flop = 0.0;
  double greatest_flop = 0.0;
  double least_bytes = 0.0;  // weights and activations
  double greatest_bytes = 0.0;
};

/// How well, and how safely, one model was fitted.
struct FitReport {
  LayerType layer_type = LayerType::Relu;
  std::string quantity;  // "time" or "power"
  std::string form;      // e.g. "GFLOPS, logarithmic (paper)", "physical (ours)"
  std::size_t rows = 0;
  std::size_t folds = 0;             // groups of layers that were held out one by one
  double held_out_mape = 0.0;        // mean absolute percentage error, as a fraction
  double held_out_median = 0.0;      // median absolute percentage error
  double held_out_p90 = 0.0;         // 90th percentile of it
  double held_out_worst = 0.0;       // largest absolute percentage error
  double held_out_bias = 0.0;        // mean percentage error: above 0 predicts too much
  double held_out_r_squared = 0.0;   // of seconds or watts, not of their logarithms; below 0 if
                                     //   the mean would have predicted better
  double paper_held_out_mape = 0.0;  // error of the best of the paper's forms, for comparison
  double condition_number = 0.0;     // condition number of the scaled design matrix
  bool rank_deficient = false;
};

/// Which forms a model may take.
enum class ModelFamily : std::uint8_t {
  Best,      // the paper's or ours, as described above
  Paper,     // the paper's best form
  Physical,  // our best form
};

/// The fitted models of all layer types of one processor. It does not change once it is made.
class Predictor {
 public:
  /// The models of one layer type, as data.
  struct OfType {
    LayerType type = LayerType::Relu;
    MeasuredRange range;
    FitReport time;
    std::vector<ModelParameter> time_parameters;
    std::optional<FitReport> power;  // none if the profile has no power
    std::vector<ModelParameter> power_parameters;
  };

  /// Fits every layer type that the profile holds. Where the power of a type is NaN it is not
  /// known. O(rows) per candidate form. Throws: InputError without a place if a type has fewer than
  /// kFewestRows rows or kFewestGroups different configurations. Requires: time, power >= 0.
  explicit Predictor(std::span<const ProfileRow> profile, ModelFamily family = ModelFamily::Best);
  /// The predictor whose data() these are. Throws: InputError without a place for an unknown form,
  /// or a parameter that is missing or negative where that is impossible.
  explicit Predictor(std::vector<OfType> data);
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;
  ~Predictor();

  /// The predicted time and above-idle power of a layer, never negative; the power is NaN if it is
  /// not known. Requires: covers(layer.type), items >= 1.
  [[nodiscard]] LayerCost predict(const Layer& layer, int items) const;
  /// Whether the profile held layers of this type. Dropout is always covered: inference skips it,
  /// so it costs nothing unless a profile says otherwise. Opaque layers are covered by copies,
  /// which they are predicted as unless a profile has rows of them.
  [[nodiscard]] bool covers(LayerType type) const;
  /// Whether the profile held the power of layers of this type as well. Requires: covers(type).
  [[nodiscard]] bool knows_power(LayerType type) const;
  /// Whether the layer is smaller or larger than all that were measured, by more than a twentieth
  /// in FLOP or bytes. Requires: covers(layer.type).
  [[nodiscard]] bool extrapolates(const Layer& layer, int items) const;

  /// The reports of all models, by layer type, time before power.
  [[nodiscard]] std::span<const FitReport> reports() const;
  /// The report of the model that predicts the times of a type. Requires: there is one, which
  /// dropout lacks if it was not profiled.
  [[nodiscard]] const FitReport& time_report(LayerType type) const;
  /// The models as data, by layer type, from which an equal predictor can be made.
  [[nodiscard]] std::span<const OfType> data() const;

 private:
  struct Models;
  std::unique_ptr<Models> models_;
};

/// The predicted costs of every layer of a network, in its order. O(layers).
[[nodiscard]] std::vector<LayerCost> predicted_costs(const Predictor& predictor,
                                                     const DnnGraph& dnn,
                                                     const QueryType& query);

}  // namespace cutpoint
