#include "cli/accuracy_report.hpp"

#include <array>

#include <fmt/core.h>

#include "cli/format.hpp"
#include "cli/json.hpp"
#include "runner/answers/accuracy.hpp"

namespace cutpoint {
namespace {

std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

Json report_json(const FitReport& report) {
  return {{"layer_type", to_string(report.layer_type)},
          {"quantity", report.quantity},
          {"form", report.form},
          {"rows", report.rows},
          {"folds", report.folds},
          {"median", number_or_null(report.held_out_median)},
          {"p90", number_or_null(report.held_out_p90)},
          {"mape", number_or_null(report.held_out_mape)},
          {"bias", number_or_null(report.held_out_bias)},
          {"worst", number_or_null(report.held_out_worst)},
          {"r_squared", number_or_null(report.held_out_r_squared)},
          {"paper_mape", number_or_null(report.paper_held_out_mape)},
          {"condition_number", number_or_null(report.condition_number)},
          {"rank_deficient", report.rank_deficient}};
}

/// An empty table of fitted models. The columns `labels` come first, and say whose models they are.
TextTable model_table(std::vector<std::string> labels) {
  std::vector<std::string> header = std::move(labels);
  const std::size_t text_columns = header.size() + 3;
  for (const char* name : {"layer type",
                           "of",
                           "form",
                           "rows",
                           "median",
                           "p90",
                           "bias",
                           "worst",
                           "R²",
                           "paper's MAPE",
                           "MAPE",
                           "condition"}) {
    header.emplace_back(name);
  }
  return TextTable{std::move(header), text_columns};
}

void add_model(TextTable& table, std::vector<std::string> labels, const FitReport& report) {
  std::vector<std::string> cells = std::move(labels);
  for (std::string cell :
       {std::string{to_string(report.layer_type)},
        report.quantity,
        report.form,
        std::to_string(report.rows),
        percent(report.held_out_median),
        percent(report.held_out_p90),
        percent(report.held_out_bias),
        percent(report.held_out_worst),
        fmt::format("{:.3f}", report.held_out_r_squared),
        percent(report.paper_held_out_mape),
        percent(report.held_out_mape),
        fmt::format(
            "{:.3g}{}", report.condition_number, report.rank_deficient ? " (deficient)" : "")}) {
    cells.push_back(std::move(cell));
  }
  table.add(std::move(cells));
}

constexpr const char* kModelsTitle =
    "Held-out errors, relative to what was measured; all rows of a layer are held out together:";

Json network_json(const NetworkAccuracy& network) {
  return {{"network", network.network},
          {"items", network.items},
          {"threads", network.threads},
          {"layers", network.layers},
          {"extrapolated", network.extrapolated},
          {"measured", network.measured.count()},
          {"predicted", network.predicted.count()},
          {"error", network.predicted / network.measured - 1.0},
          {"median_layer_error", network.median_error}};
}

void print_networks(const std::vector<NetworkAccuracy>& networks) {
  TextTable table{{"network",
                   "items",
                   "threads",
                   "layers",
                   "beyond the profile",
                   "measured",
                   "predicted",
                   "error",
                   "median layer error"}};
  for (const NetworkAccuracy& network : networks) {
    table.add({network.network,
               std::to_string(network.items),
               std::to_string(network.threads),
               std::to_string(network.layers),
               std::to_string(network.extrapolated),
               format_quantity(network.measured.count(), "s"),
               format_quantity(network.predicted.count(), "s"),
               percent(network.predicted / network.measured - 1.0),
               percent(network.median_error)});
  }
  fmt::print(
      "\nNetworks, measured layer by layer (of the rows that the device was fitted to, unless "
      "--against "
      "names others):\n\n{}",
      table.text());
}

Json decisions_json(const DecisionQuality& quality, const Objective& objective) {
  return {{"objective", objective.kind == Objective::Latency ? "latency" : "energy"},
          {"cases", quality.cases},
          {"optimal", quality.optimal},
          {"gain", quality.gain},
          {"optimal_gain", quality.optimal_gain},
          {"share_of_optimal_gain", quality.gain / quality.optimal_gain},
          {"mean_regret", quality.mean_regret}};
}

std::vector<std::string> decision_cells(const DecisionQuality& quality,
                                        const Objective& objective) {
  return {fmt::format("{} of {}", quality.optimal, quality.cases),
          fmt::format("{:.3f}", quality.gain),
          fmt::format("{:.3f}", quality.optimal_gain),
          percent(quality.gain / quality.optimal_gain),
          format_quantity(quality.mean_regret, objective.kind == Objective::Latency ? "s" : "J")};
}

constexpr std::array kDecisionHeader{
    "best cut chosen", "gain", "best gain", "share", "mean regret"};
constexpr const char* kDecisionsTitle =
    "\nCuts chosen by the predictions; the gain is the cost of cloud-only over that of the cut "
    "(geometric mean):\n\n";

/// The report of a device as JSON: its models, the networks and decisions that were measured, and
/// each row beside its prediction.
Json accuracy_json(const FittedDevice& device,
                   const Profile& measured,
                   const std::vector<NetworkAccuracy>& networks,
                   const std::vector<DecisionCase>& cases) {
  Json json{{"device", device.metadata().device},
            {"models", Json::array()},
            {"networks", Json::array()},
            {"decisions", Json::array()},
            {"rows", Json::array()}};
  for (const FitReport& report : device.predictor().reports()) {
    json["models"].push_back(report_json(report));
  }
  for (const NetworkAccuracy& network : networks) {
    json["networks"].push_back(network_json(network));
  }
  if (!cases.empty()) {
    json["decisions"].push_back(
        decisions_json(judge_decisions(cases, Objective::Latency), Objective::Latency));
  }
  for (const MeasuredRow& row : measured.rows) {
    if (device.covers(row.row.layer.type)) {
      json["rows"].push_back(
          {{"layer_type", to_string(row.row.layer.type)},
           {"network", row.network},
           {"layer", row.row.layer.name},
           {"measured", row.row.time.count()},
           {"predicted", device.cost(row.row.layer, row.row.items).time.count()}});
    }
  }
  return json;
}

}  // namespace

void print_accuracy_report(const FittedDevice& device, const Profile& measured, bool as_json) {
  const std::vector<NetworkAccuracy> networks = network_accuracy(device, measured);
  const std::vector<DecisionCase> cases = measured_decisions(device, measured);
  if (as_json) {
    fmt::print("{}\n", text_of(accuracy_json(device, measured, networks, cases)));
    return;
  }
  TextTable table = model_table({});
  for (const FitReport& report : device.predictor().reports()) {
    add_model(table, {}, report);
  }
  fmt::print("{}\n\n{}", kModelsTitle, table.text());
  if (!networks.empty()) {
    print_networks(networks);
  }
  if (!cases.empty()) {
    TextTable decisions{{kDecisionHeader.begin(), kDecisionHeader.end()}, 0};
    decisions.add(decision_cells(judge_decisions(cases, Objective::Latency), Objective::Latency));
    fmt::print("{}{}", kDecisionsTitle, decisions.text());
  }
}

namespace {

/// The models of the built-in processors, as a table and as JSON.
struct Fits {
  TextTable table;
  Json json;
};

Fits built_in_fits() {
  Fits fits{model_table({"processor"}), Json::array()};
  for (const Processor& processor : built_in_processors()) {
    PredictorSet predictors;
    predictors.install(processor);
    for (const FitReport& report : predictors.of(processor).reports()) {
      Json model{{"processor", processor.name}};
      model.update(report_json(report));
      fits.json.push_back(std::move(model));
      add_model(fits.table, {processor.name}, report);
    }
  }
  return fits;
}

struct Forms {
  const char* name;
  BelievedCosts costs;
};
constexpr std::array kForms{Forms{"best", BelievedCosts::Best},
                            Forms{"paper", BelievedCosts::Paper},
                            Forms{"physical", BelievedCosts::Physical}};

/// Adds the decisions of every family of forms.
void add_decisions(TextTable& table, Json& json, bool with_misfit) {
  for (const auto& [name, costs] : kForms) {
    const std::vector<DecisionCase> cases = paper_decisions({.costs = costs}, with_misfit);
    for (const Objective objective :
         {Objective{Objective::Latency}, Objective{Objective::Energy}}) {
      const DecisionQuality quality = judge_decisions(cases, objective);
      Json entry = decisions_json(quality, objective);
      entry["forms"] = name;
      entry["misfit"] = with_misfit;
      json.push_back(std::move(entry));
      std::vector<std::string> cells = decision_cells(quality, objective);
      cells.insert(cells.begin(),
                   {with_misfit ? "with misfit" : "bare rooflines",
                    name,
                    objective.kind == Objective::Latency ? "latency" : "energy"});
      table.add(std::move(cells));
    }
  }
}

}  // namespace

void print_built_in_fits(bool as_json) {
  const Fits fits = built_in_fits();
  fmt::print("{}", as_json ? text_of(fits.json) + "\n" : fits.table.text());
}

void print_simulated_report(bool as_json) {
  Fits fits = built_in_fits();
  Json json{{"models", std::move(fits.json)}, {"decisions", Json::array()}};
  std::vector<std::string> header{"actual costs", "forms", "objective"};
  header.insert(header.end(), kDecisionHeader.begin(), kDecisionHeader.end());
  TextTable decisions{std::move(header), 3};
  for (const bool with_misfit : {true, false}) {
    add_decisions(decisions, json["decisions"], with_misfit);
  }
  if (as_json) {
    fmt::print("{}\n", text_of(json));
  } else {
    fmt::print("{}\n\n{}{}{}", kModelsTitle, fits.table.text(), kDecisionsTitle, decisions.text());
  }
}

}  // namespace cutpoint
