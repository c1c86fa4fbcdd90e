#include "partitioner/chain_cut.hpp"

#include <cstddef>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

template <class Expected>
CutId first_of_least(const CostTable& table, Expected expected) {
  std::size_t best = 0;
  auto least = expected(table.cuts.front());
  for (std::size_t j = 1; j < table.cuts.size(); ++j) {
    const auto value = expected(table.cuts[j]);
    if (value < least) {
      best = j;
      least = value;
    }
  }
  return static_cast<CutId>(best);
}

}  // namespace

bool uses_server(const CutCost& cut) {
  return cut.upload > Bytes{0.0} || cut.server_time > Seconds::zero();
}

Seconds expected_latency(const CutCost& cut, const Belief& belief) {
  if (!uses_server(cut)) {
    return cut.mobile_time;
  }
  return cut.mobile_time + cut.upload / belief.uplink + belief.load_level * cut.server_time +
         belief.remote_overhead;
}

Joules expected_energy(const CutCost& cut, const Belief& belief) {
  return cut.mobile_energy + belief.upload_power * (cut.upload / belief.uplink);
}

CutId best_cut(const CostTable& table, Objective objective, const Belief& belief) {
  CUTPOINT_EXPECTS(!table.cuts.empty());
  CUTPOINT_EXPECTS(belief.uplink > BytesPerSecond{0.0});
  if (objective == Objective::Latency) {
    return first_of_least(table, [&](const CutCost& cut) { return expected_latency(cut, belief); });
  }
  return first_of_least(table, [&](const CutCost& cut) { return expected_energy(cut, belief); });
}

}  // namespace cutpoint
