#include "predictor/measure/kernel.hpp"

#include <cstdint>

namespace cutpoint {
namespace {

// Multiplicative hashing (Knuth, The Art of Computer Programming, vol. 3, sec. 6.4). Half of a step
// keeps the numbers off zero, and so off the subnormal numbers, which processors add slowly.
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
      return layer.output.channels;
    case LayerType::Local:
    case LayerType::FullyConnected:
      return layer.output.elements();
    default:
      return 0;
  }
}

}  // namespace

LayerTensors make_tensors(const LayerConfiguration& configuration) {
  const auto& [layer, items] = configuration;
  const std::int64_t biases = bias_count(layer);
  return {.input = numbers(items * layer.input.elements(), 1),
          .weights = numbers(parameter_count(layer) - biases, 2),
          .biases = numbers(biases, 3)};
}

}  // namespace cutpoint
