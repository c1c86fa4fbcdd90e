// Predicts the time and power of a layer on a processor from regressions over a profile.
//
// One model per layer type for time and one for power. Which form each takes is decided by the mean
// absolute percentage error (MAPE) of five-fold cross-validation: the paper's best form if its
// error is at most 1.1 times that of our best, else ours. FitReport says which, and how good it is.
// The order and the names of the rows change nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predictor/profile.hpp"

namespace cutpoint {

/// How well, and how safely, one model was fitted.
struct FitReport {
  LayerType layer_type = LayerType::Relu;
  std::string quantity;  // "time" or "power"
  std::string form;      // e.g. "GFLOPS, logarithmic (paper)", "physical (ours)"
  std::size_t rows = 0;
  double held_out_mape = 0.0;        // mean absolute percentage error, as a fraction
  double held_out_r_squared = 0.0;   // of seconds or watts, not of their logarithms; below 0 if
                                     //   the mean would have predicted better
  double paper_held_out_mape = 0.0;  // of the best of the paper's forms, for comparison
  double condition_number = 0.0;     // of the scaled design matrix
  bool rank_deficient = false;
};

class Predictor {
 public:
  /// Fits every layer type that the profile holds. O(rows) per candidate form.
  /// Requires: at least ten different configurations of each type present; time, power >= 0.
  explicit Predictor(std::span<const ProfileRow> profile);
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;
  ~Predictor();

  /// Never negative. Requires: the profile held layers of this type; items >= 1.
  [[nodiscard]] LayerCost predict(const Layer& layer, int items) const;

  /// By layer type, time before power.
  [[nodiscard]] std::span<const FitReport> reports() const;

 private:
  struct Models;
  std::unique_ptr<Models> models_;
};

/// predict() of every layer of a network.
[[nodiscard]] std::vector<LayerCost> predicted_costs(const Predictor& predictor,
                                                     const DnnGraph& dnn,
                                                     const QueryType& query);

}  // namespace cutpoint
