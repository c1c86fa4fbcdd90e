#include "workloads/cost_table.hpp"

#include <utility>

#include "sim/units/contract.hpp"

namespace cutpoint {

CostTable make_cost_table(const DnnGraph& dnn,
                          const QueryType& query,
                          std::span<const LayerCost> mobile,
                          std::span<const LayerCost> server) {
  const std::span<const Layer> layers = dnn.layers();
  CUTPOINT_EXPECTS(dnn.is_chain());
  CUTPOINT_EXPECTS(mobile.size() == layers.size());
  CUTPOINT_EXPECTS(server.size() == layers.size());

  std::vector<CutCost> cuts(layers.size() + 1);
  for (std::size_t j = 0; j < layers.size(); ++j) {
    const Bytes output = work_of(layers[j], query.items).output;
    cuts[j + 1].mobile_time = cuts[j].mobile_time + mobile[j].time;
    cuts[j + 1].mobile_energy = cuts[j].mobile_energy + mobile[j].power * mobile[j].time;
    cuts[j + 1].upload = output;
  }
  const Bytes result = cuts.back().upload;
  cuts.front().upload = input_bytes(dnn, query);
  cuts.back().upload = Bytes{};

  for (std::size_t j = layers.size(); j > 0; --j) {  // from the back: the last cut costs exactly 0
    const LayerCost& layer = server[j - 1];
    cuts[j - 1].server_time = cuts[j].server_time + layer.time;
    cuts[j - 1].server_energy = cuts[j].server_energy + layer.power * layer.time;
  }
  return {.cuts = std::move(cuts), .result = result};
}

}  // namespace cutpoint
