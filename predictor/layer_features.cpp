#include "predictor/layer_features.hpp"

namespace cutpoint {
namespace {

std::vector<double> paper_features(const Layer& layer, double items) {
  const double inputs = items * static_cast<double>(layer.input.elements());
  const double outputs = items * static_cast<double>(layer.output.elements());
  switch (layer.type) {
    case LayerType::Convolution: {
      const double reach = static_cast<double>(layer.window.kernel) / layer.window.stride;
      return {inputs, reach * reach * layer.output.channels};
    }
    case LayerType::Local:
    case LayerType::Pooling:
    case LayerType::FullyConnected:
    case LayerType::Softmax:
    case LayerType::Argmax: return {inputs, outputs};
    default: return {inputs};
  }
}

}  // namespace

LayerFeatures features_of(const Layer& layer, int items) {
  const LayerWork work = work_of(layer, items);
  return {.type = layer.type,
          .flop = work.flop.value(),
          .activation_bytes = (work.input + work.output).value(),
          .weight_bytes = work.weights.value(),
          .flop_per_output =
              flop_per_item(layer).value() / static_cast<double>(layer.output.elements()),
          .channels_per_group = static_cast<double>(layer.output.channels) / layer.window.group,
          .groups = static_cast<double>(layer.window.group),
          .items = static_cast<double>(items),
          .paper = paper_features(layer, items)};
}

}  // namespace cutpoint
