// Method: an imaginary processor with round constants shows each roofline form by hand.
#include "workloads/devices/processor.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

template <class Q>
Constant<Q> known(Q value) {
  return {value, Evidence::Sourced, "the test"};
}

Processor round_processor() {
  return {
      .name = "round",
      .conv_rate = known(FlopPerSecond{1000.0}),
      .gemm_rate = known(FlopPerSecond{500.0}),
      .memory_bandwidth = known(BytesPerSecond{400.0}),
      .weight_bandwidth = known(BytesPerSecond{100.0}),
      .local_bandwidth = known(BytesPerSecond{200.0}),
      .layer_overhead = known(Seconds{0.5}),
      .gemm_tile_slots = known(0.0),
      .lrn_per_element = known(Seconds{4.0}),
      .transcendental_per_element = known(Seconds{3.0}),
      .relu_per_element = known(Seconds{2.0}),
      .pooling_per_tap = known(Seconds{1.0}),
      .compute_power = known(Watts{20.0}),
      .memory_power = known(Watts{10.0}),
      .idle_power = known(Watts{1.0}),
  };
}

Layer layer_of(LayerType type, Shape input, Shape output, Window window = {}) {
  return {.name = "layer", .type = type, .window = window, .input = input, .output = output};
}

void check_cost(const LayerCost& cost, Seconds arithmetic, Seconds rest) {
  CHECK(cost.time.count() == Approx((arithmetic + rest).count()));
  CHECK((cost.power * cost.time).value() ==
        Approx(20.0 * arithmetic.count() + 10.0 * rest.count()));
}

TEST_CASE("A convolution computes, then moves weights, input and output") {
  // 1x1 window over 10 channels, 2 filters, 5 x 1 pixels: 200 FLOP and 22 parameters an item.
  const Layer layer = layer_of(LayerType::Convolution, {10, 5, 1}, {2, 5, 1}, {.kernel = 1});
  check_cost(cost(round_processor(), layer, 1),
             Seconds{200.0 / 1000.0},
             Seconds{0.5 + (88.0 + 200.0 + 40.0) / 400.0});
  check_cost(cost(round_processor(), layer, 3),
             Seconds{600.0 / 1000.0},
             Seconds{0.5 + (88.0 + 600.0 + 120.0) / 400.0});
}

TEST_CASE("A local layer passes over its weights four times for every item") {
  const Layer layer = layer_of(LayerType::Local, {1, 3, 3}, {2, 2, 2}, {.kernel = 2});
  check_cost(cost(round_processor(), layer, 1), Seconds{0.0}, Seconds{0.5 + 4 * 160.0 / 200.0});
  check_cost(cost(round_processor(), layer, 5), Seconds{0.0}, Seconds{0.5 + 20 * 160.0 / 200.0});
}

TEST_CASE("A fully connected layer waits for its weights at few items, computes at many") {
  // 4 x 5: 40 FLOP an item and 25 parameters, so weights take 1 s and an item 0.08 s.
  const Layer layer = layer_of(LayerType::FullyConnected, {4}, {5});
  check_cost(
      cost(round_processor(), layer, 12), Seconds{0.0}, Seconds{0.5 + 1.0 + 12 * 36.0 / 400.0});
  check_cost(cost(round_processor(), layer, 13),
             Seconds{13 * 40.0 / 500.0},
             Seconds{0.5 + 13 * 36.0 / 400.0});
}

TEST_CASE("Pooling is paid per tap or per byte, whichever is slower") {
  const Layer layer =
      layer_of(LayerType::Pooling, {1, 4, 4}, {1, 2, 2}, {.kernel = 2, .stride = 2});
  Processor processor = round_processor();
  check_cost(cost(processor, layer, 3), Seconds{3 * 16.0}, Seconds{0.5});

  processor.pooling_per_tap.value = Seconds{0.0};
  check_cost(cost(processor, layer, 3), Seconds{0.0}, Seconds{0.5 + 3 * 80.0 / 400.0});
}

TEST_CASE("Element-wise layers are paid per element or per byte, whichever is slower") {
  using enum LayerType;
  struct Case {
    LayerType type;
    double per_element;
    double passes;
  };
  for (const Case& c : {Case{Normalization, 4.0, 3.0},
                        Case{Sigmoid, 3.0, 1.0},
                        Case{Tanh, 3.0, 1.0},
                        Case{Softmax, 3.0, 1.0},
                        Case{Relu, 2.0, 1.0},
                        Case{Scale, 4.0, 1.0}}) {
    CAPTURE(to_string(c.type));
    const Layer layer = layer_of(c.type, {10}, {10});
    Processor processor = round_processor();
    check_cost(cost(processor, layer, 2), Seconds{2 * 10 * c.per_element}, Seconds{0.5});

    processor.lrn_per_element.value = Seconds{0.0};
    processor.transcendental_per_element.value = Seconds{0.0};
    processor.relu_per_element.value = Seconds{0.0};
    check_cost(cost(processor, layer, 2), Seconds{0.0}, Seconds{0.5 + c.passes * 2 * 80.0 / 400.0});
  }
}

