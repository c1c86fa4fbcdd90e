// One partitioning decision in full: every cut with what the client believes and what is true.
#pragma once

#include <string>
#include <vector>

#include "experiments/runner/fleet_assembly.hpp"

namespace cutpoint {

struct ExplainRequest {
  const Application* application = nullptr;
  QueryType query;
  Processor mobile;
  Processor server;
  Link link;
  double load_level = 1.0;  // K >= 1
  NetworkAccounting accounting;
};

struct ExplainedCost {
  Seconds latency{};
  Joules energy;  // of the phone, above idle
};

struct ExplainedCut {
  std::size_t index = 0;
  std::string after;  // "input" or the last layer on the phone
  Bytes upload;
  ExplainedCost predicted;  // as the partitioner sees it: no round trip, no download
  ExplainedCost actual;
  Seconds mobile_time{};  // the parts of the actual latency
  Seconds upload_time{};
  Seconds server_time{};
  Seconds download_time{};
};

struct Explanation {
  std::vector<ExplainedCut> cuts;
  // Indices into cuts.
  CutId chosen_latency = 0;
  CutId chosen_energy = 0;
  CutId optimal_latency = 0;
  CutId optimal_energy = 0;
};

/// Requires: a load level of at least 1.
[[nodiscard]] Explanation explain(const ExplainRequest& request);

}  // namespace cutpoint
