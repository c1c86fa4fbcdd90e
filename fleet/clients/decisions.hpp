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
  std::uint32_t cut = 0;  // an index into FleetPlan::cuts
  Belief belief{};
};

/// Makes the decisions of all clients. It looks at the other parts of the fleet and changes none.
class Decisions {
 public:
  /// All parts that decisions look at must outlive them.
  Decisions(const FleetSettings& settings,
            const FleetPlan& plan,
            const Clients& clients,
            const Links& links,
            const Radios& radios,
            const DataCenter& data_center);

  /// The decision of a client for its next query, which it issues now. `client` is the client of
  /// that number. O(what its policy takes), for truth about changing links O(cuts log trace).
  [[nodiscard]] Choice decide(Client& client, std::uint32_t number, TimePoint now) const;

  /// The cut that a client decides for if nobody else is there, as a backlogged source asks for it.
  [[nodiscard]] std::uint32_t decide_when_idle(Client& client, std::uint32_t number) const;

 private:
  /// Draws the client's next application from its own stream, and what else its policy needs.
  void draw(Choice& choice, Client& client, std::uint32_t number) const;
  /// Fills in the load and the rate that the client believes in.
  void believe(Belief& belief, const Client& client, std::uint32_t number, TimePoint now) const;
  /// Fills in what the client believes of a rate that varies (assumption A11a). The power of
  /// sending goes with the rate.
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
