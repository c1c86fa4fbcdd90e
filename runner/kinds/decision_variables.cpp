#include "runner/kinds/decision_variables.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace cutpoint {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A number that every cut has, as a variable of results files.
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

/// The queries of all points, each point's in the order of the mix. Queries of points that were not
/// run are null.
using Queries = std::vector<const DecidedQuery*>;

Queries queries_of(std::span<const PointResult> results, std::size_t applications) {
  Queries queries;
  for (const PointResult& point : results) {
    const auto* decisions = std::get_if<DecisionResult>(&point.outcome);
    for (std::size_t a = 0; a < applications; ++a) {
      queries.push_back(decisions != nullptr ? &(*decisions)[a] : nullptr);
    }
  }
  return queries;
}

using Names = std::vector<std::string>;

/// Adds a number of the policy's cut over the dimensions `chosen`, and of all cuts over `every`.
void add_quantity(Dataset& dataset,
                  const CutQuantity& quantity,
                  const Queries& queries,
                  std::size_t cuts,
                  const Names& chosen,
                  const Names& every) {
  std::vector<double> of_chosen(queries.size(), kNaN);
  std::vector<double> of_every(queries.size() * cuts, kNaN);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (const DecidedQuery* query = queries[i]) {
      of_chosen[i] = quantity.of(query->chosen);
      for (std::size_t cut = 0; cut < query->cuts.size(); ++cut) {
        of_every[i * cuts + cut] = quantity.of(query->cuts[cut]);
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

/// Names of the cuts between layers, which are the same at every point; empty beyond the last.
Names cut_labels(const Queries& queries, std::size_t applications, std::size_t cuts) {
  Names labels(applications * cuts);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    for (std::size_t cut = 0; queries[i] != nullptr && cut < queries[i]->cuts.size(); ++cut) {
      labels[(i % applications) * cuts + cut] = queries[i]->cuts[cut].after;
    }
  }
  return labels;
}

}  // namespace

void add_decisions(ResultVariables& variables) {
  Dataset& dataset = variables.dataset();
  Names applications;
  std::size_t cuts = 1;
  for (const MixEntry& entry : world_of(variables.scenario().points.front())->queries.mix) {
    applications.push_back(entry.application->name);
    cuts = std::max(cuts, entry.application->build().layers().size() + 1);
  }
  std::vector<double> numbers(cuts);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  dataset.dimensions.push_back({"application", applications, "", "network that a query asks for"});
  dataset.dimensions.push_back({"cut", numbers, "", "layers on the phone"});

  Names chosen = variables.axes();
  chosen.emplace_back("application");
  Names every = chosen;
  every.emplace_back("cut");
  const Queries queries = queries_of(variables.results(), applications.size());
  for (const CutQuantity& quantity : kQuantities) {
    add_quantity(dataset, quantity, queries, cuts, chosen, every);
  }
  Names chosen_cuts;
  for (const DecidedQuery* query : queries) {
    chosen_cuts.push_back(query != nullptr ? query->chosen.after : "");
  }
  dataset.variables.push_back(
      {"chosen_cut", chosen, std::move(chosen_cuts), "", "what the policy's cut uploads"});
  dataset.variables.push_back({"cut_label",
                               {"application", "cut"},
                               cut_labels(queries, applications.size(), cuts),
                               "",
                               "what is uploaded; of the last cut nothing"});
}

}  // namespace cutpoint
