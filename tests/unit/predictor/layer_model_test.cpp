#include "predictor/layer_model.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "predictor/feature_regression.hpp"
#include "predictor/physical_time.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

Layer fully_connected(int inputs, int outputs) {
  return {.name = "fc",
          .type = LayerType::FullyConnected,
          .window = {},
          .input = {.channels = inputs, .height = 1, .width = 1},
          .output = {.channels = outputs, .height = 1, .width = 1}};
}

Layer convolution(int channels, int side, int filters, int kernel, int group = 1) {
  return {.name = "conv",
          .type = LayerType::Convolution,
          .window = {.kernel = kernel, .stride = 1, .pad = 0, .group = group},
          .input = {.channels = channels, .height = side, .width = side},
          .output = {.channels = filters, .height = side - kernel + 1, .width = side - kernel + 1}};
}

template <class Time>
std::vector<Observation> observe(const std::vector<std::pair<Layer, int>>& layers, Time time) {
  std::vector<Observation> observations;
  for (const auto& [layer, items] : layers) {
    const LayerFeatures features = features_of(layer, items);
    observations.push_back({.features = features, .seconds = time(features), .watts = 1.0});
  }
  return observations;
}

std::vector<std::pair<Layer, int>> fully_connected_grid() {
  std::vector<std::pair<Layer, int>> layers;
  for (const int inputs : {20, 300, 4000}) {
    for (const int outputs : {10, 200, 5000}) {
      for (const int items : {1, 5, 40, 300}) {
        layers.emplace_back(fully_connected(inputs, outputs), items);
      }
    }
  }
  return layers;
}

const ModelForm& form(std::span<const ModelForm> forms, std::string_view name) {
  return *std::ranges::find(forms, name, &ModelForm::name);
}

TEST_CASE("features of a fully connected layer") {
  const LayerFeatures features = features_of(fully_connected(300, 40), 7);
  CHECK(features.type == LayerType::FullyConnected);
  CHECK(features.items == 7.0);
  CHECK(features.flop == 2.0 * 300 * 40 * 7);
  CHECK(features.weight_bytes == 4.0 * 301 * 40);
  CHECK(features.activation_bytes == 4.0 * 340 * 7);
  CHECK(features.positions == 7.0);
  CHECK(features.channels_per_group == 40.0);
  CHECK(features.paper == std::vector<double>{2100.0, 280.0});
}

TEST_CASE("features of a convolution follow its window, groups and items") {
  Layer layer = convolution(6, 10, 8, 3, 2);
  const LayerFeatures features = features_of(layer, 2);
  CHECK(features.positions == 128.0);
  CHECK(features.channels_per_group == 4.0);
  CHECK(features.paper == std::vector<double>{1200.0, 72.0});
  layer.window.stride = 2;
  CHECK(features_of(layer, 2).paper == std::vector<double>{1200.0, 18.0});
  layer.window.kernel_width = 1;
  layer.window.stride_width = 4;
  CHECK(features_of(layer, 2).paper == std::vector<double>{1200.0, 3.0 / 2 * 1 / 4 * 8});
}

TEST_CASE("the paper's features of the other types") {
  Layer layer{.name = "pool",
              .type = LayerType::Pooling,
              .window = {.kernel = 2, .stride = 2, .pad = 0, .group = 1},
              .input = {.channels = 3, .height = 4, .width = 4},
              .output = {.channels = 3, .height = 2, .width = 2}};
  CHECK(features_of(layer, 10).paper == std::vector<double>{480.0, 120.0});
  layer.type = LayerType::Relu;
  CHECK(features_of(layer, 10).paper == std::vector<double>{480.0});
  layer.type = LayerType::Normalization;
  CHECK(features_of(layer, 10).paper == std::vector<double>{480.0});
  layer.type = LayerType::Argmax;
  layer.output = {};
  CHECK(features_of(layer, 10).paper == std::vector<double>{480.0, 10.0});
}

