#include "partitioner/objective.hpp"

#include "base/contract.hpp"

namespace cutpoint {

std::string_view to_string(Objective::Kind kind) {
  switch (kind) {
    case Objective::Latency:
      return "latency";
    case Objective::Energy:
      return "energy";
    case Objective::Weighted:
      return "weighted";
    case Objective::Battery:
      return "battery";
  }
  contract_violated("kind is one of the enumerators", __FILE__, __LINE__);
}

/// In latency a joule is worth nothing, in energy a second; the other two objectives mix both by w,
/// a joule at its price in seconds.
Weights weights_of(const Objective& objective, double charge) {
  const auto sum = [&](double weight) {
    return Weights{1.0 - weight, weight * objective.joule.count()};
  };
  switch (objective.kind) {
    case Objective::Latency:
      return {.second = 1.0, .joule = 0.0};
    case Objective::Energy:
      return {.second = 0.0, .joule = 1.0};
    case Objective::Weighted:
      return sum(objective.energy_weight);
    case Objective::Battery:
      return sum(1.0 - charge);
  }
  contract_violated("objective.kind is one of the enumerators", __FILE__, __LINE__);
}

/// The cost of a cut as constant + upload y + server K. The server's energy is not the phone's, so
/// only its time counts.
CostPlane Prices::plane(const CutCost& cut) const {
  double constant = weights.second * cut.mobile_time.count();
  if (weights.joule != 0.0) {  // if energy counts for nothing, it may be unknown
    constant += weights.joule * cut.mobile_energy.value();
  }
  return {constant + result_byte * cut.result.value(),
          cut.upload.value(),
          weights.second * cut.server_time.count()};
}

Prices prices_of(const Objective& objective, const Belief& belief) {
  CUTPOINT_EXPECTS(belief.uplink > BytesPerSecond{0.0});
  const Weights weights = weights_of(objective, belief.charge);
  const auto& [rate, power] = belief.downlink;
  return {.weights = weights,
          .byte = weights.byte(belief.uplink, belief.upload_power),
          .load_level = belief.load_level,
          .overhead = weights.second * belief.remote_overhead.count(),
          .result_byte = rate.value() > 0.0 ? weights.byte(rate, power) : 0.0};
}

/// Asks for the prices with any uplink, as only those are used that do not depend on it.
Prices fixed_prices(const Objective& objective, const Downlink& downlink) {
  CUTPOINT_EXPECTS(objective.has_fixed_weights());
  return prices_of(objective,
                   {.uplink = BytesPerSecond{1.0}, .upload_power = {}, .downlink = downlink});
}

double expected_cost(const CutCost& cut, const Objective& objective, const Belief& belief) {
  const Prices prices = prices_of(objective, belief);
  return uses_server(cut) ? prices.cost(cut) + prices.overhead : prices.cost(cut);
}

Seconds expected_latency(const CutCost& cut, const Belief& belief) {
  return Seconds{expected_cost(cut, Objective::Latency, belief)};
}

Joules expected_energy(const CutCost& cut, const Belief& belief) {
  return Joules{expected_cost(cut, Objective::Energy, belief)};
}

}  // namespace cutpoint
