#include "fleet/clients/decisions.hpp"

#include <algorithm>

#include "fleet/clients/best_in_truth.hpp"
#include "sim/random/counter_stream.hpp"

namespace cutpoint {
namespace {

// The least rate that a client believes in. A rate of 0 would make an upload cost infinitely much,
// and all cuts that upload equally bad.
constexpr BytesPerSecond kLeastBelieved{1.0};

}  // namespace

Decisions::Decisions(const FleetSettings& settings,
                     const FleetPlan& plan,
                     const Clients& clients,
                     const Links& links,
                     const Radios& radios,
                     const DataCenter& data_center)
    : settings_{settings},
      plan_{plan},
      clients_{clients},
      links_{links},
      radios_{radios},
      data_center_{data_center} {}

inline void Decisions::draw(Choice& choice, Client& client, std::uint32_t number) const {
  CounterStream stream{{settings_.seed, settings_.replication, number, Purpose::Application},
                       client.queries++};
  choice.application = plan_.mix.pick(stream.uniform());
  const DnnPlan& dnn = plan_.dnn(client.class_index, choice.application);
  choice.dnn = &dnn;
  choice.belief = dnn.idle_belief;
  if (dnn.draws) {
    choice.belief.draw =
        CounterStream{{settings_.seed, settings_.replication, number, Purpose::Decision},
                      client.queries}
            .uniform();
  }
  if (dnn.objective.kind == Objective::Battery) {
    choice.belief.charge = battery_charge(settings_, number);  // assumption A13b
  }
}

std::uint32_t Decisions::decide_when_idle(Client& client, std::uint32_t number) const {
  Choice choice;
  draw(choice, client, number);
  const DnnPlan& dnn = *choice.dnn;
  return dnn.first_cut + (dnn.draws || dnn.objective.kind == Objective::Battery
                              ? dnn.decider->decide(choice.belief)
                              : dnn.idle_cut);
}

Choice Decisions::decide(Client& client, std::uint32_t number, TimePoint now) const {
  Choice choice;
  draw(choice, client, number);
  const DnnPlan& dnn = *choice.dnn;
  Belief& belief = choice.belief;
  const bool knows_truth = dnn.knowledge == Knowledge::Actual;
  if (knows_truth) {
    // The truth about the pool is no slowdown, but the work that is ahead in it.
    belief.remote_overhead += data_center_.expected_wait(now).seconds();
  } else {
    believe(belief, client, number, now);
  }
  if (knows_truth && links_.change()) [[unlikely]] {
    const Network& network = clients_.network(number);
    const Radio* const radio = network.radio ? &radios_.of(number) : nullptr;
    choice.cut = best_in_truth(
        plan_, dnn, links_, {network, number, radio}, belief, now, settings_.decision_overhead);
  } else {
    choice.cut = dnn.decider->decide(belief);
  }
  choice.cut += dnn.first_cut;
  return choice;
}

inline void Decisions::believe(Belief& belief,
                               const Client& client,
                               std::uint32_t number,
                               TimePoint now) const {
  const PoolLoad load = data_center_.heard(now, client.phase(data_center_.period()));
  if (settings_.load_form == LoadForm::Slowdown) {
    belief.load_level = load.slowdown;
  } else {
    belief.remote_overhead += load.wait;
  }
  belief.uplink = static_cast<double>(client.rate_share) * belief.uplink;
  if (links_.change()) [[unlikely]] {
    believe_rate(belief, client, number, now);
  }
}

void Decisions::believe_rate(Belief& belief,
                             const Client& client,
                             std::uint32_t number,
                             TimePoint now) const {
  const Network& network = clients_.network(number);
  if (!network.varying) {
    return;
  }
  const Watts base = network.varying->upload_power_base;
  if (settings_.rate_belief == RateBelief::Exact) {
    belief.uplink = links_.uplink(network, number, now);
  } else if (settings_.rate_belief == RateBelief::Probed) {
    const Duration period = settings_.probe_period;
    const Duration since = (now.time_since_epoch() + period - client.phase(period)) % period;
    const TimePoint start{};
    belief.uplink = links_.uplink(network, number, std::max(start, now - since));
  }
  belief.uplink = std::max(belief.uplink, kLeastBelieved);
  belief.upload_power = (belief.uplink / network.uplink) * (network.upload_power - base) + base;
}

}  // namespace cutpoint
