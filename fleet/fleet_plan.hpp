// What a fleet run looks up for every query, worked out before the first event.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fleet/fleet_settings.hpp"

namespace cutpoint {

/// The actual cost of one cut in one class, in the engine's terms. One cache line.
struct alignas(64) CutPlan {
  Duration phone_run{};
  Duration airtime{};     // time of sending, which occupies the uplink
  Duration round_trip{};  // does not occupy the uplink
  Duration server_run{};
  Duration download{};
  Joules mobile_energy;
  Joules server_energy;  // above idle power
  bool remote = false;   // whether anything runs on a server

  /// The part of the latency that does not depend on who else is there.
  [[nodiscard]] Duration fixed() const {
    return phone_run + airtime + round_trip + server_run + download;
  }
};

/// What a cut draws above idle while it computes or sends, for what takes longer than planned.
struct CutPowers {
  Watts phone;
  Watts upload;
  Watts server;
};

/// What a cut sends, in the uplink's bytes: a result counts as much as what the uplink carries in
/// the time that it takes.
struct CutBytes {
  Bytes upload;
  Bytes result;
};

/// What a cut really costs one class by its decider's objective, in s or J, while the pool is idle.
struct ExpectedCost {
  double value = 0.0;
  bool waits = false;  // whether the wait for the pool adds to it
};

/// One application as it is installed on one class of clients.
struct DnnPlan {
  const Decider* decider = nullptr;
  Knowledge knowledge = Knowledge::Predicted;
  std::uint32_t first_cut = 0;  // index of the first of its cuts in FleetPlan::cuts
  std::uint32_t cut_count = 0;
  CutId idle_cut = 0;  // chosen while the pool is idle, if neither draws nor batteries decide
  // The next two are over all cuts that may be chosen while the pool is idle.
  bool reaches_servers_when_idle = false;
  Duration slowest_when_idle{};
  Belief idle_belief{};  // exact network, idle pool
  bool draws = false;
  Objective objective;
  // The last two are the least expected costs of the alternatives that wait for the pool and of
  // those that do not; infinite if there is no such cut.
  double least_waiting = 0.0;
  double least_independent = 0.0;
};

/// Draws applications in proportion to their weights.
class Mix {
 public:
  /// Requires: at least one weight, all > 0.
  explicit Mix(const std::vector<double>& weights);

  /// The application that a number `u`, uniform on (0, 1), stands for. O(weights).
  [[nodiscard]] std::uint32_t pick(double u) const;

 private:
  std::vector<double> cumulative_;  // normalized; the last is 1
};

/// The state of charge of a client's phone.
[[nodiscard]] double battery_charge(const FleetSettings& settings, std::uint64_t client);

/// What a run looks up, by class, application and cut. `settings` must outlive the plan.
struct FleetPlan {
  explicit FleetPlan(const FleetSettings& settings);

  [[nodiscard]] const DnnPlan& dnn(std::size_t class_index, std::size_t application) const {
    return dnns[class_index * applications + application];
  }

  std::vector<std::uint32_t> class_sizes;  // clients of each class
  std::size_t applications = 0;
  std::vector<DnnPlan> dnns;           // class by class
  std::vector<CutPlan> cuts;           // those of dnns[0], of dnns[1], …, then of background_mix
  std::vector<CutPowers> powers;       // in the order of cuts
  std::vector<CutBytes> bytes;         // for the clients' cuts
  std::vector<ExpectedCost> expected;  // for the clients' cuts
  Mix mix;
  std::optional<Mix> background_mix;
  std::uint32_t first_background_cut = 0;  // one cut for each of its applications

 private:
  void add_background(const FleetSettings& settings);
  /// Fills in what may be chosen while the pool is idle. O(clients) if each has a charge of its
  /// own.
  void look_at_idle_cuts(DnnPlan& plan,
                         const FleetSettings& settings,
                         std::uint64_t first_client,
                         std::uint32_t clients) const;
};

}  // namespace cutpoint
