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

TEST_CASE("A layer reads what from() says, later layers read it in turn") {
  const DnnGraph dnn = image(8)
                           .relu("stem")
                           .convolution("left", {.filters = 4, .kernel = 3, .pad = 1})
                           .relu("left_relu")
                           .from("stem")
                           .convolution("right", {.filters = 2, .kernel = 1})
                           .concat("concat", {"left_relu", "right", "stem"})
                           .from("left")
                           .add("add", {"left", "left_relu", "stem"})
                           .build();
  CHECK_FALSE(dnn.is_chain());
  CHECK(std::vector<std::size_t>(dnn.input_readers().begin(), dnn.input_readers().end()) ==
        std::vector<std::size_t>{0});
  CHECK(dnn.edges() == std::vector<DnnGraph::Edge>{
                           {0, 1}, {0, 3}, {0, 4}, {0, 5}, {1, 2}, {1, 5}, {2, 4}, {2, 5}, {3, 4}});

  using enum LayerType;
  const std::vector<Layer> expected{
      {"stem", Relu, {}, {4, 8, 8}, {4, 8, 8}},
      {"left", Convolution, {3, 1, 1}, {4, 8, 8}, {4, 8, 8}},
      {"left_relu", Relu, {}, {4, 8, 8}, {4, 8, 8}},
      {"right", Convolution, {1}, {4, 8, 8}, {2, 8, 8}},
      {"concat", Copy, {}, {10, 8, 8}, {10, 8, 8}},
      {"add", ElementWise, {}, {12, 8, 8}, {4, 8, 8}},
  };
  CHECK(std::vector<Layer>(dnn.layers().begin(), dnn.layers().end()) == expected);
}

TEST_CASE("A convolution has a bias, none, or a normalization that was folded into it") {
  const auto parameters = [](ConvolutionBias bias) {
    return parameter_count(
        image(8).convolution("c", {.filters = 6, .kernel = 3, .bias = bias}).build());
  };
  CHECK(parameters(ConvolutionBias::Own) == 6 * (9 * 4 + 1));
  CHECK(parameters(ConvolutionBias::None) == 6 * 9 * 4);
  CHECK(parameters(ConvolutionBias::Normalized) == 6 * (9 * 4 + 2));
  const Layer layer =
      image(8).convolution("c", {.filters = 6, .kernel = 3}).build().layers().front();
  CHECK_FALSE(layer.parameters.has_value());
}

TEST_CASE("Pooling pads, and rounds as it is told") {
  const auto side = [](int size, const PoolingOptions& options) {
    return last_shape(image(size).pooling("p", options)).height;
  };
  CHECK(side(8, {.kernel = 3, .stride = 2, .rounding = Rounding::Down}) == 3);
  CHECK(side(8, {.kernel = 3, .stride = 2, .pad = 1}) == 5);
  CHECK(side(8, {.kernel = 3, .stride = 2, .pad = 1, .rounding = Rounding::Down}) == 4);
  CHECK(side(7, {.kernel = 3, .stride = 1, .pad = 1}) == 7);
  // A fourth window would begin beyond the input and the pad before it.
  CHECK(side(5, {.kernel = 2, .stride = 2, .pad = 1}) == 3);

  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(side(8, {.kernel = 2, .pad = 2}), "pad_is_within_kernel");
}

TEST_CASE("Global pooling has a window as large as its input") {
  const Layer square = image(7).global_pooling("g").build().layers().front();
  CHECK(square == Layer{"g", LayerType::Pooling, {.kernel = 7}, {4, 7, 7}, {4}});
  const Layer wide = DnnBuilder{"net", {4, 3, 9}}.global_pooling("g").build().layers().front();
  CHECK(wide.window == Window{.kernel = 3, .kernel_width = 9});
  CHECK(flop_per_item(wide) == Flop{4.0 * 27});
}

TEST_CASE("Attention multiplies by channels, then by positions") {
  const DnnGraph dnn = DnnBuilder{"net", {12, 5, 1}}
                           .relu("query")
                           .convolution("key", {.filters = 12, .kernel = 1})
                           .from("query")
                           .convolution("value", {.filters = 6, .kernel = 1})
                           .matmul("scores", {.left = "query", .right = "key", .group = 3})
                           .softmax("softmax")
                           .matmul("context",
                                   {.left = "softmax",
                                    .right = "value",
                                    .group = 3,
                                    .contraction = Contraction::Positions})
                           .scale("norm")
                           .build();
  using enum LayerType;
  CHECK(dnn.layers()[3] == Layer{"scores", MatMul, {.group = 3}, {12, 5, 1}, {15, 5, 1}});
  CHECK(dnn.layers()[4] == Layer{"softmax", Softmax, {}, {15, 5, 1}, {15, 5, 1}});
  CHECK(dnn.layers()[5] == Layer{"context", MatMul, {.group = 3}, {15, 5, 1}, {6, 5, 1}});
  CHECK(dnn.layers()[6] == Layer{"norm", Scale, {}, {6, 5, 1}, {6, 5, 1}, 12});
  CHECK(work_of(dnn.layers()[3], 1).input == Bytes{4.0 * (12 * 5 + 12 * 5)});
  CHECK(work_of(dnn.layers()[5], 1).input == Bytes{4.0 * (15 * 5 + 6 * 5)});
}

TEST_CASE("A copy moves what it is told to, a sum adds up parts of the channels") {
  const DnnGraph dnn = DnnBuilder{"net", {1, 5, 1}}
                           .copy("lookup", {12, 5, 1}, 1000)
                           .sum("sum", 3)
                           .copy("first", {4, 1, 1})
                           .build();
  using enum LayerType;
  CHECK(dnn.layers()[0] == Layer{"lookup", Copy, {}, {12, 5, 1}, {12, 5, 1}, 1000});
  CHECK(dnn.layers()[1] == Layer{"sum", ElementWise, {}, {12, 5, 1}, {4, 5, 1}});
  CHECK(dnn.layers()[2] == Layer{"first", Copy, {}, {4, 1, 1}, {4, 1, 1}});
}

TEST_CASE("Inputs that are not there, or do not fit each other, break the contract") {
  const ThrowingContracts contracts;
  DnnBuilder builder = image(8).relu("a").pooling("b", {.kernel = 2, .stride = 2});
  CHECK_THROWS_WITH(builder.from("c"), "input_is_there");
  CHECK_THROWS_WITH(builder.add("d", {"a", "c"}), "input_is_there");
  CHECK_THROWS_WITH(builder.add("d", {"a"}), "inputs.size() >= 2");
  CHECK_THROWS_WITH(builder.add("d", {"a", "b"}), "inputs_have_one_shape");
  CHECK_THROWS_WITH(builder.concat("d", {"a"}), "inputs.size() >= 2");
  CHECK_THROWS_WITH(builder.concat("d", {"a", "b"}), "inputs_have_one_height");
  CHECK_THROWS_WITH(builder.sum("d", 3), "parts_divide_channels");
  CHECK_THROWS_WITH(builder.matmul("d", {.left = "a", .right = "a", .group = 3}),
                    "group_divides_left_channels");
  CHECK_THROWS_WITH(
      builder.matmul("d", {.left = "a", .right = "a", .contraction = Contraction::Positions}),
      "matrices_fit");
  CHECK_THROWS_WITH(builder.copy("d", {0, 1, 1}), "moved.elements() >= 1");
}

TEST_CASE("Two layers of one name break the contract") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(image(3).relu("same").relu("other").dropout("same"), "layer_name_is_new");
}

}  // namespace
}  // namespace cutpoint
