// Links whose rates vary, and radios with states: the part of FleetModel that knows the truth about
// them. Assumptions A11a and A11b.
#include <algorithm>
#include <limits>

#include "base/contract.hpp"
#include "fleet/fleet_model.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {
namespace {

// A rate of 0 would make an upload cost infinitely much, and all cuts that upload equally bad.
constexpr BytesPerSecond kLeastBelieved{1.0};

}  // namespace

FleetModel::Place FleetModel::place_of(std::uint32_t client) const {
  const auto& varying = network_of(client).varying;
  if (!varying || varying->is_in_phase) {
    return {.rate = varying ? &*varying : nullptr};
  }
  CounterStream offsets{{settings_.seed, settings_.replication, client, Purpose::LinkOffset}};
  const auto period = static_cast<std::uint64_t>(varying->trace->period().count());
  const std::uint64_t offset = wide_product(offsets.bits(), period).high;
  return {.rate = &*varying, .offset = Duration{static_cast<Duration::rep>(offset)}};
}

/// How long a transfer takes that starts then, in the uplink's bytes.
Duration FleetModel::transfer_time(std::uint32_t client, Bytes amount, TimePoint start) const {
  const Place place = place_of(client);
  if (place.rate == nullptr) {
    const Network& network = network_of(client);
    return to_duration(amount / network.uplink);
  }
  // The trace repeats itself, so only the place within its period counts.
  const RateTrace& trace = *place.rate->trace;
  const Duration at = start.time_since_epoch() % trace.period() + place.offset;
  return trace.finish(at, amount) - at;
}

BytesPerSecond FleetModel::true_uplink(std::uint32_t client, TimePoint now) const {
  const Place place = place_of(client);
  return place.rate == nullptr ? network_of(client).uplink
                               : place.rate->trace->rate(now.time_since_epoch() + place.offset);
}

/// What a client makes of a rate that varies; with it goes the power of sending.
void FleetModel::believe_rate(Belief& belief, std::uint32_t client, TimePoint now) const {
  const Place place = place_of(client);
  if (place.rate == nullptr) {
    return;
  }
  const Network& network = network_of(client);
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

namespace {

/// What a cut comes to, as far as the future is known.
struct Outcome {
  Seconds latency{};
  Joules energy;
};

/// By how much the bound is missed.
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

}  // namespace

/// The cut that really costs least, as far as the future is known: the rates of the link and the
/// states of the radio are, and the work ahead in the pool at this moment; the lines before phone
/// and uplink are not counted. With a bound, as best_cut() has it. O(cuts log trace).
std::uint32_t FleetModel::best_in_truth(const DnnPlan& dnn,
                                        std::uint32_t client,
                                        const Belief& truth,
                                        TimePoint now) const {
  const Network& network = network_of(client);
  const Weights weights = weights_of(dnn.objective, truth.charge);
  std::uint32_t best = 0;
  double best_excess = std::numeric_limits<double>::infinity();
  double best_cost = best_excess;
  for (std::uint32_t i = 0; i < dnn.cut_count; ++i) {
    const CutPlan& cut = plan_.cuts[dnn.first_cut + i];
    const CutBytes& bytes = plan_.bytes[dnn.first_cut + i];
    Joules energy = cut.mobile_energy;
    TimePoint done = clock_sum(now, settings_.decision_overhead + cut.phone_run);
    if (cut.remote) {
      Radio radio = network.radio ? radios_[client].radio : Radio{};
      done = begin_transfer(network.radio, radio, done, energy);
      const Duration upload = transfer_time(client, bytes.upload, done);
      done = clock_sum(done, upload);
      radio.use_until(done);
      done = clock_sum(clock_sum(done, to_clock_duration(truth.remote_overhead)), cut.server_run);
      Duration download{};
      if (bytes.result.value() > 0.0) {
        done = begin_transfer(network.radio, radio, done, energy);
        download = transfer_time(client, bytes.result, done);
        done = clock_sum(done, download);
      }
      energy += plan_.powers[dnn.first_cut + i].upload * Seconds{upload - cut.airtime} +
                download_power(client) * Seconds{download - cut.download};
    }
    const Outcome outcome{.latency = done - now, .energy = energy};
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

void FleetModel::prepare_links() {
  bool has_states = false;
  for (const ClientClass& client_class : settings_.classes) {
    CUTPOINT_EXPECTS(!client_class.network.varying || settings_.link_jitter == 0.0);
    has_states = has_states || client_class.network.radio.has_value();
  }
  if (has_states) {
    radios_.resize(clients_.size());
  }
}

/// An upload may begin at that time: returns when it does, and works out how long it takes.
TimePoint FleetModel::begin_upload(std::uint32_t number, TimePoint at) {
  Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  const TimePoint start = wake_radio(number, at);
  const Bytes amount = plan_.bytes[query.cut].upload;
  query.deviations.upload += transfer_time(query.client, amount, start) - cut.airtime;
  if (network_of(query.client).radio) {
    radios_[query.client].radio.use_until(clock_sum(start, cut.airtime + query.deviations.upload));
  }
  return start;
}

/// A transfer of the query may begin at that time: returns when it does, and accounts for what the
/// radio costs before and after it. The tail is counted whole; the next transfer takes back, from
/// the same query, what did not come of it.
TimePoint FleetModel::wake_radio(std::uint32_t number, TimePoint at) {
  const std::uint32_t client = queries_[number].client;
  const std::optional<RadioStates>& states = network_of(client).radio;
  if (!states) {
    return at;
  }
  RadioUse& use = radios_[client];
  const Radio::Start start = use.radio.start(*states, at);
  open_.mobile_energy += -1.0 * start.saved_tail;
  if (use.record != kNone) {
    records_[use.record].mobile_energy += -1.0 * start.saved_tail;
  }
  const bool is_promoted = start.promotion > Duration::zero();
  add_mobile_energy(number,
                    states->tail_energy() + (is_promoted ? states->promotion_energy() : Joules{}));
  use.record = record_numbers_.empty() ? kNone : record_numbers_[number];
  return at + start.promotion;
}

void FleetModel::add_mobile_energy(std::uint32_t number, Joules energy) {
  open_.mobile_energy += energy;
  if (QueryRecord* const record = record_of(number)) {
    record->mobile_energy += energy;
  }
}

Watts FleetModel::download_power(std::uint32_t client) const {
  const Network& network = network_of(client);
  return network.varying ? network.varying->download_power_base : network.download_power;
}

/// How long a result is under way that leaves the servers now; accounts for the energy that this
/// takes besides what is planned.
Duration FleetModel::download(std::uint32_t number, TimePoint now) {
  const Query& query = queries_[number];
  const Bytes amount = plan_.bytes[query.cut].result;
  if (amount.value() == 0.0) {
    return {};
  }
  const TimePoint start = wake_radio(number, now);
  const Duration taken = transfer_time(query.client, amount, start);
  if (network_of(query.client).radio) {
    radios_[query.client].radio.use_until(clock_sum(start, taken));
  }
  add_mobile_energy(number, download_power(query.client) * Seconds{taken - cut_of(query).download});
  return start + taken - now;
}

}  // namespace cutpoint
