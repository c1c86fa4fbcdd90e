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
}

}  // namespace
}  // namespace cutpoint
