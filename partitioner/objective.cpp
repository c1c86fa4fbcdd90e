#include "partitioner/objective.hpp"

#include "sim/units/contract.hpp"

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

double expected_cost(const CutCost& cut, const Objective& objective, const Belief& belief) {
  const Prices prices = prices_of(objective, belief);
  const double cost = priced(prices.fixed(cut),
                             cut.upload.value(),
                             prices.on_idle_server(cut),
                             prices.byte,
                             prices.load_level);
  return uses_server(cut) ? cost + prices.overhead : cost;
}

Seconds expected_latency(const CutCost& cut, const Belief& belief) {
  return Seconds{expected_cost(cut, Objective::Latency, belief)};
}

Joules expected_energy(const CutCost& cut, const Belief& belief) {
  return Joules{expected_cost(cut, Objective::Energy, belief)};
}

}  // namespace cutpoint
