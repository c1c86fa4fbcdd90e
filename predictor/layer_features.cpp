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
    case LayerType::Argmax:
      return {inputs, outputs};
    default:
      return {inputs};
  }
}

}  // namespace

LayerFeatures features_of(const Layer& layer, int items) {
  const LayerWork work = work_of(layer, items);
  return {.type = layer.type,
          .items = static_cast<double>(items),
          .flop = work.flop.value(),
          .activation_bytes = (work.input + work.output).value(),
          .output_bytes = work.output.value(),
          .positions = double{1.0} * items * layer.output.height * layer.output.width,
          .weight_bytes = work.weights.value(),
          .takes_maps = layer.input.height > 1 || layer.input.width > 1,
          .channels_per_group = static_cast<double>(layer.output.channels) / layer.window.group,
          .paper = paper_features(layer, items)};
}

}  // namespace cutpoint
