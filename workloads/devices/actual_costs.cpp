#include "workloads/devices/actual_costs.hpp"

#include <utility>

#include "sim/random/random_factor.hpp"
#include "sim/random/random_stream.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

/// The network whose layers must take, type by type, what the bare roofline says: AlexNet, on which
/// the constants of processors were calibrated (assumption A7).
constexpr std::string_view kCalibratedTo = "imc";

const DnnGraph& calibrated_network() {
  static const DnnGraph network = find_application(kCalibratedTo).build();
  return network;
}

std::size_t index_of(LayerType type) { return static_cast<std::size_t>(type); }

/// The rate at which inputs and outputs move: faster if they are in the last-level cache together.
BytesPerSecond activation_bandwidth(const Processor& processor, const Layer& layer, int items) {
  const LayerWork work = work_of(layer, items);
  const bool is_cached = work.input + work.output <= processor.cache_bytes.value;
  return (is_cached ? processor.cache_speedup.value : 1.0) * processor.memory_bandwidth.value;
}

}  // namespace

ActualCosts::ActualCosts(const Processor& processor)
    : processor_{processor},
      name_hash_{fnv1a(processor.base.empty() ? processor.name : processor.base)} {
  normalization_.fill(1.0);
  if (processor_.measured != nullptr) {
    return;  // A measured processor has no constants that were calibrated.
  }
  // By type, what AlexNet's layers take on the bare roofline and with both effects.
  std::array<Seconds, kLayerTypeCount> calibrated{};
  std::array<Seconds, kLayerTypeCount> moved{};
  for (const Layer& layer : calibrated_network().layers()) {
    calibrated[index_of(layer.type)] += cost(processor_, layer, 1).time;
    moved[index_of(layer.type)] += unnormalized(layer, 1).time;
  }
  for (std::size_t type = 0; type < normalization_.size(); ++type) {
    if (moved[type] > Seconds::zero()) {
      normalization_[type] = calibrated[type] / moved[type];
    }
  }
}

/// The roofline with both effects of assumption A7a and before n(type). The misfit is the first
/// draw of a stream whose address is a hash of processor and configuration, so it needs no table
/// and is the same in every run. Power stays that of the roofline.
LayerCost ActualCosts::unnormalized(const Layer& layer, int items) const {
  LayerCost actual = cost(processor_, layer, items);
  actual.time = cost(processor_, layer, items, activation_bandwidth(processor_, layer, items)).time;
  if (processor_.layer_misfit.value > 0.0) {
    RandomStream random{
        {.seed = name_hash_, .entity = configuration_hash(layer), .purpose = Purpose::LayerMisfit}};
    actual.time *= LognormalFactor{processor_.layer_misfit.value}.draw(random);
  }
  return actual;
}

LayerCost ActualCosts::of(const Layer& layer, int items) const {
  LayerCost actual = unnormalized(layer, items);
  actual.time *= normalization_[index_of(layer.type)];
  return actual;
}

std::vector<LayerCost> ActualCosts::of(const DnnGraph& dnn, const QueryType& query) const {
  std::vector<LayerCost> costs;
  costs.reserve(dnn.layers().size());
  for (const Layer& layer : dnn.layers()) {
    costs.push_back(of(layer, query.items));
  }
  return costs;
}

Processor without_misfit(Processor processor) {
  constexpr std::string_view switched_off = "the effects that the predictor cannot know are off";
  processor.layer_misfit = {0.0, Evidence::Assumed, switched_off};
  processor.cache_bytes = {Bytes{}, Evidence::Assumed, switched_off};
  return processor;
}

}  // namespace cutpoint
