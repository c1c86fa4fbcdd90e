#include "workloads/dnn/layer.hpp"

#include "sim/random/random_factor.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

constexpr double kFlopPerMultiplyAdd = 2.0;
// Assumptions of ours: a few operations per element count for little beside the convolutions.
constexpr double kFlopPerNormalizedElement = 14.0;  // five squares, their sum, scale, power, divide
constexpr double kFlopPerTranscendentalElement = 4.0;  // one exponential and what surrounds it
constexpr double kFlopPerComparedElement = 1.0;

std::int64_t window_taps(const Layer& layer) {
  return std::int64_t{layer.window.kernel} * layer.window.kernel;
}

// Multiply-adds behind one output value, which is also the number of weights that it reads.
std::int64_t fan_in(const Layer& layer) {
  if (layer.type == LayerType::FullyConnected) {
    return layer.input.elements();
  }
  return window_taps(layer) * (layer.input.channels / layer.window.group);
}

}  // namespace

std::string_view to_string(LayerType type) {
  switch (type) {
    case LayerType::Convolution:
      return "convolution";
    case LayerType::Local:
      return "local";
    case LayerType::FullyConnected:
      return "fully_connected";
    case LayerType::Pooling:
      return "pooling";
    case LayerType::Normalization:
      return "normalization";
    case LayerType::Relu:
      return "relu";
    case LayerType::Sigmoid:
      return "sigmoid";
    case LayerType::Tanh:
      return "tanh";
    case LayerType::Softmax:
      return "softmax";
    case LayerType::Argmax:
      return "argmax";
    case LayerType::Dropout:
      return "dropout";
  }
  contract_violated("type is one of the enumerators", __FILE__, __LINE__);
}

std::int64_t parameter_count(const Layer& layer) {
  switch (layer.type) {
    case LayerType::Convolution:  // one filter and one bias per output channel
      return std::int64_t{layer.output.channels} * (fan_in(layer) + 1);
    case LayerType::Local:  // likewise per output value: nothing is shared
    case LayerType::FullyConnected:
      return layer.output.elements() * (fan_in(layer) + 1);
    default:
      return 0;
  }
}

Flop flop_per_item(const Layer& layer) {
  const auto inputs = static_cast<double>(layer.input.elements());
  const auto outputs = static_cast<double>(layer.output.elements());
  switch (layer.type) {
    case LayerType::Convolution:
    case LayerType::Local:
    case LayerType::FullyConnected:
      return Flop{kFlopPerMultiplyAdd * outputs * static_cast<double>(fan_in(layer))};
    case LayerType::Pooling:
      return Flop{outputs * static_cast<double>(window_taps(layer))};
    case LayerType::Normalization:
      return Flop{kFlopPerNormalizedElement * inputs};
    case LayerType::Sigmoid:
    case LayerType::Tanh:
    case LayerType::Softmax:
      return Flop{kFlopPerTranscendentalElement * inputs};
    case LayerType::Relu:
    case LayerType::Argmax:
      return Flop{kFlopPerComparedElement * inputs};
    case LayerType::Dropout:
      return Flop{};
  }
  contract_violated("layer.type is one of the enumerators", __FILE__, __LINE__);
}

LayerWork work_of(const Layer& layer, int items) {
  CUTPOINT_EXPECTS(items >= 1);

  const auto tensor = [items](const Shape& shape) {
    return Bytes{kBytesPerFloat * items * static_cast<double>(shape.elements())};
  };
  return {.flop = static_cast<double>(items) * flop_per_item(layer),
          .weights = Bytes{kBytesPerFloat * static_cast<double>(parameter_count(layer))},
          .input = tensor(layer.input),
          .output = tensor(layer.output)};
}

std::uint64_t configuration_hash(const Layer& layer) {
  const auto& [kernel, stride, pad, group] = layer.window;
  std::uint64_t hash = fnv1a(to_string(layer.type));
  for (const int value : {kernel,
                          stride,
                          pad,
                          group,
                          layer.input.channels,
                          layer.input.height,
                          layer.input.width,
                          layer.output.channels,
                          layer.output.height,
                          layer.output.width}) {
    hash = fnv1a(std::to_string(value) + ' ', hash);
  }
  return hash;
}

}  // namespace cutpoint
