// Chooses the form of a model by how well it predicts layers that it was not fitted to.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "predictor/layer_model.hpp"
#include "predictor/predictor.hpp"

namespace cutpoint {

inline constexpr std::size_t kFolds = 5;

/// The paper's best form is taken while its held-out error is at most this many times ours: what
/// is as good shall be what was published.
inline constexpr double kPaperHandicap = 1.1;

/// Observations of one layer type, dealt into groups of which each is held out once.
using Folds = std::array<std::vector<Observation>, kFolds>;

/// Deals by a hash of the configuration, so that neither the order of the rows nor their names
/// matter and repeated measurements of one configuration stay together.
/// Requires: rows of one layer type.
[[nodiscard]] Folds deal_into_folds(std::vector<ProfileRow> rows);

struct SelectedModel {
  std::unique_ptr<LayerModel> model;  // fitted to all observations
  FitReport report;                   // all but layer_type and quantity
};

/// `measured` is the quantity: &Observation::seconds or &Observation::watts.
/// Requires: at least one form, and observations in more than one fold.
[[nodiscard]] SelectedModel select_model(std::span<const ModelForm> forms,
                                         const Folds& folds,
                                         double Observation::*measured);

}  // namespace cutpoint
