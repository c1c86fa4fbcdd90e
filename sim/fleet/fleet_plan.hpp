// What a fleet run looks up for every query, worked out before the first event.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fleet/fleet_settings.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint {

/// The actual cost of one cut in one class, in the engine's terms.
struct CutPlan {
  Duration phone_run{};
  Duration airtime{};     // occupies the uplink
  Duration round_trip{};  // does not
  Duration server_run{};
  Duration download{};
  Joules mobile_energy;
  Joules server_energy;  // above idle
  bool remote = false;   // whether anything runs on a server
};

/// One application as installed on one class.
struct DnnPlan {
  std::vector<CutPlan> cuts;
  std::uint32_t first_cut = 0;  // of its cuts in the flattened counts of FleetBatch::cuts
};

/// Draws applications in proportion to their weights.
class Mix {
 public:
  /// Requires: at least one weight, all > 0.
  explicit Mix(const std::vector<double>& weights);

  /// O(weights).
  [[nodiscard]] std::uint32_t draw(RandomStream& stream) const;

 private:
  std::vector<double> cumulative_;  // normalized; the last is 1
};

struct FleetPlan {
  explicit FleetPlan(const FleetSettings& settings);

  /// The class of a client: clients are numbered class after class.
  [[nodiscard]] std::uint32_t class_of(std::uint32_t client) const;

  std::vector<std::uint32_t> class_end;    // one past the last client of each class
  std::vector<std::vector<DnnPlan>> dnns;  // by class and application
  std::vector<Belief> idle_belief;         // by class: exact network, idle pool
  Mix mix;
  std::uint32_t clients = 0;
  std::uint32_t cut_count = 0;  // length of the flattened cut counts
};

/// The cut that a class chooses while the pool is idle.
[[nodiscard]] CutId idle_decision(const FleetSettings& settings,
                                  const FleetPlan& plan,
                                  std::uint32_t class_index,
                                  std::uint32_t application);

}  // namespace cutpoint
