// A scenario's results as labeled arrays, ready for the HDF5 file (docs/results-schema.md).
#pragma once

#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

struct RunContext {
  std::string command_line;
  unsigned jobs = 1;              // threads, or processes that simulated
  std::vector<Attribute> host{};  // host_provenance() as the run began
  double run_seconds = 0.0;       // that all runs took, wherever and whenever
};

[[nodiscard]] Dataset to_dataset(const Scenario& scenario,
                                 const ScenarioResult& result,
                                 const RunContext& context);

/// How often a point's queries were cut where: one entry per application and cut that occurred.
struct CutShare {
  std::size_t application;  // position in the point's mix
  std::string label;        // of the cut: cut_label()
  double share;             // of the application's queries, all client classes together
};
/// Requires: a fleet was run.
[[nodiscard]] std::vector<CutShare> cut_shares(const PointResult& result);

/// Sixteen hexadecimal digits.
[[nodiscard]] std::string fingerprint_text(std::uint64_t fingerprint);

}  // namespace cutpoint
