#include "workloads/dnn/layer.hpp"

#include <array>
#include <cstddef>

#include "base/contract.hpp"
#include "base/suggest.hpp"
#include "sim/random/random_factor.hpp"

namespace cutpoint {
namespace {

constexpr double kFlopPerMultiplyAdd = 2.0;
// Operations per element, assumed by us (A1): they count for little beside those of convolutions.
constexpr double kFlopPerNormalizedElement = 14.0;  // five squares, their sum, scale, power, divide
constexpr double kFlopPerTranscendentalElement = 4.0;  // one exponential and what surrounds it
constexpr double kFlopPerComparedElement = 1.0;
constexpr double kFlopPerScaledElement = 8.0;  // mean, variance, difference, quotient, scale, shift

// The number of multiply-adds behind one output value, which is also the number of weights that it
// reads.
std::int64_t fan_in(const Layer& layer) {
  if (layer.type == LayerType::FullyConnected) {
    return layer.input.elements();
  }
  return layer.window.taps() * (layer.input.channels / layer.window.group);
}

// The number of values in the right matrices of a matmul, its second input.
std::int64_t right_elements(const Layer& layer) {
  return fan_in(layer) * std::int64_t{layer.output.channels};
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
    case LayerType::MatMul:
      return "matmul";
    case LayerType::ElementWise:
      return "element_wise";
    case LayerType::Scale:
      return "scale";
    case LayerType::Copy:
      return "copy";
    case LayerType::Opaque:
      return "opaque";
  }
  contract_violated("type is one of the enumerators", __FILE__, __LINE__);
}

LayerType find_layer_type(std::string_view name, const SourceLocation& where) {
  std::array<LayerType, kLayerTypeCount> types{};
  for (std::size_t i = 0; i < types.size(); ++i) {
    types[i] = static_cast<LayerType>(i);
  }
  return *find_or_suggest(types,
                          {.name = name, .what = "layer type", .where = where},
                          [](LayerType type) { return to_string(type); });
}

std::int64_t parameter_count(const Layer& layer) {
  if (layer.parameters) {
    return *layer.parameters;
  }
  switch (layer.type) {
    case LayerType::Convolution:  // one filter and one bias per output channel
      return std::int64_t{layer.output.channels} * (fan_in(layer) + 1);
    case LayerType::Local:  // one filter and one bias per output value: nothing is shared
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
    case LayerType::MatMul:
      return Flop{kFlopPerMultiplyAdd * outputs * static_cast<double>(fan_in(layer))};
    case LayerType::Pooling:
      return Flop{outputs * static_cast<double>(layer.window.taps())};
    case LayerType::Normalization:
      return Flop{kFlopPerNormalizedElement * inputs};
    case LayerType::Sigmoid:
    case LayerType::Tanh:
    case LayerType::Softmax:
      return Flop{kFlopPerTranscendentalElement * inputs};
    case LayerType::Relu:
    case LayerType::Argmax:
    case LayerType::ElementWise:
      return Flop{kFlopPerComparedElement * inputs};
    case LayerType::Scale:
      return Flop{kFlopPerScaledElement * inputs};
    case LayerType::Opaque:
      return Flop{outputs};
    case LayerType::Dropout:
    case LayerType::Copy:
      return Flop{};
  }
  contract_violated("layer.type is one of the enumerators", __FILE__, __LINE__);
}

LayerWork work_of(const Layer& layer, int items) {
  CUTPOINT_EXPECTS(items >= 1);

  const auto tensor = [items](std::int64_t elements) {
    return Bytes{kBytesPerFloat * items * static_cast<double>(elements)};
  };
  // A copy's parameters are a table, of which it reads only what it finds: its input.
  const bool is_read_whole = layer.type != LayerType::Copy;
  const std::int64_t weights = is_read_whole ? parameter_count(layer) : 0;
  const std::int64_t second = layer.type == LayerType::MatMul ? right_elements(layer) : 0;
  return {.flop = static_cast<double>(items) * flop_per_item(layer),
          .weights = Bytes{kBytesPerFloat * static_cast<double>(weights)},
          .input = tensor(layer.input.elements() + second),
          .output = tensor(layer.output.elements())};
}

std::uint64_t configuration_hash(const Layer& layer) {
  const auto& [kernel, stride, pad, group, kernel_width, stride_width] = layer.window;
  std::uint64_t hash = fnv1a(to_string(layer.type));
  // Square windows hash without their width: 0 stands for "as the height".
  if (kernel_width != 0 || stride_width != 0) {
    hash = fnv1a(std::to_string(kernel_width) + ' ' + std::to_string(stride_width) + ' ', hash);
  }
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
