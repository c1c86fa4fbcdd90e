// The phones of an experiment: section [clients].
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "fleet/fleet_settings.hpp"
#include "partitioner/policy.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

/// Which parts of the network time are counted beyond size / bandwidth. The paper counts none.
struct NetworkAccounting {
  bool round_trip = false;
  bool download = false;
  bool radio_states = false;  // promotions and tails of the radio
};

/// Which costs a policy that predicts is given.
enum class BelievedCosts : std::uint8_t {
  Best,      // of the form that predicts best, layer type by layer type
  Paper,     // of the paper's best form
  Physical,  // of our best form
  Exact,     // the actual ones; the load level and the rate are still only believed
};

/// How well clients predict.
struct PredictionSettings {
  BelievedCosts costs = BelievedCosts::Best;
  double profile_noise = 0.02;  // coefficient of variation of what predictors are fitted to
  double bias = 0.0;            // relative, of predicted times on the phone; above -1
  double noise = 0.0;           // coefficient of variation by which predicted times are off
};

/// How runs and uploads vary from query to query, and what clients know of it.
struct VariationSettings {
  double jitter = 0.0;       // coefficient of variation of runs on phone and server
  double link_jitter = 0.0;  // likewise of the rates of uploads
  RateBelief rate_belief = RateBelief::Exact;
  double estimator_weight = 0.25;  // of the newest upload in the rate believed, if averaged
  Seconds probe_period{1.0};       // if probed
};

struct ClientSettings {
  std::uint32_t count = 1000;
  Link link;
  Processor cpu;           // of the clients without a usable GPU
  Processor gpu;           // of the share `gpu_share` of the clients
  double gpu_share = 1.0;  // 0 … 1
  const Policy* policy = nullptr;
  Objective objective;
  std::optional<double> charge{};  // of all batteries, 0 … 1; none: spread evenly
  BytesPerSecond threshold{1e6};   // of policy threshold
  std::map<std::string, std::string> static_cuts{};  // of policy static: layers by application
  Seconds ping_period{1.0};
  Seconds ping_delay{0.05};
  LoadForm load_form = LoadForm::Slowdown;
  Seconds decision_overhead{};  // from a query's arrival to the choice of its cut
  NetworkAccounting accounting;
  bool idle_power =
      false;  // whether queries pay for the board's idle power while it works for them
  PredictionSettings prediction;
  VariationSettings variation;
};

}  // namespace cutpoint
