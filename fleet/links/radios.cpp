#include "fleet/links/radios.hpp"

#include <algorithm>

namespace cutpoint {

Radios::Radios(const FleetSettings& settings, std::size_t clients) {
  if (settings.source == SourceKind::Open &&
      std::ranges::any_of(settings.classes, [](const ClientClass& client_class) {
        return client_class.network.radio.has_value();
      })) {
    radios_.resize(clients);
  }
}

Radios::Start Radios::start(const RadioStates& states,
                            std::uint32_t client,
                            TimePoint at,
                            std::uint32_t record) {
  RadioUse& use = radios_[client];
  const Radio::Start start = use.radio.start(states, at);
  const bool is_promoted = start.promotion > Duration::zero();
  const RadioBill bill{
      .saved_tail = start.saved_tail,
      .saved_for = use.record,
      .energy = states.tail_energy() + (is_promoted ? states.promotion_energy() : Joules{})};
  use.record = record;
  return {.at = at + start.promotion, .bill = bill};
}

}  // namespace cutpoint
