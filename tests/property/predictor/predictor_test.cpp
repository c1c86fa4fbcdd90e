// Random layers, far outside the profiled grid, and random processors of the physical form.
#include "predictor/predictor.hpp"

#include <algorithm>
#include <cmath>

#include "predictor/physical_time.hpp"
#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

int log_uniform(RandomStream& random, double greatest) {
  return static_cast<int>(std::exp(random.uniform() * std::log(greatest)));
}

/// Far beyond what networks have, but with fewer weights than 64 bits can count.
Layer random_layer(RandomStream& random) {
  Layer layer;
  layer.name = "random";
  layer.type = static_cast<LayerType>(random.below(kLayerTypeCount));
  layer.window.kernel = log_uniform(random, 60.0);
  layer.window.stride = log_uniform(random, 20.0);
  layer.input = {.channels = log_uniform(random, 3e4),
                 .height = log_uniform(random, 1e2),
                 .width = log_uniform(random, 1e2)};
  layer.output = {.channels = log_uniform(random, 3e4),
                  .height = log_uniform(random, 1e2),
                  .width = log_uniform(random, 1e2)};
  return layer;
}

TEST_CASE("no layer is predicted to take negative time or power, or none that is a number") {
  for (const Processor& processor : built_in_processors()) {
    // Noise enough to make a mess of the fits.
    const Predictor predictor{
        simulate_profile(processor, {.seed = 3, .time_noise = 0.5, .power_noise = 0.5})};
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
      RandomStream random{StreamAddress{.seed = seed}};
      const Layer layer = random_layer(random);
      const int items = log_uniform(random, 1e5);
      CAPTURE(processor.name, seed);
      const LayerCost predicted = predictor.predict(layer, items);
      CHECK(std::isfinite(predicted.time.count()));
      CHECK(std::isfinite(predicted.power.value()));
      CHECK(predicted.time >= Seconds::zero());
      CHECK(predicted.power >= Watts{0.0});
    }
  }
}

TEST_CASE("any processor of the physical form is recovered from noiseless data") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    RandomStream random{StreamAddress{.seed = seed}};
    const double overhead = 1e-4 * random.uniform();
    const double per_flop = std::exp2(-38.0 + 6.0 * random.uniform());
    const double per_weight = std::exp2(-36.0 + 6.0 * random.uniform());
    const double per_activation = std::exp2(-34.0 + 4.0 * random.uniform());
    const auto time = [&](const LayerFeatures& f) {
      return overhead + std::max(per_flop * f.flop, per_weight * f.weight_bytes) +
             per_activation * f.activation_bytes;
    };
    std::vector<Observation> observations;
    for (const auto& [layer, items] : profiling_grid()) {
      if (layer.type == LayerType::FullyConnected) {
        const LayerFeatures features = features_of(layer, items);
        observations.push_back({.features = features, .seconds = time(features), .watts = 0.0});
      }
    }
    const PhysicalTime fitted{observations};
    for (const Observation& observation : observations) {
      CHECK(fitted.seconds(observation.features) == Approx(observation.seconds).epsilon(1e-6));
    }
  }
}

}  // namespace
}  // namespace cutpoint
