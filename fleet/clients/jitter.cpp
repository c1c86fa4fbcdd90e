#include "fleet/clients/jitter.hpp"

#include "sim/random/counter_stream.hpp"

namespace cutpoint {
namespace {

// The places in a stream between two queries. A normal number takes one draw, or with 1 % two more
// each time that the ziggurat refuses; so far apart, two queries hardly ever share a draw.
constexpr std::uint64_t kPlacesPerQuery = 8;

Duration stretch(Duration planned, double factor) {
  return to_duration(factor * Seconds{planned}) - planned;
}

}  // namespace

Jitter::Jitter(const FleetSettings& settings)
    : seed_{settings.seed},
      replication_{settings.replication},
      run_variation_{settings.jitter},
      link_variation_{settings.link_jitter},
      run_{settings.jitter},
      rate_{settings.link_jitter} {}

double Jitter::factor(const LognormalFactor& law,
                      Purpose purpose,
                      std::uint32_t client,
                      std::uint32_t query) const {
  CounterStream stream{{seed_, replication_, client, purpose}, kPlacesPerQuery * query};
  return law.draw(stream);
}

Deviations Jitter::draw(const CutPlan& plan, std::uint32_t client, std::uint32_t query) const {
  Deviations deviations;
  if (run_variation_ > 0.0) {
    if (plan.phone_run > Duration::zero()) {
      deviations.phone_run =
          stretch(plan.phone_run, factor(run_, Purpose::PhoneJitter, client, query));
    }
    if (plan.remote) {
      deviations.server_run =
          stretch(plan.server_run, factor(run_, Purpose::ServerJitter, client, query));
    }
  }
  if (link_variation_ > 0.0 && plan.remote) {
    deviations.upload =
        stretch(plan.airtime, 1.0 / factor(rate_, Purpose::LinkJitter, client, query));
  }
  return deviations;
}

}  // namespace cutpoint
