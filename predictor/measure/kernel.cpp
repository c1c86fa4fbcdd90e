#include "predictor/measure/kernel.hpp"

#include <cstdint>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

// Numbers that look random but are always the same, by multiplicative hashing (Knuth, The Art of
// Computer Programming, vol. 3, sec. 6.4). Half of a step keeps them off zero, and so off the
// subnormal numbers, which processors add slowly.
std::vector<float> numbers(std::int64_t count, std::uint32_t seed) {
  constexpr std::uint32_t kMultiplier = 2654435761;
  constexpr float kSteps = 32768.0F;
  std::vector<float> values(static_cast<std::size_t>(count));
  std::uint32_t state = seed;
  for (float& value : values) {
    state += kMultiplier;
    value = (static_cast<float>((state ^ (state >> 13U)) >> 16U) + 0.5F) / kSteps - 1.0F;
  }
  return values;
}

std::int64_t bias_count(const Layer& layer) {
  switch (layer.type) {
    case LayerType::Convolution:
    case LayerType::Scale:
      return layer.output.channels;
    case LayerType::Local:
    case LayerType::FullyConnected:
      return layer.output.elements();
    default:
      return 0;
  }
}

}  // namespace

bool can_measure(const Layer& layer) {
  return layer.type != LayerType::Opaque && layer.window.is_square();
}

Layer as_measured(Layer layer) {
  layer.parameters.reset();
  return layer;
}

TensorSizes tensor_sizes(const LayerConfiguration& configuration) {
  const auto& [layer, items] = configuration;
  CUTPOINT_EXPECTS(can_measure(layer));
  CUTPOINT_EXPECTS(!layer.parameters.has_value());

  const std::int64_t biases = bias_count(layer);
  const bool has_factors = layer.type == LayerType::Scale;
  return {.input = static_cast<std::int64_t>(work_of(layer, items).input.value() / kBytesPerFloat),
          .weights = has_factors ? biases : parameter_count(layer) - biases,
          .biases = biases};
}

LayerTensors make_tensors(const LayerConfiguration& configuration) {
  const TensorSizes sizes = tensor_sizes(configuration);
  return {.input = numbers(sizes.input, 1),
          .weights = numbers(sizes.weights, 2),
          .biases = numbers(sizes.biases, 3)};
}

}  // namespace cutpoint
