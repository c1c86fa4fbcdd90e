// The cut that is really best for a client whose link changes.
#pragma once

#include <cstdint>

#include "fleet/fleet_plan.hpp"
#include "fleet/links/links.hpp"

namespace cutpoint {

/// A client's link at the moment of its decision.
struct ClientLink {
  const Network& network;
  std::uint32_t client;
  const Radio* radio;  // null if it has no states
};

/// The cut that really costs least, as far as the future is known: the rates of the link and the
/// states of the radio are, and the work ahead in the pool at this moment (`truth` has it as the
/// overhead of what runs there); the lines before phone and uplink are not counted. The query
/// arrives now, and is decided `overhead` later. With a bound, as best_cut() has it. Returns the
/// cut's place among those of `dnn`. O(cuts log trace).
[[nodiscard]] CutId best_in_truth(const FleetPlan& plan,
                                  const DnnPlan& dnn,
                                  const Links& links,
                                  const ClientLink& link,
                                  const Belief& truth,
                                  TimePoint now,
                                  Duration overhead);

}  // namespace cutpoint
