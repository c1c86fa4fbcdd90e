#include "predictor/predictor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "predictor/model_selection.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {

struct Predictor::Models {
  struct OfType {
    std::unique_ptr<LayerModel> time;
    std::unique_ptr<LayerModel> power;
  };
  std::array<OfType, kLayerTypeCount> by_type;
  std::vector<FitReport> reports;
};

Predictor::Predictor(std::span<const ProfileRow> profile) : models_{std::make_unique<Models>()} {
  std::array<std::vector<ProfileRow>, kLayerTypeCount> rows_by_type;
  for (const ProfileRow& row : profile) {
    CUTPOINT_EXPECTS(std::isfinite(row.time.count()) && row.time >= Seconds::zero());
    CUTPOINT_EXPECTS(std::isfinite(row.power.value()) && row.power >= Watts{0.0});
    rows_by_type[static_cast<std::size_t>(row.layer.type)].push_back(row);
  }
  for (std::size_t type = 0; type < rows_by_type.size(); ++type) {
    if (rows_by_type[type].empty()) {
      continue;
    }
    const Folds folds = deal_into_folds(std::move(rows_by_type[type]));
    const bool every_fold_holds_two =
        std::ranges::all_of(folds, [](const auto& fold) { return fold.size() >= 2; });
    CUTPOINT_EXPECTS(every_fold_holds_two);
    const auto fit =
        [&](const char* quantity, std::span<const ModelForm> forms, double Observation::*measured) {
          SelectedModel selected = select_model(forms, folds, measured);
          selected.report.layer_type = static_cast<LayerType>(type);
          selected.report.quantity = quantity;
          models_->reports.push_back(std::move(selected.report));
          return std::move(selected.model);
        };
    models_->by_type[type].time = fit("time", time_forms(), &Observation::seconds);
    models_->by_type[type].power = fit("power", power_forms(), &Observation::watts);
  }
}

Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;
Predictor::~Predictor() = default;

LayerCost Predictor::predict(const Layer& layer, int items) const {
  const auto& [time, power] = models_->by_type[static_cast<std::size_t>(layer.type)];
  CUTPOINT_EXPECTS(time != nullptr);
  const LayerFeatures features = features_of(layer, items);
  return {.time = Seconds{time->predict(features)}, .power = Watts{power->predict(features)}};
}

std::span<const FitReport> Predictor::reports() const { return models_->reports; }

std::vector<LayerCost> predicted_costs(const Predictor& predictor,
                                       const DnnGraph& dnn,
                                       const QueryType& query) {
  std::vector<LayerCost> costs;
  costs.reserve(dnn.layers().size());
  for (const Layer& layer : dnn.layers()) {
    costs.push_back(predictor.predict(layer, query.items));
  }
  return costs;
}

}  // namespace cutpoint
