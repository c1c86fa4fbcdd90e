#include "fleet/links/links.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {

Links::Links(const FleetSettings& settings)
    : settings_{settings},
      change_{settings.source == SourceKind::Open &&
              std::ranges::any_of(settings.classes, [](const ClientClass& client_class) {
                return client_class.network.varying || client_class.network.radio;
              })} {
  for (const ClientClass& client_class : settings.classes) {
    CUTPOINT_EXPECTS(!change_ || !client_class.network.varying || settings.link_jitter == 0.0);
  }
}

Duration Links::offset(const VaryingRate& varying, std::uint32_t client) const {
  if (varying.is_in_phase) {
    return {};
  }
  CounterStream offsets{{settings_.seed, settings_.replication, client, Purpose::LinkOffset}};
  const auto period = static_cast<std::uint64_t>(varying.trace->period().count());
  const std::uint64_t offset = wide_product(offsets.bits(), period).high;
  return Duration{static_cast<Duration::rep>(offset)};
}

BytesPerSecond Links::uplink(const Network& network, std::uint32_t client, TimePoint now) const {
  return network.varying ? network.varying->trace->rate(now.time_since_epoch() +
                                                        offset(*network.varying, client))
                         : network.uplink;
}

Duration Links::transfer_time(const Network& network,
                              std::uint32_t client,
                              Bytes amount,
                              TimePoint start) const {
  if (!network.varying) {
    return to_duration(amount / network.uplink);
  }
  // The trace repeats itself, so only the place within its period counts.
  const RateTrace& trace = *network.varying->trace;
  const Duration at = start.time_since_epoch() % trace.period() + offset(*network.varying, client);
  return trace.finish(at, amount) - at;
}

}  // namespace cutpoint
