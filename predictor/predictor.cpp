#include "predictor/predictor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/contract.hpp"
#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "predictor/model_selection.hpp"

namespace cutpoint {

/// All that a predictor has fitted, kept out of the header.
struct Predictor::Models {
  struct Fitted {
    std::unique_ptr<LayerModel> time;
    std::unique_ptr<LayerModel> power;  // null if the power is not known
    MeasuredRange range;
  };
  std::array<Fitted, kLayerTypeCount> by_type;
  std::vector<FitReport> reports;
  std::vector<OfType> data;

  [[nodiscard]] Fitted& of(LayerType type) { return by_type[static_cast<std::size_t>(type)]; }
  /// The models that predict layers of the type: those of copies for opaque layers that were not
  /// profiled.
  [[nodiscard]] const Fitted& for_type(LayerType type) {
    const Fitted& own = of(type);
    return type == LayerType::Opaque && own.time == nullptr ? of(LayerType::Copy) : own;
  }
};

namespace {

/// The bytes that a layer moves: weights and activations.
double bytes_of(const LayerFeatures& features) {
  return features.weight_bytes + features.activation_bytes;
}

/// The least and the greatest FLOP and bytes among the observations of a type.
MeasuredRange range_of(const Folds& folds) {
  constexpr double kMost = std::numeric_limits<double>::infinity();
  MeasuredRange range{.least_flop = kMost, .least_bytes = kMost};
  for (const auto& fold : folds) {
    for (const Observation& observation : fold) {
      const double flop = observation.features.flop;
      const double bytes = bytes_of(observation.features);
      range = {.least_flop = std::min(range.least_flop, flop),
               .greatest_flop = std::max(range.greatest_flop, flop),
               .least_bytes = std::min(range.least_bytes, bytes),
               .greatest_bytes = std::max(range.greatest_bytes, bytes)};
    }
  }
  return range;
}

/// Chooses and fits the model of one quantity of one layer type, and completes its report.
SelectedModel fit(LayerType type,
                  const char* quantity,
                  std::span<const ModelForm> forms,
                  const Folds& folds,
                  double Observation::*measured,
                  ModelFamily family) {
  SelectedModel selected = select_model(forms, folds, measured, family);
  selected.report.layer_type = type;
  selected.report.quantity = quantity;
  selected.report.folds = folds.size();
  return selected;
}

/// The model that a device file describes. Throws: InputError without a place for an unknown form.
std::unique_ptr<LayerModel> restored(std::span<const ModelForm> forms,
                                     const std::string& name,
                                     std::span<const ModelParameter> parameters) {
  return find_or_suggest(forms, {.name = name, .what = "form"}, &ModelForm::name)
      ->restore(parameters);
}

}  // namespace

Predictor::Predictor(std::span<const ProfileRow> profile, ModelFamily family)
    : models_{std::make_unique<Models>()} {
  std::array<std::vector<ProfileRow>, kLayerTypeCount> rows_by_type;
  for (const ProfileRow& row : profile) {
    CUTPOINT_EXPECTS(std::isfinite(row.time.count()) && row.time >= Seconds::zero());
    CUTPOINT_EXPECTS(!(row.power < Watts{0.0}));
    rows_by_type[static_cast<std::size_t>(row.layer.type)].push_back(row);
  }
  for (std::size_t i = 0; i < rows_by_type.size(); ++i) {
    if (rows_by_type[i].empty()) {
      continue;
    }
    const auto type = static_cast<LayerType>(i);
    const bool has_power = std::isfinite(rows_by_type[i].front().power.value());
    const Folds folds = deal_into_folds(std::move(rows_by_type[i]));
    OfType data;
    data.type = type;
    data.range = range_of(folds);
    Models::Fitted& fitted = models_->of(type);
    fitted.range = data.range;
    SelectedModel time = fit(type, "time", time_forms(), folds, &Observation::seconds, family);
    data.time = time.report;
    data.time_parameters = time.model->parameters();
    fitted.time = std::move(time.model);
    models_->reports.push_back(time.report);
    if (has_power) {
      SelectedModel power = fit(type, "power", power_forms(), folds, &Observation::watts, family);
      data.power = power.report;
      data.power_parameters = power.model->parameters();
      fitted.power = std::move(power.model);
      models_->reports.push_back(power.report);
    }
    models_->data.push_back(std::move(data));
  }
}

Predictor::Predictor(std::vector<OfType> data) : models_{std::make_unique<Models>()} {
  for (const OfType& of_type : data) {
    Models::Fitted& fitted = models_->of(of_type.type);
    fitted.range = of_type.range;
    fitted.time = restored(time_forms(), of_type.time.form, of_type.time_parameters);
    models_->reports.push_back(of_type.time);
    if (of_type.power) {
      fitted.power = restored(power_forms(), of_type.power->form, of_type.power_parameters);
      models_->reports.push_back(*of_type.power);
    }
  }
  models_->data = std::move(data);
}

Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;
Predictor::~Predictor() = default;

LayerCost Predictor::predict(const Layer& layer, int items) const {
  CUTPOINT_EXPECTS(covers(layer.type));
  const Models::Fitted& fitted = models_->for_type(layer.type);
  if (fitted.time == nullptr) {
    return {};
  }
  const LayerFeatures features = features_of(layer, items);
  const double watts = fitted.power ? fitted.power->predict(features) : std::nan("");
  return {.time = Seconds{fitted.time->predict(features)}, .power = Watts{watts}};
}

bool Predictor::covers(LayerType type) const {
  return models_->for_type(type).time != nullptr || type == LayerType::Dropout;
}

bool Predictor::knows_power(LayerType type) const {
  const Models::Fitted& fitted = models_->for_type(type);
  return fitted.power != nullptr || fitted.time == nullptr;
}

bool Predictor::extrapolates(const Layer& layer, int items) const {
  constexpr double kSlack = 1.05;  // a twentieth beyond the range is no extrapolation yet
  const Models::Fitted& fitted = models_->for_type(layer.type);
  const LayerFeatures features = features_of(layer, items);
  const double bytes = bytes_of(features);
  const MeasuredRange& range = fitted.range;
  return fitted.time != nullptr &&
         (features.flop * kSlack < range.least_flop ||
          features.flop > range.greatest_flop * kSlack || bytes * kSlack < range.least_bytes ||
          bytes > range.greatest_bytes * kSlack);
}

const FitReport& Predictor::time_report(LayerType type) const {
  const auto of_time = [&](LayerType wanted) {
    return std::ranges::find_if(models_->reports, [wanted](const FitReport& report) {
      return report.layer_type == wanted && report.quantity == "time";
    });
  };
  auto found = of_time(type);
  if (found == models_->reports.end() && type == LayerType::Opaque) {
    found = of_time(LayerType::Copy);
  }
  CUTPOINT_EXPECTS(found != models_->reports.end());
  return *found;
}

std::span<const FitReport> Predictor::reports() const { return models_->reports; }

std::span<const Predictor::OfType> Predictor::data() const { return models_->data; }

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
