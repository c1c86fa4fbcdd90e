// The clients' radios, of links whose radios have states, and who pays for their tails.
//
// Whoever begins a transfer counts the whole tail that is to follow it; the next transfer of the
// same radio gives back what did not come of that tail, and gives it back to the query that paid.
// So every joule is accounted for once, at the moment of a transfer, and no event is needed at the
// end of a tail. Assumption A11b.
#pragma once

#include <cstdint>
#include <vector>

#include "fleet/fleet_settings.hpp"
#include "fleet/query.hpp"

namespace cutpoint {

/// What beginning a transfer means for the energy of a phone.
struct RadioBill {
  Joules saved_tail;                    // the last transfer's tail that will not elapse
  std::uint32_t saved_for = kNoRecord;  // the record of the query that paid for it
  Joules energy;                        // this transfer's promotion and whole tail
};

/// The radios of all clients, with the query that pays for the tail of each.
class Radios {
 public:
  /// Takes memory for the clients' radios only if any has states.
  Radios(const FleetSettings& settings, std::size_t clients);

  struct Start {
    TimePoint at{};
    RadioBill bill{};
  };
  /// A transfer may begin at that time: says when it does. `record` is that of its query, to which
  /// what its tail saves is given back. Requires: the client's radio has states. O(1).
  [[nodiscard]] Start start(const RadioStates& states,
                            std::uint32_t client,
                            TimePoint at,
                            std::uint32_t record);

  /// A transfer ends at that time, which may be to come.
  void use_until(std::uint32_t client, TimePoint end) { radios_[client].radio.use_until(end); }

  /// The client's radio as it is now, to look ahead with.
  [[nodiscard]] const Radio& of(std::uint32_t client) const { return radios_[client].radio; }

 private:
  struct RadioUse {
    Radio radio;
    std::uint32_t record = kNoRecord;  // that of the query that pays for the tail
  };
  std::vector<RadioUse> radios_;  // by client
};

}  // namespace cutpoint
