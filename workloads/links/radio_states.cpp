#include "workloads/links/radio_states.hpp"

#include <algorithm>

#include "base/contract.hpp"

namespace cutpoint {

Joules RadioStates::tail_energy(Duration elapsed) const {
  CUTPOINT_EXPECTS(elapsed >= Duration::zero());

  const Duration first = std::min(elapsed, tail[0].length);
  const Duration second = std::min(elapsed - first, tail[1].length);
  return tail[0].power * Seconds{first} + tail[1].power * Seconds{second};
}

RadioStates radio_states(const Link& link) {
  const auto phase = [](const Constant<Seconds>& length, const Constant<Watts>& power) {
    return RadioStates::Phase{.length = to_duration(length.value), .power = power.value};
  };
  return {.promotion = phase(link.promotion_time, link.promotion_power),
          .tail = {phase(link.tail_time, link.tail_power),
                   phase(link.second_tail_time, link.second_tail_power)}};
}

Radio::Start Radio::start(const RadioStates& states, TimePoint at) const {
  if (!has_been_used_) {
    return {.promotion = states.promotion.length, .saved_tail = Joules{}};
  }
  const Duration unused = std::max(Duration::zero(), at - last_use_);
  if (unused > states.tail_length()) {
    return {.promotion = states.promotion.length, .saved_tail = Joules{}};
  }
  return {.promotion = Duration::zero(),
          .saved_tail = states.tail_energy() - states.tail_energy(unused)};
}

}  // namespace cutpoint
