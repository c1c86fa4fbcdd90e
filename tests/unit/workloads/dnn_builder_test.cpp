#include "workloads/dnn/dnn_builder.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

Shape last_shape(const DnnBuilder& builder) { return builder.build().layers().back().output; }

DnnBuilder image(int size) { return DnnBuilder{"net", {4, size, size}}; }

TEST_CASE("A builder makes a chain whose shapes follow from one another") {
  const DnnGraph dnn = image(8)
                           .convolution("conv", {.filters = 6, .kernel = 3, .pad = 1, .group = 2})
                           .relu("relu")
                           .normalization("norm")
                           .pooling("pool", {.kernel = 2, .stride = 2})
                           .dropout("drop")
                           .local("local", {.filters = 5, .kernel = 3})
                           .fully_connected("fc", 10)
                           .sigmoid("sigmoid")
                           .tanh("tanh")
                           .softmax("softmax")
                           .argmax("argmax")
                           .build();
  CHECK(dnn.is_chain());

  using enum LayerType;
  const std::vector<Layer> expected{
      {"conv", Convolution, {3, 1, 1, 2}, {4, 8, 8}, {6, 8, 8}},
      {"relu", Relu, {}, {6, 8, 8}, {6, 8, 8}},
      {"norm", Normalization, {}, {6, 8, 8}, {6, 8, 8}},
      {"pool", Pooling, {2, 2}, {6, 8, 8}, {6, 4, 4}},
      {"drop", Dropout, {}, {6, 4, 4}, {6, 4, 4}},
      {"local", Local, {3}, {6, 4, 4}, {5, 2, 2}},
      {"fc", FullyConnected, {}, {5, 2, 2}, {10}},
      {"sigmoid", Sigmoid, {}, {10}, {10}},
      {"tanh", Tanh, {}, {10}, {10}},
      {"softmax", Softmax, {}, {10}, {10}},
      {"argmax", Argmax, {}, {10}, {1}},
  };
  CHECK(std::vector<Layer>(dnn.layers().begin(), dnn.layers().end()) == expected);
}

TEST_CASE("Convolution and local layers round down, pooling rounds up") {
  // Windows of 3 every 2: 7 holds exactly 3 of them, 8 holds 3 and a part of a fourth.
  CHECK(last_shape(image(7).convolution("c", {.filters = 1, .kernel = 3, .stride = 2})) ==
        Shape{1, 3, 3});
  CHECK(last_shape(image(8).convolution("c", {.filters = 1, .kernel = 3, .stride = 2})) ==
        Shape{1, 3, 3});
  CHECK(last_shape(image(8).local("l", {.filters = 1, .kernel = 3, .stride = 2})) ==
        Shape{1, 3, 3});
  CHECK(last_shape(image(7).pooling("p", {.kernel = 3, .stride = 2})) == Shape{4, 3, 3});
  CHECK(last_shape(image(8).pooling("p", {.kernel = 3, .stride = 2})) == Shape{4, 4, 4});
}

TEST_CASE("Height and width are inferred separately") {
  DnnBuilder wide{"net", {1, 4, 9}};
  CHECK(last_shape(wide.convolution("c", {.filters = 2, .kernel = 3})) == Shape{2, 2, 7});
}

TEST_CASE("A window fits its padded input, not more") {
  CHECK(last_shape(image(3).convolution("c", {.filters = 1, .kernel = 3})) == Shape{1, 1, 1});
  CHECK(last_shape(image(3).convolution("c", {.filters = 1, .kernel = 5, .pad = 1})) ==
        Shape{1, 1, 1});
  CHECK(last_shape(image(3).pooling("p", {.kernel = 3, .stride = 3})) == Shape{4, 1, 1});

  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 4}),
                    "window_fits_padded_input");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 6, .pad = 1}),
                    "window_fits_padded_input");
  CHECK_THROWS_WITH(image(3).local("l", {.filters = 1, .kernel = 4}), "window_fits_padded_input");
  CHECK_THROWS_WITH(image(3).pooling("p", {.kernel = 4}), "window_fits_padded_input");
  DnnBuilder narrow{"net", {1, 5, 2}};
  CHECK_THROWS_WITH(narrow.pooling("p", {.kernel = 3}), "window_fits_padded_input");
}

TEST_CASE("Impossible layers break the contract") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH((DnnBuilder{"net", {0, 1, 1}}), "input.channels >= 1");
  CHECK_THROWS_WITH((DnnBuilder{"net", {1, 0, 1}}), "input.height >= 1");
  CHECK_THROWS_WITH((DnnBuilder{"net", {1, 1, 0}}), "input.width >= 1");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 0, .kernel = 1}), "filters >= 1");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 0}), "window.kernel >= 1");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 1, .stride = 0}),
                    "window.stride >= 1");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 1, .pad = -1}),
                    "window.pad >= 0");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 1, .kernel = 1, .group = 0}),
                    "options.group >= 1");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 6, .kernel = 1, .group = 3}),
                    "group_divides_input_channels");
  CHECK_THROWS_WITH(image(3).convolution("c", {.filters = 3, .kernel = 1, .group = 2}),
                    "group_divides_filters");
  CHECK_THROWS_WITH(image(3).pooling("p", {.kernel = 1, .stride = 2}), "stride_skips_no_input");
  CHECK_THROWS_WITH(image(3).fully_connected("fc", 0), "outputs >= 1");
  CHECK_THROWS_WITH(image(3).build(), "!layers.empty()");
}

TEST_CASE("Two layers of one name break the contract") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(image(3).relu("same").relu("other").dropout("same"), "layer_name_is_new");
}

}  // namespace
}  // namespace cutpoint
