// Chooses the form of a model by how well it predicts layers that it was not fitted to.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "predictor/layer_model.hpp"
#include "predictor/predictor.hpp"

namespace cutpoint {

/// Layers are held out one by one if there are at most kMostSingleFolds of them, else in kFolds
/// groups.
inline constexpr std::size_t kMostSingleFolds = 40;
inline constexpr std::size_t kFolds = 5;

/// The least that a layer type needs for a fit that can be judged: rows, and different layers among
/// them.
inline constexpr std::size_t kFewestRows = 4;
inline constexpr std::size_t kFewestGroups = 3;

/// The paper's best form is taken while its held-out error is at most this many times that of ours:
/// among forms that are about as good, the published one shall be used.
inline constexpr double kPaperHandicap = 1.1;

/// Observations of one layer type, dealt into groups of which each is held out once.
using Folds = std::vector<std::vector<Observation>>;

/// Deals by a hash of the layer, so that neither the order of the rows nor their names matter and
/// all measurements of one layer stay together. With fewer than kFewestGroups different layers the
/// same layer with another number of items counts as another. Throws: InputError without a place if
/// there are too few. Requires: rows of one layer type.
[[nodiscard]] Folds deal_into_folds(std::vector<ProfileRow> rows);

/// The model that was chosen, and how it did on layers that it had not seen.
struct SelectedModel {
  std::unique_ptr<LayerModel> model;  // fitted to all observations
  FitReport report;                   // all but layer_type and quantity
};

/// Fits every form of the family and chooses one by its error on held-out layers. `measured` is the
/// quantity, &Observation::seconds or &Observation::watts. O(folds) fits per form. Requires: at
/// least one form of the family, and observations in more than one fold.
[[nodiscard]] SelectedModel select_model(std::span<const ModelForm> forms,
                                         const Folds& folds,
                                         double Observation::*measured,
                                         ModelFamily family = ModelFamily::Best);

}  // namespace cutpoint
