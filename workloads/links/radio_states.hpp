// The states of a phone's radio between transfers, and what they cost.
//
// An idle radio is promoted before it can send or receive; after a transfer it stays connected for
// its tail, in one phase or two, before it is idle again (Huang et al., MobiSys 2012). A transfer
// that begins within the tail cuts it short and needs no promotion.
#pragma once

#include <array>

#include "base/units.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

struct RadioStates {
  struct Phase {
    Duration length{};
    Watts power;  // above idle
  };
  Phase promotion;
  std::array<Phase, 2> tail;

  [[nodiscard]] Joules promotion_energy() const {
    return promotion.power * Seconds{promotion.length};
  }
  [[nodiscard]] Duration tail_length() const { return tail[0].length + tail[1].length; }
  /// Of the tail's first `elapsed`; of the whole tail if that is longer. Requires: elapsed >= 0.
  [[nodiscard]] Joules tail_energy(Duration elapsed) const;
  [[nodiscard]] Joules tail_energy() const { return tail_energy(tail_length()); }
};

[[nodiscard]] RadioStates radio_states(const Link& link);

/// When a radio was last in use, from which its state at any later time follows. Whoever begins a
/// transfer counts the whole tail that will follow it, and takes back what the last one did not
/// have.
class Radio {
 public:
  /// What beginning a transfer means.
  struct Start {
    Duration promotion{};  // until it can send or receive
    Joules saved_tail;     // of the last transfer's tail, which was counted whole
  };

  /// A transfer is to begin at that time; it may while others are in hand.
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
