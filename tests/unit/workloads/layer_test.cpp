// Method: every number is counted by hand in the comment beside it.
#include "workloads/dnn/layer.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Layer convolution() {
  return {.name = "conv",
          .type = LayerType::Convolution,
          .window = {.kernel = 3, .group = 2},
          .input = {4, 5, 5},
          .output = {6, 3, 3}};
}

Layer element_wise(LayerType type) {
  return {.name = "layer", .type = type, .input = {2, 3, 5}, .output = {2, 3, 5}};
}

TEST_CASE("A grouped convolution reads only its group's channels") {
  CHECK(parameter_count(convolution()) == 6 * (3 * 3 * 2 + 1));        // 114
  CHECK(flop_per_item(convolution()) == Flop{2.0 * 6 * 9 * (9 * 2)});  // 1944
}

TEST_CASE("A local layer has weights and a bias for every output value") {
  const Layer layer{.name = "local",
                    .type = LayerType::Local,
                    .window = {.kernel = 3},
                    .input = {4, 5, 5},
                    .output = {6, 3, 3}};
  CHECK(parameter_count(layer) == 54 * (3 * 3 * 4 + 1));        // 1998
  CHECK(flop_per_item(layer) == Flop{2.0 * 54 * (3 * 3 * 4)});  // 3888
}

TEST_CASE("A fully connected layer reads its whole input, whatever its shape") {
  const Layer layer{
      .name = "fc", .type = LayerType::FullyConnected, .input = {2, 3, 4}, .output = {5}};
  CHECK(parameter_count(layer) == 5 * (24 + 1));
  CHECK(flop_per_item(layer) == Flop{2.0 * 5 * 24});
}

TEST_CASE("Pooling counts every tap of every output value") {
  const Layer layer{.name = "pool",
                    .type = LayerType::Pooling,
                    .window = {.kernel = 3, .stride = 2},
                    .input = {2, 5, 5},
                    .output = {2, 2, 2}};
  CHECK(parameter_count(layer) == 0);
  CHECK(flop_per_item(layer) == Flop{8.0 * 9});
}

TEST_CASE("Element-wise layers count a fixed number of operations per element") {
  CHECK(flop_per_item(element_wise(LayerType::Normalization)) == Flop{30.0 * 14});
  CHECK(flop_per_item(element_wise(LayerType::Softmax)) == Flop{30.0 * 4});
  CHECK(flop_per_item(element_wise(LayerType::Sigmoid)) == Flop{30.0 * 4});
  CHECK(flop_per_item(element_wise(LayerType::Tanh)) == Flop{30.0 * 4});
  CHECK(flop_per_item(element_wise(LayerType::Relu)) == Flop{30.0});
  CHECK(flop_per_item(element_wise(LayerType::Argmax)) == Flop{30.0});
  CHECK(flop_per_item(element_wise(LayerType::Dropout)) == Flop{0.0});
  CHECK(parameter_count(element_wise(LayerType::Normalization)) == 0);
}

// Two heads over sequences: left 2 x (3 x 5), so 5 positions of 3 values; right 2 x (3 x 4).
Layer matmul() {
  return {.name = "matmul",
          .type = LayerType::MatMul,
          .window = {.group = 2},
          .input = {6, 5, 1},
          .output = {8, 5, 1}};
}

TEST_CASE("A matmul adds up over the channels of its group, and reads two tensors") {
  CHECK(parameter_count(matmul()) == 0);
  CHECK(flop_per_item(matmul()) == Flop{2.0 * 2 * 5 * 3 * 4});  // 240
  const LayerWork work = work_of(matmul(), 3);
  CHECK(work.weights == Bytes{0.0});
  CHECK(work.input == Bytes{3 * 4.0 * (2 * 5 * 3 + 2 * 3 * 4)});
  CHECK(work.output == Bytes{3 * 4.0 * 40});
}

TEST_CASE("Sums, scales, copies and opaque layers count what their elements cost") {
  CHECK(flop_per_item(element_wise(LayerType::ElementWise)) == Flop{30.0});
  CHECK(flop_per_item(element_wise(LayerType::Scale)) == Flop{30.0 * 8});
  CHECK(flop_per_item(element_wise(LayerType::Copy)) == Flop{0.0});
  CHECK(flop_per_item(element_wise(LayerType::Opaque)) == Flop{30.0});
}

