// The states of a phone's radio between transfers, and what they cost.
//
// An idle radio is promoted before it can send or receive; after a transfer it stays connected for
// its tail, in one phase or two, before it is idle again (Huang et al., MobiSys 2012). A transfer
// that begins within the tail cuts it short and needs no promotion. Assumption A11b.
//
// Tails given back. The tail after a transfer costs E(T), where T is its length and E(u) the energy
// of its first u, the integral of its power. But how much of it elapses is known only when the next
// transfer begins, u after the last one ended. No event waits for that moment. Instead a transfer
// is charged the whole tail, E(T), as soon as it is booked, and the next transfer gives back what
// did not elapse, E(T) - E(min(u, T)), to the same query. Over transfers with pauses u_1, u_2, …
// the sum is that of E(min(u_i, T)), which is exact but for the last tail of each radio in a run:
// that one stays whole.
#pragma once

#include <array>

#include "base/units.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

/// The lengths of promotion and tail and the powers drawn in them. A phase of length 0 does not
/// occur.
struct RadioStates {
  struct Phase {
    Duration length{};
    Watts power;  // above the phone's idle
  };
  Phase promotion;
  std::array<Phase, 2> tail;

  [[nodiscard]] Joules promotion_energy() const {
    return promotion.power * Seconds{promotion.length};
  }
  [[nodiscard]] Duration tail_length() const { return tail[0].length + tail[1].length; }
  /// The energy of the tail's first `elapsed`, or of the whole tail if that is shorter. Requires:
  /// elapsed >= 0.
  [[nodiscard]] Joules tail_energy(Duration elapsed) const;
  [[nodiscard]] Joules tail_energy() const { return tail_energy(tail_length()); }
};

/// The link's constants of radio states, lengths rounded to whole nanoseconds.
[[nodiscard]] RadioStates radio_states(const Link& link);

/// When a radio was last in use, from which its state at any later time follows. Whoever begins a
/// transfer counts the whole tail that will follow it, and takes back what the last one did not
/// have.
class Radio {
 public:
  /// What the beginning of a transfer means for its start and for the energy of the transfer
  /// before.
  struct Start {
    Duration promotion{};  // until it can send or receive
    Joules saved_tail;     // the last transfer's tail that will not elapse, counted before
  };

  /// What it means to begin a transfer at `at`, which may lie within another transfer. Changes
  /// nothing: use_until() says that the radio is used.
  [[nodiscard]] Start start(const RadioStates& states, TimePoint at) const;

  /// A transfer ends at that time, which may be to come.
  void use_until(TimePoint end) {
    last_use_ = has_been_used_ && end < last_use_ ? last_use_ : end;
    has_been_used_ = true;
  }

 private:
  TimePoint last_use_{};
  bool has_been_used_ = false;
};

}  // namespace cutpoint