TEST_CASE("the paper's features of types that it does not know are numbers of elements") {
  Layer layer{.name = "layer",
              .type = LayerType::MatMul,
              .window = {.group = 2},
              .input = {.channels = 6, .height = 5, .width = 1},
              .output = {.channels = 8, .height = 5, .width = 1}};
  CHECK(features_of(layer, 10).paper == std::vector<double>{540.0, 400.0});
  for (const LayerType type : {LayerType::ElementWise, LayerType::Scale, LayerType::Copy}) {
    layer.type = type;
    CHECK(features_of(layer, 10).paper == std::vector<double>{300.0});
  }
}

TEST_CASE("an opaque layer is a copy that reads its weights, too") {
  const Layer layer{.name = "layer",
                    .type = LayerType::Opaque,
                    .input = {.channels = 6},
                    .output = {.channels = 8},
                    .parameters = 100};
  const LayerFeatures features = features_of(layer, 10);
  CHECK(features.type == LayerType::Copy);
  CHECK(features.flop == 0.0);
  CHECK(features.weight_bytes == 0.0);
  CHECK(features.activation_bytes == 4.0 * (10 * 14 + 100));
}

TEST_CASE("physical time recovers a matmul's arithmetic and traffic") {
  const auto time = [](const LayerFeatures& f) {
    return 1e-4 + f.flop / 50e9 + f.activation_bytes / 10e9;
  };
  std::vector<std::pair<Layer, int>> layers;
  for (const int inner : {20, 300}) {
    for (const int columns : {10, 200}) {
      for (const int positions : {8, 100, 500}) {
        layers.push_back({{.name = "matmul",
                           .type = LayerType::MatMul,
                           .input = {.channels = inner, .height = positions},
                           .output = {.channels = columns, .height = positions}},
                          1});
      }
    }
  }
  const PhysicalTime fitted{observe(layers, time)};
  Layer layer = layers.front().first;
  layer.input.channels = 2000;
  const LayerFeatures features = features_of(layer, 7);
  CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
}

TEST_CASE("physical time recovers both regimes of a fully connected layer") {
  // 0.1 ms, 50 GFLOP/s, weights at 4 GB/s, activations at 10 GB/s.
  const auto time = [](const LayerFeatures& f) {
    return 1e-4 + std::max(f.flop / 50e9, f.weight_bytes / 4e9) + f.activation_bytes / 10e9;
  };
  const PhysicalTime fitted{observe(fully_connected_grid(), time)};
  const auto& c = fitted.fit().coefficients;
  CHECK(c[0] == Approx(1e-4).epsilon(1e-6));
  CHECK(c[1] == Approx(1.0 / 50e9).epsilon(1e-6));
  CHECK(c[2] == Approx(1.0 / 4e9).epsilon(1e-6));
  CHECK(c[3] == 0.0);
  CHECK(c[4] == Approx(1.0 / 10e9).epsilon(1e-6));
  for (const int items : {1, 3, 1000}) {
    const LayerFeatures features = features_of(fully_connected(9216, 4096), items);
    CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
  }
}

TEST_CASE("physical time recovers a processor on which only arithmetic counts") {
  const auto time = [](const LayerFeatures& f) { return 2e-5 + f.flop / 14e9; };
  const PhysicalTime fitted{observe(fully_connected_grid(), time)};
  const LayerFeatures features = features_of(fully_connected(9216, 4096), 1);
  CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
}

TEST_CASE("physical time finds the blocks of a wide processor") {
  const auto time = [](const LayerFeatures& f) {
    const double blocks = std::ceil(f.positions / 64.0) * std::ceil(f.channels_per_group / 64.0);
    return 3e-5 + f.flop / (1e12 * std::min(1.0, blocks / 30.0)) + f.weight_bytes / 2e11 +
           f.output_bytes / 1e11;
  };
  std::vector<std::pair<Layer, int>> layers;
  for (const int channels : {4, 60, 500}) {
    for (const int side : {14, 40, 150}) {
      for (const int filters : {20, 90, 400}) {
        for (const int group : {1, 2}) {
          layers.emplace_back(convolution(channels, side, filters, 3, group), 1);
        }
      }
    }
  }
  const PhysicalTime fitted{observe(layers, time)};
  for (const Layer& layer : {convolution(256, 15, 384, 3), convolution(3, 226, 64, 3)}) {
    const LayerFeatures features = features_of(layer, 1);
    CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
  }
}

