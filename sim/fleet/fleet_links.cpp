// Links whose rates vary: the part of FleetModel that knows the truth about them. Assumption A11a.
#include <algorithm>
#include <limits>

#include "sim/fleet/fleet_model.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {
namespace {

// A rate of 0 would make an upload cost infinitely much, and all cuts that upload equally bad.
constexpr BytesPerSecond kLeastBelieved{1.0};

}  // namespace

FleetModel::Place FleetModel::place_of(std::uint32_t client) const {
  const auto& varying = settings_.classes[clients_[client].class_index].network.varying;
  if (!varying || varying->is_in_phase) {
    return {.rate = varying ? &*varying : nullptr};
  }
  CounterStream offsets{{settings_.seed, settings_.replication, client, Purpose::LinkOffset}};
  const auto period = static_cast<std::uint64_t>(varying->trace->period().count());
  const std::uint64_t offset = wide_product(offsets.bits(), period).high;
  return {.rate = &*varying, .offset = Duration{static_cast<Duration::rep>(offset)}};
}

/// How long a transfer takes that starts then, in the uplink's bytes. Requires: a varying link.
Duration FleetModel::transfer_time(std::uint32_t client, Bytes amount, TimePoint start) const {
  const Place place = place_of(client);
  if (place.rate == nullptr) {
    const Network& network = settings_.classes[clients_[client].class_index].network;
    return to_duration(amount / network.uplink);
  }
  const Duration at = start.time_since_epoch() + place.offset;
  return place.rate->trace->finish(at, amount) - at;
}

BytesPerSecond FleetModel::true_uplink(std::uint32_t client, TimePoint now) const {
  const Place place = place_of(client);
  return place.rate == nullptr ? settings_.classes[clients_[client].class_index].network.uplink
                               : place.rate->trace->rate(now.time_since_epoch() + place.offset);
}

/// What a client makes of a rate that varies; with it goes the power of sending.
void FleetModel::believe_rate(Belief& belief, std::uint32_t client, TimePoint now) const {
  const Place place = place_of(client);
  if (place.rate == nullptr) {
    return;
  }
  const Network& network = settings_.classes[clients_[client].class_index].network;
  const Watts base = place.rate->upload_power_base;
  if (settings_.rate_belief == RateBelief::Exact) {
    belief.uplink = true_uplink(client, now);
  } else if (settings_.rate_belief == RateBelief::Probed) {
    const Duration phase = phase_of(clients_[client].ping_phase, settings_.probe_period);
    const Duration since =
        (now.time_since_epoch() + settings_.probe_period - phase) % settings_.probe_period;
    const TimePoint start{};
    belief.uplink = true_uplink(client, std::max(start, now - since));
  }
  belief.uplink = std::max(belief.uplink, kLeastBelieved);
  belief.upload_power = (belief.uplink / network.uplink) * (network.upload_power - base) + base;
}

/// The cut that really costs least, as far as the future is known: the rates of the link are, and
/// the work ahead in the pool at this moment; the lines before phone and uplink are not counted.
/// With a bound, as best_cut() has it. O(cuts log trace).
std::uint32_t FleetModel::best_in_truth(const DnnPlan& dnn,
                                        std::uint32_t client,
                                        const Belief& truth,
                                        TimePoint now) const {
  const Weights weights = weights_of(dnn.objective, truth.charge);
  std::uint32_t best = 0;
  double best_excess = std::numeric_limits<double>::infinity();
  double best_cost = best_excess;
  for (std::uint32_t i = 0; i < dnn.cut_count; ++i) {
    const CutPlan& cut = plan_.cuts[dnn.first_cut + i];
    const CutBytes& bytes = plan_.bytes[dnn.first_cut + i];
    const CutPowers& powers = plan_.powers[dnn.first_cut + i];
    const TimePoint ready = now + settings_.decision_overhead + cut.phone_run;
    TimePoint done = ready;
    Joules energy = cut.mobile_energy;
    if (cut.remote) {
      const Duration upload = transfer_time(client, bytes.upload, ready);
      done += upload + to_duration(truth.remote_overhead) + cut.server_run;
      const Duration download = transfer_time(client, bytes.result, done);
      done += download;
      energy += powers.upload * Seconds{upload - cut.airtime} +
                download_power(client) * Seconds{download - cut.download};
    }
    const Seconds latency{done - now};
    const Objective& objective = dnn.objective;
    double excess = 0.0;
    if (objective.energy_bound) {
      excess = std::max(0.0, (energy - *objective.energy_bound).value());
    } else if (objective.latency_bound) {
      excess = std::max(0.0, (latency - *objective.latency_bound).count());
    }
    const double cost = weights.second * latency.count() + weights.joule * energy.value();
    if (excess < best_excess || (excess == best_excess && cost < best_cost)) {
      best = i;
      best_excess = excess;
      best_cost = cost;
    }
  }
  return best;
}

Watts FleetModel::download_power(std::uint32_t client) const {
  const Network& network = settings_.classes[clients_[client].class_index].network;
  return network.varying ? network.varying->download_power_base : network.download_power;
}

/// How long a result is under way that leaves the servers now; accounts for the energy that this
/// takes besides what is planned.
Duration FleetModel::download(std::uint32_t number, TimePoint now) {
  const Query& query = queries_[number];
  const Duration taken = transfer_time(query.client, plan_.bytes[query.cut].result, now);
  const Joules extra = download_power(query.client) * Seconds{taken - cut_of(query).download};
  open_.mobile_energy += extra;
  if (QueryRecord* const record = record_of(number)) {
    record->mobile_energy += extra;
  }
  return taken;
}

}  // namespace cutpoint
