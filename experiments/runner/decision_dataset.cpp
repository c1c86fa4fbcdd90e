#include "experiments/runner/decision_dataset.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace cutpoint {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A number that a cut has.
struct CutQuantity {
  const char* name;
  const char* unit;
  const char* what;
  double (*of)(const ExplainedCut& cut);
};

constexpr std::array kQuantities{
    CutQuantity{
        "latency", "s", "latency", [](const ExplainedCut& c) { return c.actual.latency.count(); }},
    CutQuantity{"energy",
                "J",
                "energy of the phone",
                [](const ExplainedCut& c) { return c.actual.energy.value(); }},
    CutQuantity{"predicted_latency",
                "s",
                "latency that the client expects",
                [](const ExplainedCut& c) { return c.predicted.latency.count(); }},
    CutQuantity{"predicted_energy",
                "J",
                "energy that the client expects",
                [](const ExplainedCut& c) { return c.predicted.energy.value(); }},
    CutQuantity{"mobile_time",
                "s",
                "time on the phone",
                [](const ExplainedCut& c) { return c.mobile_time.count(); }},
    CutQuantity{"upload_time",
                "s",
                "time of the upload",
                [](const ExplainedCut& c) { return c.upload_time.count(); }},
    CutQuantity{"server_time",
                "s",
                "time on the server",
                [](const ExplainedCut& c) { return c.server_time.count(); }},
    CutQuantity{"download_time",
                "s",
                "time of the download",
                [](const ExplainedCut& c) { return c.download_time.count(); }},
    CutQuantity{"upload_bytes",
                "B",
                "what is uploaded",
                [](const ExplainedCut& c) { return c.upload.value(); }},
};

/// Labels of an application's cuts between layers, which are the same at every point.
std::vector<std::string> labels_of(const ScenarioResult& result, std::size_t application) {
  std::vector<std::string> labels;
  for (const PointResult& point : result.points) {
    if (point.decisions && labels.empty()) {
      for (const ExplainedCut& cut : (*point.decisions)[application].cuts) {
        labels.push_back(cut.after);
      }
    }
  }
  return labels;
}

}  // namespace

void add_decisions(Dataset& dataset,
                   const std::vector<std::string>& axes,
                   const Scenario& scenario,
                   const ScenarioResult& result) {
  const std::vector<MixEntry>& mix = scenario.points.front().queries.mix;
  std::vector<std::string> applications;
  std::vector<std::vector<std::string>> labels;
  std::size_t cuts = 1;
  for (std::size_t a = 0; a < mix.size(); ++a) {
    applications.push_back(mix[a].application->name);
    labels.push_back(labels_of(result, a));
    cuts = std::max(cuts, labels.back().size());
  }
  std::vector<double> numbers(cuts);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  dataset.dimensions.push_back({"application", applications, "", "network that a query asks for"});
  dataset.dimensions.push_back({"cut", numbers, "", "layers on the phone"});

  std::vector<std::string> chosen = axes;
  chosen.emplace_back("application");
  std::vector<std::string> every = chosen;
  every.emplace_back("cut");
  const std::size_t queries = result.points.size() * mix.size();
  const auto query = [&](std::size_t i) {
    const PointResult& point = result.points[i / mix.size()];
    return point.decisions ? &(*point.decisions)[i % mix.size()] : nullptr;
  };
  for (const CutQuantity& quantity : kQuantities) {
    std::vector<double> of_chosen(queries, kNaN);
    std::vector<double> of_every(queries * cuts, kNaN);
    for (std::size_t i = 0; i < queries; ++i) {
      if (const DecidedQuery* decided = query(i)) {
        of_chosen[i] = quantity.of(decided->chosen);
        for (std::size_t cut = 0; cut < decided->cuts.size(); ++cut) {
          of_every[i * cuts + cut] = quantity.of(decided->cuts[cut]);
        }
      }
    }
    const std::string name = quantity.name;
    const std::string what = quantity.what;
    dataset.variables.push_back(
        {name, chosen, std::move(of_chosen), quantity.unit, what + " with the policy's cut"});
    dataset.variables.push_back({"cut_" + name,
                                 every,
                                 std::move(of_every),
                                 quantity.unit,
                                 what + " with each cut between layers"});
  }
  std::vector<std::string> chosen_labels(queries);
  for (std::size_t i = 0; i < queries; ++i) {
    if (const DecidedQuery* decided = query(i)) {
      chosen_labels[i] = decided->chosen.after;
    }
  }
  dataset.variables.push_back(
      {"chosen_cut", chosen, std::move(chosen_labels), "", "what the policy's cut uploads"});
  std::vector<std::string> all_labels;
  for (const std::vector<std::string>& of_application : labels) {
    all_labels.insert(all_labels.end(), of_application.begin(), of_application.end());
    all_labels.resize(all_labels.size() + cuts - of_application.size());
  }
  dataset.variables.push_back({"cut_label",
                               {"application", "cut"},
                               std::move(all_labels),
                               "",
                               "what is uploaded; of the last cut nothing"});
}

}  // namespace cutpoint