TEST_CASE("physical time reads weights at another rate if the input is a vector") {
  const auto time = [](const LayerFeatures& f) {
    return 1e-5 + std::max(f.flop / 1e12, (f.takes_maps ? 1.0 : 1.5) * f.weight_bytes / 3e10);
  };
  std::vector<std::pair<Layer, int>> layers = fully_connected_grid();
  for (const int channels : {4, 60, 500}) {
    for (const int outputs : {10, 200, 5000}) {
      Layer layer = fully_connected(channels, outputs);
      layer.input.height = layer.input.width = 6;
      layers.emplace_back(layer, 1);
      layers.emplace_back(layer, 300);
    }
  }
  const PhysicalTime fitted{observe(layers, time)};
  Layer layer = fully_connected(256, 4096);
  for (const int side : {1, 6}) {
    layer.input.height = layer.input.width = side;
    const LayerFeatures features = features_of(layer, 1);
    CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
  }
}

TEST_CASE("physical time reads the unrolled input for each layer, however few its filters") {
  // A matrix of kernel² x channels by positions, for each group: 4 x 9 x channels x positions
  // bytes.
  const auto time = [](const LayerFeatures& f) {
    const double unrolled = 2.0 * f.flop / f.channels_per_group;
    return 1e-5 + f.flop / 1e12 + unrolled / 1e10;
  };
  std::vector<std::pair<Layer, int>> layers;
  for (const int channels : {4, 60, 500}) {
    for (const int filters : {2, 20, 400}) {
      layers.emplace_back(convolution(channels, 40, filters, 3), 1);
      layers.emplace_back(convolution(channels, 20, filters, 3), 4);
    }
  }
  const PhysicalTime fitted{observe(layers, time)};
  const LayerFeatures features = features_of(convolution(100, 30, 8, 3), 1);
  // Blocks of 8 filters can stand for a part of it.
  CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(0.03));
}

TEST_CASE("physical time reads a local layer's weights for every item") {
  const auto time = [](const LayerFeatures& f) { return 1e-4 + f.items * f.weight_bytes / 2e9; };
  std::vector<std::pair<Layer, int>> layers;
  for (const int channels : {2, 10, 30}) {
    for (const int side : {8, 20}) {
      for (const int items : {1, 4, 30}) {
        layers.emplace_back(convolution(channels, side, 7, 3), items);
        layers.back().first.type = LayerType::Local;
      }
    }
  }
  const PhysicalTime fitted{observe(layers, time)};
  const LayerFeatures features = features_of(layers.back().first, 100);
  CHECK(fitted.seconds(features) == Approx(time(features)).epsilon(1e-6));
}

TEST_CASE("the terms of a physical time add up to it, and one regime is idle") {
  const auto time = [](const LayerFeatures& f) {
    return 1e-4 + std::max(f.flop / 50e9, f.weight_bytes / 4e9) + f.activation_bytes / 10e9;
  };
  const PhysicalTime fitted{observe(fully_connected_grid(), time)};
  const auto few = fitted.terms(features_of(fully_connected(4096, 4096), 1));
  const auto many = fitted.terms(features_of(fully_connected(4096, 4096), 500));
  CHECK((few[1] == 0.0 && few[2] > 0.0));
  CHECK((many[1] > 0.0 && many[2] == 0.0));
  CHECK(few[0] + few[2] + few[4] ==
        Approx(fitted.seconds(features_of(fully_connected(4096, 4096), 1))));
}

