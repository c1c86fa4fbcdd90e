#include "fleet/clients/best_in_truth.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace cutpoint {
namespace {

/// The latency and energy that a cut comes to, as far as the future is known.
struct Outcome {
  Seconds latency{};
  Joules energy;
};

/// By how much an outcome misses the bound of the objective, in J or s; 0 without a bound.
double excess_of(const Objective& objective, const Outcome& outcome) {
  if (objective.energy_bound) {
    return std::max(0.0, (outcome.energy - *objective.energy_bound).value());
  }
  return objective.latency_bound
             ? std::max(0.0, (outcome.latency - *objective.latency_bound).count())
             : 0.0;
}

/// Begins a transfer of a radio whose energy is added up; returns when it really begins.
TimePoint begin_transfer(const std::optional<RadioStates>& states,
                         const Radio& radio,
                         TimePoint at,
                         Joules& energy) {
  if (!states) {
    return at;
  }
  const auto [promotion, saved_tail] = radio.start(*states, at);
  energy += states->tail_energy() - saved_tail;
  if (promotion > Duration::zero()) {
    energy += states->promotion_energy();
  }
  return clock_sum(at, promotion);
}

/// Looks ahead at the life of a query that is cut there and decided at that time.
Outcome outcome_of(const FleetPlan& plan,
                   std::uint32_t number,
                   const Links& links,
                   const ClientLink& link,
                   Seconds remote_overhead,
                   TimePoint now,
                   Duration overhead) {
  const CutPlan& cut = plan.cuts[number];
  const CutBytes& bytes = plan.bytes[number];
  const Network& network = link.network;
  Joules energy = cut.mobile_energy;
  TimePoint done = clock_sum(now, overhead + cut.phone_run);
  if (cut.remote) {
    Radio radio = link.radio != nullptr ? *link.radio : Radio{};
    done = begin_transfer(network.radio, radio, done, energy);
    const Duration upload = links.transfer_time(network, link.client, bytes.upload, done);
    done = clock_sum(done, upload);
    radio.use_until(done);
    done = clock_sum(clock_sum(done, to_clock_duration(remote_overhead)), cut.server_run);
    Duration download{};
    if (bytes.result.value() > 0.0) {
      done = begin_transfer(network.radio, radio, done, energy);
      download = links.transfer_time(network, link.client, bytes.result, done);
      done = clock_sum(done, download);
    }
    energy += plan.powers[number].upload * Seconds{upload - cut.airtime} +
              download_power(network) * Seconds{download - cut.download};
  }
  return {.latency = done - now, .energy = energy};
}

}  // namespace

CutId best_in_truth(const FleetPlan& plan,
                    const DnnPlan& dnn,
                    const Links& links,
                    const ClientLink& link,
                    const Belief& truth,
                    TimePoint now,
                    Duration overhead) {
  const Weights weights = weights_of(dnn.objective, truth.charge);
  CutId best = 0;
  double best_excess = std::numeric_limits<double>::infinity();
  double best_cost = best_excess;
  for (CutId i = 0; i < dnn.cut_count; ++i) {
    const Outcome outcome =
        outcome_of(plan, dnn.first_cut + i, links, link, truth.remote_overhead, now, overhead);
    const double excess = excess_of(dnn.objective, outcome);
    const double cost =
        weights.second * outcome.latency.count() + weights.joule * outcome.energy.value();
    if (excess < best_excess || (excess == best_excess && cost < best_cost)) {
      best = i;
      best_excess = excess;
      best_cost = cost;
    }
  }
  return best;
}

}  // namespace cutpoint
