// Method: the built-in processors, whose bare roofline is cost(), and networks of the zoo.
#include "workloads/devices/actual_costs.hpp"

#include <algorithm>
#include <cmath>

#include "tests/support/catch.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

Processor processor(std::string_view name) {
  return *std::ranges::find(built_in_processors(), name, &Processor::name);
}

/// A relu over so many elements.
Layer relu(int elements) {
  const Shape shape{.channels = elements};
  return {.name = "relu", .type = LayerType::Relu, .input = shape, .output = shape};
}

using TypeTotals = std::array<double, kLayerTypeCount>;

TypeTotals totals_by_type(const DnnGraph& dnn, const std::vector<LayerCost>& costs) {
  TypeTotals totals{};
  for (std::size_t i = 0; i < costs.size(); ++i) {
    totals[static_cast<std::size_t>(dnn.layers()[i].type)] += costs[i].time.count();
  }
  return totals;
}

TEST_CASE("AlexNet's layers of each type take together what the bare roofline says") {
  const DnnGraph dnn = find_application("imc").build();
  for (const Processor& p : built_in_processors()) {
    CAPTURE(p.name);
    const std::vector<LayerCost> bare = layer_costs(p, dnn, {.items = 1});
    const std::vector<LayerCost> actual = ActualCosts{p}.of(dnn, {.items = 1});
    const TypeTotals expected = totals_by_type(dnn, bare);
    const TypeTotals found = totals_by_type(dnn, actual);
    for (std::size_t type = 0; type < expected.size(); ++type) {
      CHECK(found[type] == Approx(expected[type]).epsilon(1e-12));
    }
    CHECK(actual.front().time.count() != Approx(bare.front().time.count()).epsilon(1e-3));
  }
}

TEST_CASE("Misfit depends on the processor's name and the layer's configuration, on nothing else") {
  Processor gpu = processor("tk1-gpu");
  const Processor another_name = [&] {
    Processor renamed = gpu;
    renamed.name = "my-phone";
    return renamed;
  }();
  gpu.cache_bytes = {};  // so that it is the same for any number of items
  const auto factor = [](const Processor& p, const Layer& layer, int items) {
    return ActualCosts{p}.of(layer, items).time / cost(p, layer, items).time;
  };
  Layer layer = relu(100'000);
  const double base = factor(gpu, layer, 1);
  CHECK(factor(gpu, layer, 7) == Approx(base).epsilon(1e-12));
  layer.name = "another";
  CHECK(factor(gpu, layer, 1) == base);
  CHECK(factor(another_name, layer, 1) != Approx(base).epsilon(1e-6));
  CHECK(factor(gpu, relu(100'001), 1) != Approx(base).epsilon(1e-6));
  layer.window.kernel = 2;
  CHECK(factor(gpu, layer, 1) != Approx(base).epsilon(1e-6));
}

TEST_CASE("Misfits have mean one and the coefficient of variation of their processor") {
  Processor gpu = processor("tk1-gpu");
  gpu.layer_misfit.value = 0.3;
  gpu.cache_bytes = {};
  const ActualCosts costs{gpu};
  constexpr int kLayers = 4000;
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 1; i <= kLayers; ++i) {
    // The normalization of relu layers cancels in the coefficient of variation.
    const double factor = costs.of(relu(i), 1).time / cost(gpu, relu(i), 1).time;
    sum += factor;
    squares += factor * factor;
  }
  const double mean = sum / kLayers;
  CHECK(std::sqrt(squares / kLayers - mean * mean) / mean == Approx(0.3).epsilon(0.08));

  // Tanh layers are in no way normalized, as AlexNet has none.
  double tanh_sum = 0.0;
  for (int i = 1; i <= kLayers; ++i) {
    Layer layer = relu(i);
    layer.type = LayerType::Tanh;
    tanh_sum += costs.of(layer, 1).time / cost(gpu, layer, 1).time;
  }
  CHECK(tanh_sum / kLayers == Approx(1.0).epsilon(4.0 * 0.3 / std::sqrt(kLayers)));
}

TEST_CASE("Activations move faster exactly if they fit into the cache together") {
  Processor gpu = processor("tk1-gpu");
  gpu.layer_misfit = {};
  gpu.layer_overhead = {};
  gpu.cache_bytes.value = Bytes{8000.0};
  gpu.cache_speedup.value = 3.0;
  const auto tanh_layer = [](int elements) {  // a type that is not normalized
    Layer layer = relu(elements);
    layer.type = LayerType::Tanh;
    return layer;
  };
  const ActualCosts costs{gpu};
  CHECK(costs.of(tanh_layer(1000), 1).time / cost(gpu, tanh_layer(1000), 1).time ==
        Approx(1.0 / 3.0));
  CHECK(costs.of(tanh_layer(500), 2).time / cost(gpu, tanh_layer(500), 2).time ==
        Approx(1.0 / 3.0));
  CHECK(costs.of(tanh_layer(1001), 1).time == cost(gpu, tanh_layer(1001), 1).time);
  CHECK(costs.of(tanh_layer(1000), 2).time == cost(gpu, tanh_layer(1000), 2).time);
}

TEST_CASE("In a layer with weights only its activations move faster") {
  Processor gpu = processor("tk1-gpu");
  const Layer layer{.name = "conv",
                    .type = LayerType::Convolution,
                    .window = {.kernel = 3, .pad = 1},
                    .input = {8, 10, 10},
                    .output = {16, 10, 10}};
  const LayerWork work = work_of(layer, 1);
  const BytesPerSecond bandwidth = gpu.memory_bandwidth.value;
  const Seconds saved = cost(gpu, layer, 1).time - cost(gpu, layer, 1, 2.0 * bandwidth).time;
  CHECK(saved.count() == Approx(((work.input + work.output) / (2.0 * bandwidth)).count()));
}

TEST_CASE("Without misfit the actual costs are the bare roofline, to the bit") {
  const DnnGraph dnn = find_application("vgg").build();
  for (const Processor& p : built_in_processors()) {
    const Processor bare = without_misfit(p);
    CHECK(ActualCosts{bare}.of(dnn, {.items = 1}) == layer_costs(p, dnn, {.items = 1}));
  }
}

TEST_CASE("Dropout costs nothing, whatever the misfit") {
  Layer dropout = relu(4096);
  dropout.type = LayerType::Dropout;
  CHECK(ActualCosts{processor("tk1-cpu")}.of(dropout, 1) == LayerCost{});
}

}  // namespace
}  // namespace cutpoint
