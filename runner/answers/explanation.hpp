// One partitioning decision in full: every cut with what the client believes and what is true.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runner/kinds/cut_explainer.hpp"
#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

/// One query: its network, the two processors, the link, and the load level that the client
/// believes.
struct ExplainRequest {
  std::shared_ptr<const Application> application;  // one from a file has no other owner
  QueryType query;
  Processor mobile;
  Processor server;
  Link link;
  double load_level = 1.0;  // K >= 1
  NetworkAccounting accounting;
};

/// How the times of one type of layers are predicted.
struct ExplainedModel {
  LayerType type = LayerType::Relu;
  FitReport phone;
  FitReport server;
};

/// Every cut with its believed and actual costs, and which of them is chosen and which is the best.
struct Explanation {
  bool is_chain = true;
  std::vector<ExplainedCut> cuts;  // between layers in topological order
  // The cuts that the policy min_cut chooses by predicted costs. For a chain they are among the
  // cuts above.
  ExplainedCut min_cut_latency;
  ExplainedCut min_cut_energy;
  // The Pareto-optimal cuts by predicted costs: no other known cut is better in one of latency and
  // energy and as good in the other. They are in ascending order of latency. Known are the cuts
  // above and, for a graph, the minimum cuts for weighted sums. There are none if the phone's power
  // is not known.
  std::vector<ExplainedCut> pareto;
  std::vector<ExplainedModel> models;  // one per type, in the order of the network's layers
  // Layers beyond what the processor was profiled with: their predictions are guesses.
  std::vector<std::string> extrapolated_on_phone;
  std::vector<std::string> extrapolated_on_server;
  // The last four are indices into cuts: what the policy neurosurgeon chooses, and what would
  // really be the best.
  bool knows_energy = true;  // if not, what is said of energy means nothing
  CutId chosen_latency = 0;
  CutId chosen_energy = 0;
  CutId optimal_latency = 0;
  CutId optimal_energy = 0;
};

/// Works out every cut of one query. Throws: InputError if a measured processor lacks a type of
/// layer. Requires: a load level of at least 1.
[[nodiscard]] Explanation explain(const ExplainRequest& request);

}  // namespace cutpoint
