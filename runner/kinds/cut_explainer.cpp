#include "runner/kinds/cut_explainer.hpp"

#include <algorithm>

namespace cutpoint {

void CutExplainer::add_actual_cost(ExplainedCut& cut, const CutCost& cost) const {
  const Link& link = costs_.link;
  cut.mobile_time = cost.mobile_time;
  cut.actual.energy = cost.mobile_energy;
  if (uses_server(cost)) {
    const Seconds airtime = cost.upload / link.uplink.value;
    cut.upload_time = airtime;
    cut.server_time = costs_.load_level * cost.server_time;
    cut.actual.energy += upload_power(link) * airtime;
    if (costs_.accounting.round_trip) {
      cut.upload_time += link.round_trip.value;
    }
    if (costs_.accounting.download) {
      cut.download_time = cost.result / link.downlink.value;
      cut.actual.energy += download_power(link) * cut.download_time;
    }
  }
  cut.actual.latency = cut.mobile_time + cut.upload_time + cut.server_time + cut.download_time;
}

std::vector<ExplainedCut> CutExplainer::explain(std::span<const Cut> cuts) const {
  const CostTable actual = make_cost_table(costs_.actual, cuts);
  const CostTable predicted = make_cost_table(costs_.predicted, cuts);
  std::vector<ExplainedCut> explained;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    ExplainedCut cut;
    cut.index = static_cast<std::size_t>(std::ranges::count(cuts[i].on_phone, true));
    cut.after = cut_label(costs_.actual.dnn, cuts[i]);
    cut.upload = actual.cuts[i].upload;
    cut.predicted = {expected_latency(predicted.cuts[i], belief()),
                     expected_energy(predicted.cuts[i], belief())};
    add_actual_cost(cut, actual.cuts[i]);
    explained.push_back(std::move(cut));
  }
  return explained;
}

Belief CutExplainer::belief() const {
  return {.uplink = costs_.link.uplink.value,
          .upload_power = upload_power(costs_.link),
          .load_level = costs_.load_level};
}

Belief CutExplainer::truth() const {
  Belief belief = this->belief();
  if (costs_.accounting.round_trip) {
    belief.remote_overhead = costs_.link.round_trip.value;
  }
  if (costs_.accounting.download) {
    belief.downlink = {costs_.link.downlink.value, download_power(costs_.link)};
  }
  return belief;
}

}  // namespace cutpoint
