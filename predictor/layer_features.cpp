#include "predictor/layer_features.hpp"

namespace cutpoint {
namespace {

/// The regressors of the paper's models, for all items of a query together.
std::vector<double> paper_features(const Layer& layer, double items, const LayerWork& work) {
  const double inputs = work.input.value() / kBytesPerFloat;
  const double outputs = items * static_cast<double>(layer.output.elements());
  switch (layer.type) {
    case LayerType::Convolution: {
      const Window& window = layer.window;
      const double reach = static_cast<double>(window.kernel) / window.stride;
      const double reach_across =
          static_cast<double>(window.kernel_across()) / window.stride_across();
      return {inputs, reach * reach_across * layer.output.channels};
    }
    case LayerType::Local:
    case LayerType::Pooling:
    case LayerType::FullyConnected:
    case LayerType::Softmax:
    case LayerType::Argmax:
    case LayerType::MatMul:
      return {inputs, outputs};
    default:
      return {inputs};
  }
}

}  // namespace

LayerFeatures features_of(const Layer& layer, int items) {
  LayerWork work = work_of(layer, items);
  LayerType type = layer.type;
  // What an opaque layer computes is not known, so it is taken to move its bytes as a copy does.
  if (type == LayerType::Opaque) {
    type = LayerType::Copy;
    work = {.flop = {}, .weights = {}, .input = work.input + work.weights, .output = work.output};
  }
  return {.type = type,
          .items = static_cast<double>(items),
          .flop = work.flop.value(),
          .activation_bytes = (work.input + work.output).value(),
          .output_bytes = work.output.value(),
          .positions = double{1.0} * items * layer.output.height * layer.output.width,
          .weight_bytes = work.weights.value(),
          .takes_maps = layer.input.height > 1 || layer.input.width > 1,
          .channels_per_group = static_cast<double>(layer.output.channels) / layer.window.group,
          .paper = paper_features(layer, items, work)};
}

}  // namespace cutpoint
