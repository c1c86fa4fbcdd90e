#include "predictor/measure/host_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "predictor/layer_shape.hpp"
#include "predictor/measure/kernel.hpp"
#include "tests/support/catch.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

std::array<int, kLayerTypeCount> counts(const std::vector<LayerConfiguration>& grid) {
  std::array<int, kLayerTypeCount> count{};
  for (const LayerConfiguration& configuration : grid) {
    ++count[static_cast<std::size_t>(configuration.layer.type)];
  }
  return count;
}

TEST_CASE("The quick grid has enough rows of each type and begins the full one") {
  const std::vector<LayerConfiguration> quick = host_grid(GridSize::Quick);
  const std::vector<LayerConfiguration> full = host_grid(GridSize::Full);
  const auto count = counts(quick);
  for (std::size_t i = 0; i < count.size(); ++i) {
    const auto type = static_cast<LayerType>(i);
    CAPTURE(to_string(type));
    if (type == LayerType::Opaque) {
      CHECK(counts(full)[i] == 0);
      continue;
    }
    const int least = type == LayerType::Convolution      ? 30
                      : type == LayerType::FullyConnected ? 20
                                                          : 12;
    CHECK(count[i] >= least);
    CHECK(counts(full)[i] > count[i]);
  }
  REQUIRE(full.size() > quick.size());
  for (std::size_t i = 0; i < quick.size(); ++i) {
    CHECK(full[i].layer == quick[i].layer);
    CHECK(full[i].items == quick[i].items);
  }
}

TEST_CASE("Layers of the grid are possible, differ, and are of no network") {
  const std::vector<LayerConfiguration> grid = host_grid(GridSize::Full);
  for (const LayerConfiguration& configuration : grid) {
    CHECK(check_shapes(configuration.layer).message.empty());
    CHECK(configuration.items >= 1);
    CHECK(std::ranges::count_if(grid, [&](const LayerConfiguration& other) {
            return other.layer == configuration.layer && other.items == configuration.items;
          }) == 1);
  }
  for (const auto& networks : {applications(), graph_applications()}) {
    for (const Application& application : networks) {
      const DnnGraph dnn = application.build();
      for (Layer layer : dnn.layers()) {
        layer = as_measured(layer);
        layer.name.clear();
        CHECK(std::ranges::none_of(
            grid, [&](const LayerConfiguration& other) { return other.layer == layer; }));
      }
    }
  }
}

TEST_CASE("The quick grid reaches as far as the types that only networks with branches have") {
  const std::vector<LayerConfiguration> grid = host_grid(GridSize::Quick);
  for (const Application& application : graph_applications()) {
    const DnnGraph dnn = application.build();
    for (const Layer& layer : dnn.layers()) {
      if (layer.type <= LayerType::Dropout) {
        continue;
      }
      const auto bytes_of = [](const Layer& any, int items) {
        const LayerWork work = work_of(any, items);
        return (work.input + work.output).value();
      };
      double most = 0.0;
      double least = 1e99;
      for (const auto& [other, items] : grid) {
        if (other.type == layer.type) {
          most = std::max(most, bytes_of(other, items));
          least = std::min(least, bytes_of(other, items));
        }
      }
      CAPTURE(application.name, layer.name, least, most);
      CHECK(bytes_of(layer, 1) <= 2.0 * most);
      CHECK(bytes_of(layer, 1) >= least / 2.0);
    }
  }
}

TEST_CASE("The quick grid reaches about as far as the networks do") {
  const std::vector<LayerConfiguration> grid = host_grid(GridSize::Quick);
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const int items = application.default_query.items;
    for (const Layer& layer : dnn.layers()) {
      if (layer.type == LayerType::Dropout || layer.type == LayerType::Argmax) {
        continue;  // their time is a constant
      }
      const auto amount = [&](const Layer& any, int n) {
        const LayerWork work = work_of(any, n);
        return std::pair{work.flop.value(), (work.input + work.output).value()};
      };
      const auto [flop, bytes] = amount(layer, items);
      double most_flop = 0.0;
      double most_bytes = 0.0;
      double least_flop = 1e99;
      double least_bytes = 1e99;
      for (const LayerConfiguration& configuration : grid) {
        if (configuration.layer.type == layer.type) {
          const auto [f, b] = amount(configuration.layer, configuration.items);
          most_flop = std::max(most_flop, f);
          most_bytes = std::max(most_bytes, b);
          least_flop = std::min(least_flop, f);
          least_bytes = std::min(least_bytes, b);
        }
      }
      CAPTURE(application.name, layer.name, flop, bytes);
      CAPTURE(least_flop, most_flop, least_bytes, most_bytes);
      CHECK(flop <= 2.0 * most_flop);
      CHECK(bytes <= 2.0 * most_bytes);
      CHECK(flop >= least_flop / 2.0);
      CHECK(bytes >= least_bytes / 2.0);
    }
  }
}

bool are_near(int a, int b) { return a <= 2.5 * b && b <= 2.5 * a; }

TEST_CASE("Every convolution of the networks has one like it in the quick grid") {
  const std::vector<LayerConfiguration> grid = host_grid(GridSize::Quick);
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    for (const Layer& layer : dnn.layers()) {
      if (layer.type != LayerType::Convolution) {
        continue;
      }
      CAPTURE(application.name, layer.name);
      CHECK(std::ranges::any_of(grid, [&](const LayerConfiguration& other) {
        return other.layer.type == layer.type &&
               are_near(other.layer.input.channels, layer.input.channels) &&
               are_near(other.layer.output.channels, layer.output.channels) &&
               are_near(other.layer.input.height, layer.input.height) &&
               are_near(other.layer.window.kernel, layer.window.kernel);
      }));
    }
  }
}

}  // namespace
}  // namespace cutpoint