TEST_CASE("a feature regression recovers its own form") {
  for (const Curve curve : {Curve::Linear, Curve::Logarithmic}) {
    const auto value = [curve](const LayerFeatures& f) {
      return curve == Curve::Linear ? 2.0 + 3e-4 * f.paper[0] + 5e-5 * f.paper[1]
                                    : 2.0 + 0.3 * std::log(f.paper[0]) + 0.5 * std::log(f.paper[1]);
    };
    std::vector<FeatureRegression::Sample> samples;
    for (const auto& [layer, items] : fully_connected_grid()) {
      const LayerFeatures features = features_of(layer, items);
      samples.push_back({.features = features, .value = value(features)});
    }
    const FeatureRegression regression{curve, samples};
    const LayerFeatures inside = features_of(fully_connected(1000, 77), 9);
    CHECK(regression.evaluate(inside) == Approx(value(inside)).epsilon(1e-9));
  }
}

TEST_CASE("a feature regression stays within what was measured") {
  std::vector<FeatureRegression::Sample> samples;
  for (const int inputs : {100, 200, 300, 400}) {
    samples.push_back(
        {.features = features_of(fully_connected(inputs, inputs / 2), 1), .value = 1.0 * inputs});
  }
  const FeatureRegression regression{Curve::Linear, samples};
  CHECK(regression.evaluate(features_of(fully_connected(250, 125), 1)) == Approx(250.0));
  CHECK(regression.evaluate(features_of(fully_connected(90000, 45000), 1)) == 400.0);
  CHECK(regression.evaluate(features_of(fully_connected(1, 1), 1)) == 100.0);
}

TEST_CASE("the paper's time is work over the GFLOPS that it expects") {
  // 5 GFLOPS, whatever the layer.
  const auto observations =
      observe(fully_connected_grid(), [](const LayerFeatures& f) { return f.flop / 5e9; });
  for (const auto* const name : {"GFLOPS, linear (paper)", "GFLOPS, logarithmic (paper)"}) {
    const auto model = form(time_forms(), name).fit(observations);
    const LayerFeatures features = features_of(fully_connected(1000, 1000), 3);
    CHECK(model->predict(features) == Approx(6e6 / 5e9));
    CHECK_FALSE(model->is_rank_deficient());
  }
}

TEST_CASE("the paper's time of a layer without work is zero") {
  auto observations = observe(fully_connected_grid(), [](const LayerFeatures&) { return 0.0; });
  for (Observation& observation : observations) {
    observation.features.flop = 0.0;
  }
  const auto model = form(time_forms(), "GFLOPS, linear (paper)").fit(observations);
  CHECK(model->predict(observations.front().features) == 0.0);
}

TEST_CASE("power by share of time recovers the power of each term") {
  // 10 W while computing, 8 W while anything else.
  const auto time = [](const LayerFeatures& f) {
    return 1e-4 + std::max(f.flop / 50e9, f.weight_bytes / 4e9) + f.activation_bytes / 10e9;
  };
  const auto watts = [&](const LayerFeatures& f) {
    const double computing = f.flop / 50e9 > f.weight_bytes / 4e9 ? f.flop / 50e9 / time(f) : 0.0;
    return 10.0 * computing + 8.0 * (1.0 - computing);
  };
  auto observations = observe(fully_connected_grid(), time);
  for (Observation& observation : observations) {
    observation.watts = watts(observation.features);
  }
  const auto model = form(power_forms(), "watts by share of time (ours)").fit(observations);
  for (const int items : {1, 30, 200}) {
    const LayerFeatures features = features_of(fully_connected(2000, 1000), items);
    CHECK(model->predict(features) == Approx(watts(features)).epsilon(1e-6));
  }
}

TEST_CASE("constant power is the mean, each measurement counting by its reciprocal squared") {
  auto observations = observe(fully_connected_grid(), [](const LayerFeatures&) { return 1.0; });
  observations.resize(2);
  observations[0].watts = 1.0;
  observations[1].watts = 2.0;
  const auto model = form(power_forms(), "watts, constant (ours)").fit(observations);
  // (1 / 1 + 1 / 2) / (1 / 1 + 1 / 4).
  CHECK(model->predict({}) == Approx(1.2));
}

}  // namespace
}  // namespace cutpoint
