#include "predictor/device_file.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace cutpoint {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cutpoint device";
constexpr int kVersion = 1;

// The errors of a report by their keys in JSON: one table for both directions.
struct ReportField {
  const char* key;
  double FitReport::*value;
};
constexpr std::array kReportFields{
    ReportField{"mape", &FitReport::held_out_mape},
    ReportField{"median", &FitReport::held_out_median},
    ReportField{"p90", &FitReport::held_out_p90},
    ReportField{"worst", &FitReport::held_out_worst},
    ReportField{"bias", &FitReport::held_out_bias},
    ReportField{"r_squared", &FitReport::held_out_r_squared},
    ReportField{"paper_mape", &FitReport::paper_held_out_mape},
};

/// A number as JSON, which has neither infinity nor NaN; both become null.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json model_json(const FitReport& report, const std::vector<ModelParameter>& parameters) {
  Json json{{"form", report.form}, {"parameters", Json::object()}, {"held_out", Json::object()}};
  for (const ModelParameter& parameter : parameters) {
    json["parameters"][parameter.name] = parameter.value;
  }
  for (const ReportField& field : kReportFields) {
    json["held_out"][field.key] = number(report.*field.value);
  }
  json["rows"] = report.rows;
  json["folds"] = report.folds;
  json["condition_number"] = number(report.condition_number);
  json["rank_deficient"] = report.rank_deficient;
  return json;
}

struct Model {
  FitReport report;
  std::vector<ModelParameter> parameters;
};

/// The model of one quantity. Throws the library's exceptions for what is missing or of another
/// type; read_device() turns them into InputError.
Model model_of(const Json& json, LayerType type, const char* quantity) {
  Model model;
  FitReport& report = model.report;
  report.layer_type = type;
  report.quantity = quantity;
  report.form = json.at("form");
  for (const auto& [name, value] : json.at("parameters").items()) {
    model.parameters.push_back({name, value.get<double>()});
  }
  const auto number_or_nan = [](const Json& value) {
    return value.is_null() ? std::nan("") : value.get<double>();
  };
  for (const ReportField& field : kReportFields) {
    report.*field.value = number_or_nan(json.at("held_out").at(field.key));
  }
  report.rows = json.at("rows");
  report.folds = json.at("folds");
  report.condition_number = number_or_nan(json.at("condition_number"));
  report.rank_deficient = json.at("rank_deficient");
  return model;
}

Predictor::OfType type_models(const Json& json) {
  Predictor::OfType models;
  models.type = find_layer_type(json.at("layer_type").get<std::string>());
  const Json& range = json.at("range");
  models.range = {.least_flop = range.at("flop").at(0),
                  .greatest_flop = range.at("flop").at(1),
                  .least_bytes = range.at("bytes").at(0),
                  .greatest_bytes = range.at("bytes").at(1)};
  Model time = model_of(json.at("time"), models.type, "time");
  models.time = std::move(time.report);
  models.time_parameters = std::move(time.parameters);
  if (!json.at("power").is_null()) {
    Model power = model_of(json.at("power"), models.type, "power");
    models.power = std::move(power.report);
    models.power_parameters = std::move(power.parameters);
  }
  return models;
}

std::shared_ptr<const FittedDevice> device_of(const Json& json) {
  if (json.at("format") != kFormat || json.at("version") != kVersion) {
    throw InputError{{}, "not a device file of version 1; cutpoint fit writes them"};
  }
  const Json& about = json.at("profile");
  ProfileMetadata metadata{.device = about.at("device"),
                           .library = about.at("library"),
                           .versions = about.at("versions"),
                           .date = about.at("date")};
  std::vector<Predictor::OfType> models;
  for (const Json& of_type : json.at("models")) {
    models.push_back(type_models(of_type));
  }
  return std::make_shared<FittedDevice>(std::move(metadata), Predictor{std::move(models)});
}

/// The misfit of a fitted device: the coefficient of variation of a factor with the mean absolute
/// error m that the models of time had for layers held out, weighted by their rows. A normal error
/// of standard deviation s has the mean absolute value s sqrt(2 / pi), so the misfit is m sqrt(pi /
/// 2).
double misfit_of(const FittedDevice& device) {
  double errors = 0.0;
  double rows = 0.0;
  for (const Predictor::OfType& models : device.predictor().data()) {
    errors += static_cast<double>(models.time.rows) * models.time.held_out_mape;
    rows += static_cast<double>(models.time.rows);
  }
  return rows > 0.0 ? std::sqrt(std::numbers::pi / 2.0) * errors / rows : 0.0;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
  throw InputError{{.path = path.string()}, reason};
}

}  // namespace

std::shared_ptr<const FittedDevice> fit_device(const Profile& profile,
                                               const std::filesystem::path& path) {
  try {
    return std::make_shared<FittedDevice>(profile.metadata, Predictor{rows_of(profile)});
  } catch (const InputError& error) {
    refuse(path, error.message());
  }
}

std::string device_text(const FittedDevice& device) {
  const ProfileMetadata& about = device.metadata();
  Json json{{"format", kFormat},
            {"version", kVersion},
            {"profile",
             {{"device", about.device},
              {"library", about.library},
              {"versions", about.versions},
              {"date", about.date}}},
            {"models", Json::array()}};
  for (const Predictor::OfType& models : device.predictor().data()) {
    const MeasuredRange& range = models.range;
    json["models"].push_back(
        {{"layer_type", to_string(models.type)},
         {"range",
          {{"flop", {range.least_flop, range.greatest_flop}},
           {"bytes", {range.least_bytes, range.greatest_bytes}}}},
         {"time", model_json(models.time, models.time_parameters)},
         {"power",
          models.power ? model_json(*models.power, models.power_parameters) : Json(nullptr)}});
  }
  return json.dump(2) + '\n';
}

Processor read_device(const InputFile& file, const std::string& name) {
  try {
    Processor processor;
    processor.name = name;
    const auto device = device_of(Json::parse(file.bytes));
    processor.layer_misfit = {
        misfit_of(*device), Evidence::Calibrated, "held-out errors of the device's own models"};
    processor.measured = device;
    return processor;
  } catch (const InputError& error) {
    refuse(file.path, error.message());
  } catch (const nlohmann::json::exception& error) {
    refuse(file.path, std::string{"not a device file: "} + error.what());
  }
}

}  // namespace cutpoint
