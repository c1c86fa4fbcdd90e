#include "fleet/clients/clients.hpp"

#include <numeric>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {

Duration Client::phase(Duration period) const {
  const auto nanoseconds = static_cast<std::uint64_t>(period.count());
  const std::uint64_t phase = wide_product(std::uint64_t{ping_phase} << 32U, nanoseconds).high;
  return Duration{static_cast<Duration::rep>(phase)};
}

void Client::learn_rate(Duration planned, Duration taken, double weight) {
  if (taken > Duration::zero()) {
    const double seen = Seconds{planned} / Seconds{taken};
    rate_share += static_cast<float>(weight * (seen - static_cast<double>(rate_share)));
  }
}

Clients::Clients(const FleetSettings& settings, const FleetPlan& plan) : settings_{settings} {
  clients_.reserve(
      std::accumulate(plan.class_sizes.begin(), plan.class_sizes.end(), std::size_t{0}));
  for (std::uint32_t c = 0; c < plan.class_sizes.size(); ++c) {
    for (std::uint32_t i = 0; i < plan.class_sizes[c]; ++i) {
      CounterStream phases{
          {settings.seed, settings.replication, clients_.size(), Purpose::PingPhase}};
      clients_.push_back(
          {.ping_phase = static_cast<std::uint32_t>(phases.bits() >> 32U), .class_index = c});
    }
  }
  CUTPOINT_EXPECTS(!clients_.empty());
}

}  // namespace cutpoint