TEST_CASE("Parameters that are given replace those that follow from the shapes") {
  Layer layer = convolution();
  layer.parameters = 108;  // no biases
  CHECK(parameter_count(layer) == 108);
  CHECK(work_of(layer, 2).weights == Bytes{4.0 * 108});
}

TEST_CASE("Of a table only what was found is read, of an opaque layer's weights all") {
  Layer layer = element_wise(LayerType::Copy);
  layer.parameters = 1000;
  CHECK(parameter_count(layer) == 1000);
  CHECK(work_of(layer, 1).weights == Bytes{0.0});
  layer.type = LayerType::Opaque;
  CHECK(work_of(layer, 1).weights == Bytes{4000.0});
}

TEST_CASE("A window may be wider than it is high") {
  Layer layer{.name = "wide",
              .type = LayerType::Convolution,
              .window = {.kernel = 1, .stride = 1, .kernel_width = 7, .stride_width = 2},
              .input = {4, 5, 9},
              .output = {6, 5, 2}};
  CHECK(layer.window.kernel_across() == 7);
  CHECK(layer.window.stride_across() == 2);
  CHECK_FALSE(layer.window.is_square());
  CHECK(parameter_count(layer) == 6 * (7 * 4 + 1));
  CHECK(flop_per_item(layer) == Flop{2.0 * 6 * 10 * (7 * 4)});
  layer.type = LayerType::Pooling;
  CHECK(flop_per_item(layer) == Flop{60.0 * 7});

  CHECK((Window{.kernel = 3, .stride = 2}).is_square());
  CHECK((Window{.kernel = 3, .stride = 2, .kernel_width = 3, .stride_width = 2}).is_square());
  CHECK_FALSE((Window{.kernel = 3, .stride = 2, .stride_width = 1}).is_square());
}

TEST_CASE("The width of a window is part of the configuration") {
  Layer layer = convolution();
  const std::uint64_t square = configuration_hash(layer);
  layer.window.kernel_width = 5;
  CHECK(configuration_hash(layer) != square);
}

TEST_CASE("The work of a query grows with its items, except for the weights") {
  const LayerWork one = work_of(convolution(), 1);
  CHECK(one.flop == Flop{1944.0});
  CHECK(one.weights == Bytes{4.0 * 114});
  CHECK(one.input == Bytes{4.0 * 100});
  CHECK(one.output == Bytes{4.0 * 54});

  const LayerWork seven = work_of(convolution(), 7);
  CHECK(seven.flop == Flop{7 * 1944.0});
  CHECK(seven.weights == one.weights);
  CHECK(seven.input == Bytes{7 * 400.0});
  CHECK(seven.output == Bytes{7 * 216.0});
}

TEST_CASE("The work of a query needs at least one item") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(work_of(convolution(), 0), "items >= 1");
}

TEST_CASE("Every layer type has a name") {
  CHECK(to_string(LayerType::Convolution) == "convolution");
  CHECK(to_string(LayerType::Local) == "local");
  CHECK(to_string(LayerType::FullyConnected) == "fully_connected");
  CHECK(to_string(LayerType::Pooling) == "pooling");
  CHECK(to_string(LayerType::Normalization) == "normalization");
  CHECK(to_string(LayerType::Relu) == "relu");
  CHECK(to_string(LayerType::Sigmoid) == "sigmoid");
  CHECK(to_string(LayerType::Tanh) == "tanh");
  CHECK(to_string(LayerType::Softmax) == "softmax");
  CHECK(to_string(LayerType::Argmax) == "argmax");
  CHECK(to_string(LayerType::Dropout) == "dropout");
  CHECK(to_string(LayerType::MatMul) == "matmul");
  CHECK(to_string(LayerType::ElementWise) == "element_wise");
  CHECK(to_string(LayerType::Scale) == "scale");
  CHECK(to_string(LayerType::Copy) == "copy");
  CHECK(to_string(LayerType::Opaque) == "opaque");
}

}  // namespace
}  // namespace cutpoint
