// How good predictions are, and what their errors cost: layers and networks predicted against
// measured ones, and cuts chosen by predictions judged by the actual costs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "predictor/device_file.hpp"
#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {

/// A network measured layer by layer, beside its prediction. Layers that were not measured, or
/// whose type the device does not know, are in neither sum.
struct NetworkAccuracy {
  std::string network;
  int items = 1;
  int threads = 1;
  std::size_t layers = 0;
  std::size_t extrapolated = 0;  // layers beyond what the device was fitted to
  Seconds measured{};
  Seconds predicted{};
  double median_error = 0.0;  // over the layers, absolute, relative to the measured time
};

/// Compares measured networks with their predictions, by network, items and threads in the order of
/// the rows. Rows without a network are left out. O(rows).
[[nodiscard]] std::vector<NetworkAccuracy> network_accuracy(const FittedDevice& device,
                                                            const Profile& measured);

/// A decision to be judged.
struct DecisionCase {
  CostTable actual;
  CostTable predicted;
  Belief belief;
};

/// How decisions for one objective compare with the best that were possible.
struct DecisionQuality {
  std::size_t cases = 0;
  std::size_t optimal = 0;    // cases in which no cut is better than the chosen one
  double gain = 1.0;          // cost of cloud-only / of the chosen cut, geometric mean
  double optimal_gain = 1.0;  // cost of cloud-only / of the best cut, geometric mean
  double mean_regret = 0.0;   // cost of the chosen cut less that of the best, in s or J
};

/// Chooses a cut by the predicted costs of each case and judges it by the actual ones. O(cases x
/// cuts). Requires: at least one case; every predicted table has as many cuts as the actual one.
[[nodiscard]] DecisionQuality judge_decisions(std::span<const DecisionCase> cases,
                                              Objective objective);

/// The paper's 48 configurations: eight networks, the TK1's CPU and its GPU, three links, before
/// the K40. Predicted as `settings` say; actual costs with what no predictor knows of them, or
/// without (docs/model.md, A7a). Fits three predictors.
[[nodiscard]] std::vector<DecisionCase> paper_decisions(const PredictionSettings& settings,
                                                        bool with_misfit);

/// The networks of the zoo that were measured whole, of layers that the device knows, with it as
/// the phone, with the K40 as the server, over the same three links. For latency only: they have no
/// power.
[[nodiscard]] std::vector<DecisionCase> measured_decisions(const FittedDevice& device,
                                                           const Profile& measured);

}  // namespace cutpoint
