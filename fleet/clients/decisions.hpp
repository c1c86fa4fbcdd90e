// How a client decides where to cut its next query: what it asks for, what it believes, and what
// its policy makes of that.
//
// Policies that may know only predictions are told what the client believes: the load level that it
// last heard of, the rate that it last saw, probed or is told of, the charge of its battery.
// Policies that may know the truth are told the truth at this moment; where links change, what is
// best in truth is not a matter of one rate, and is looked for cut by cut (best_in_truth()).
#pragma once

#include <cstdint>

#include "fleet/clients/clients.hpp"
#include "fleet/datacenter/data_center.hpp"
#include "fleet/fleet_plan.hpp"
#include "fleet/links/links.hpp"
#include "fleet/links/radios.hpp"

namespace cutpoint {

/// What a client has decided, and on what grounds.
struct Choice {
  const DnnPlan* dnn = nullptr;
  std::uint32_t application = 0;
  std::uint32_t cut = 0;  // into FleetPlan::cuts
  Belief belief{};
};

class Decisions {
 public:
  /// All that they look at must outlive them.
  Decisions(const FleetSettings& settings,
            const FleetPlan& plan,
            const Clients& clients,
            const Links& links,
            const Radios& radios,
            const DataCenter& data_center);

  /// The decision of a client for its next query, which it issues now. `client` is the client of
  /// that number. O(what its policy takes), for truth about changing links O(cuts log trace).
  [[nodiscard]] Choice decide(Client& client, std::uint32_t number, TimePoint now) const;

  /// The same as if nobody else were there: the cut alone. Of a backlogged source.
  [[nodiscard]] std::uint32_t decide_when_idle(Client& client, std::uint32_t number) const;

 private:
  /// Draws the client's next application from its own stream, and what else its policy needs.
  void draw(Choice& choice, Client& client, std::uint32_t number) const;
  /// Fills in the load and the rate that the client believes in.
  void believe(Belief& belief, const Client& client, std::uint32_t number, TimePoint now) const;
  /// The same of a rate that varies; with it goes the power of sending.
  void believe_rate(Belief& belief,
                    const Client& client,
                    std::uint32_t number,
                    TimePoint now) const;

  const FleetSettings& settings_;
  const FleetPlan& plan_;
  const Clients& clients_;
  const Links& links_;
  const Radios& radios_;
  const DataCenter& data_center_;
};

}  // namespace cutpoint