TEST_CASE("Argmax looks at every input and writes one value") {
  const Layer layer = layer_of(LayerType::Argmax, {10}, {1});
  Processor processor = round_processor();
  check_cost(cost(processor, layer, 2), Seconds{2 * 10 * 2.0}, Seconds{0.5});

  processor.relu_per_element.value = Seconds{0.0};
  check_cost(cost(processor, layer, 2), Seconds{0.0}, Seconds{0.5 + 2 * 44.0 / 400.0});
}

TEST_CASE("A sum looks at every input and writes one tensor") {
  const Layer layer = layer_of(LayerType::ElementWise, {20}, {10});
  Processor processor = round_processor();
  check_cost(cost(processor, layer, 2), Seconds{2 * 20 * 2.0}, Seconds{0.5});

  processor.relu_per_element.value = Seconds{0.0};
  check_cost(cost(processor, layer, 2), Seconds{0.0}, Seconds{0.5 + 2 * 120.0 / 400.0});
}

TEST_CASE("A matmul computes at the rate of matrices, then moves all three of them") {
  // 3 x 5 by 3 x 4 in each of two groups: 240 FLOP, 30 + 24 values in and 40 out.
  const Layer layer = layer_of(LayerType::MatMul, {6, 5, 1}, {8, 5, 1}, {.group = 2});
  check_cost(cost(round_processor(), layer, 3),
             Seconds{3 * 240.0 / 500.0},
             Seconds{0.5 + 3 * 4 * 94.0 / 400.0});
}

TEST_CASE("Copies and opaque layers are limited by memory") {
  Layer layer = layer_of(LayerType::Copy, {10}, {5});
  layer.parameters = 1000;
  check_cost(cost(round_processor(), layer, 2), Seconds{0.0}, Seconds{0.5 + 2 * 60.0 / 400.0});
  layer.type = LayerType::Opaque;
  check_cost(
      cost(round_processor(), layer, 2), Seconds{0.0}, Seconds{0.5 + (4000.0 + 2 * 60.0) / 400.0});
}

TEST_CASE("Dropout costs nothing, not even its launch") {
  CHECK(cost(round_processor(), layer_of(LayerType::Dropout, {10}, {10}), 3) == LayerCost{});
}

// The time of the arithmetic of a 1x1 convolution of `filters` over `pixels`, against that of the
// same convolution at full rate.
double slowdown(int filters, int pixels, int group, int items) {
  const Layer layer = layer_of(LayerType::Convolution,
                               {group, pixels, 1},
                               {filters, pixels, 1},
                               {.kernel = 1, .group = group});
  Processor tiled = round_processor();
  tiled.gemm_tile_slots.value = 4.0;
  const Seconds full_rate = work_of(layer, items).flop / tiled.conv_rate.value;
  return (cost(tiled, layer, items).time - cost(round_processor(), layer, items).time) / full_rate +
         1.0;
}

TEST_CASE("A convolution that fills few of the tile slots is slowed down by the empty ones") {
  CHECK(slowdown(128, 64, 1, 1) == Approx(4.0));                // 1 tile of 4 slots
  CHECK(slowdown(128, 65, 1, 1) == Approx(2.0));                // 2 tiles
  CHECK(slowdown(129, 64, 1, 1) == Approx(2.0));                // 2 tiles
  CHECK(slowdown(129, 65, 1, 1) == Approx(1.0));                // 4 tiles
  CHECK(slowdown(128, 4 * 64, 1, 1) == Approx(1.0));            // 4 tiles
  CHECK(slowdown(128, 4 * 64 + 1, 1, 1) == Approx(8.0 / 5.0));  // 5 tiles in two rounds
}

TEST_CASE("Groups follow one another, items are computed together") {
  CHECK(slowdown(256, 64, 2, 1) == Approx(4.0));  // twice 1 tile
  CHECK(slowdown(258, 64, 2, 1) == Approx(2.0));  // twice 2 tiles
  CHECK(slowdown(128, 32, 1, 2) == Approx(4.0));  // 64 pixels of two items: 1 tile
  CHECK(slowdown(128, 32, 1, 8) == Approx(1.0));  // 256 pixels of eight items: 4 tiles
}

TEST_CASE("Costs of a network are its layers' costs, in order") {
  const Layer relu = layer_of(LayerType::Relu, {10}, {10});
  const Layer fc = layer_of(LayerType::FullyConnected, {10}, {5});
  const DnnGraph dnn{"net", {10}, {relu, fc}, {{0, 1}}};
  CHECK(layer_costs(round_processor(), dnn, {.items = 7}) ==
        std::vector<LayerCost>{cost(round_processor(), relu, 7), cost(round_processor(), fc, 7)});
}

TEST_CASE("A cost needs at least one item") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(cost(round_processor(), layer_of(LayerType::Dropout, {1}, {1}), 0),
                    "items >= 1");
}

TEST_CASE("A constant set by name becomes an assumption of the scenario") {
  Processor processor = round_processor();
  set_constant(processor, "conv_rate", "70 GFLOP/s", {});
  CHECK(processor.conv_rate.value == FlopPerSecond{70e9});
  CHECK(processor.conv_rate.evidence == Evidence::Assumed);
  CHECK(processor.conv_rate.source == "scenario");
  CHECK(processor.gemm_rate.evidence == Evidence::Sourced);

  set_constant(processor, "layer_overhead", "0 ms", {});
  CHECK(processor.layer_overhead.value == Seconds{0.0});
  set_constant(processor, "gemm_tile_slots", "30 tiles", {});
  CHECK(processor.gemm_tile_slots.value == 30.0);
  set_constant(processor, "idle_power", "1500 mW", {});
  CHECK(processor.idle_power.value == Watts{1.5});
  set_constant(processor, "local_bandwidth", "2.5 GB/s", {});
  CHECK(processor.local_bandwidth.value == BytesPerSecond{2.5e9});
  set_constant(processor, "layer_misfit", "12.5 %", {});
  CHECK(processor.layer_misfit.value == 0.125);
  set_constant(processor, "cache_bytes", "2 MiB", {});
  CHECK(processor.cache_bytes.value == kibibytes(2048.0));
  set_constant(processor, "cache_speedup", "2.5 times", {});
  CHECK(processor.cache_speedup.value == 2.5);
}

TEST_CASE("Bad constants are refused and leave the processor as it was") {
  Processor processor = round_processor();
  const SourceLocation here{"a.toml", 4, 2};
  CHECK_THROWS_WITH(set_constant(processor, "conv_rat", "70 GFLOP/s", here),
                    "a.toml:4:2: error: unknown constant \"conv_rat\" of \"round\"; did you mean "
                    "\"conv_rate\"?");
  CHECK_THROWS_WITH(set_constant(processor, "conv_rate", "0 GFLOP/s", here),
                    "a.toml:4:2: error: conv_rate = \"0 GFLOP/s\"; it must be above 0, like "
                    "\"1 GFLOP/s\"");
  CHECK_THROWS_WITH(set_constant(processor, "layer_overhead", "-1 ms", here),
                    "a.toml:4:2: error: layer_overhead = \"-1 ms\"; it must be 0 or more, like "
                    "\"1 ms\"");
  CHECK_THROWS_WITH(set_constant(processor, "gemm_tile_slots", "30", here),
                    "a.toml:4:2: error: \"30\" is no number of tiles; write it like \"30 tiles\"");
  CHECK_THROWS_WITH(
      set_constant(processor, "gemm_tile_slots", "inf tiles", here),
      "a.toml:4:2: error: \"inf tiles\" is no number of tiles; write it like \"30 tiles\"");
  CHECK_THROWS_WITH(
      set_constant(processor, "cache_speedup", "2 tiles", here),
      "a.toml:4:2: error: \"2 tiles\" is no number of times; write it like \"30 times\"");
  CHECK_THROWS_WITH(set_constant(processor, "cache_speedup", "0 times", here),
                    "a.toml:4:2: error: cache_speedup = \"0 times\"; it must be above 0, like "
                    "\"1 times\"");
  CHECK_THROWS_WITH(set_constant(processor, "layer_misfit", "-1 %", here),
                    "a.toml:4:2: error: layer_misfit = \"-1 %\"; it must be 0 or more, like "
                    "\"1 %\"");
  CHECK_THROWS_AS(set_constant(processor, "idle_power", "2 GB/s", here), InputError);
  CHECK(processor.conv_rate.value == FlopPerSecond{1000.0});
  CHECK(processor.layer_overhead.value == Seconds{0.5});
  CHECK(processor.gemm_tile_slots.value == 0.0);
}

TEST_CASE("The catalog shows every constant in the unit that people use") {
  const Processor processor = round_processor();
  const std::vector<CatalogEntry> entries = catalog(processor);
  REQUIRE(entries.size() == 17);
  CHECK(entries.front().owner == "round");
  CHECK(entries.front().name == "conv_rate");
  CHECK(entries.front().value == Approx(1e-6));
  CHECK(entries.front().unit == "GFLOP/s");
  CHECK(entries.front().evidence == Evidence::Sourced);
  CHECK(entries.front().source == "the test");
  const auto overhead = std::ranges::find(entries, "layer_overhead", &CatalogEntry::name);
  REQUIRE(overhead != entries.end());
  CHECK(overhead->value == Approx(500.0));
  CHECK(overhead->unit == "ms");
}

}  // namespace
}  // namespace cutpoint
