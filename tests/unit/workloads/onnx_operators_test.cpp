// What becomes of single operators, with FLOP and parameters counted by hand.
#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"

namespace cutpoint {
namespace {

/// The layers of a graph whose input is `x` of that type, and whose output is `y`.
std::vector<Layer> layers_of(const std::string& input, const std::string& body) {
  const ImportedDnn imported =
      import_text(onnx_model("net (" + input + " x) => (float[1] y) {\n" + body + "}\n"));
  return {imported.dnn.layers().begin(), imported.dnn.layers().end()};
}

Layer layer_of(const std::string& input, const std::string& body) {
  const std::vector<Layer> layers = layers_of(input, body);
  REQUIRE(layers.size() == 1);
  return layers.front();
}

double flop_of(const Layer& layer) { return flop_per_item(layer).value(); }

TEST_CASE("a convolution may have a wide kernel, groups, dilations and unequal pads") {
  const Layer layer = layer_of(
      "float[1,8,20,30]",
      onnx_weights("w", {16, 4, 3, 5}) +
          "  y = Conv <group = 2, strides = [2,1], dilations = [1,2], pads = [1,0,1,0]> (x, w)\n");

  CHECK(layer == Layer{.name = "y",
                       .type = LayerType::Convolution,
                       .window = {.kernel = 3,
                                  .stride = 2,
                                  .pad = 1,
                                  .group = 2,
                                  .kernel_width = 5,
                                  .stride_width = 1},
                       .input = {8, 20, 30},
                       .output = {16, 10, 22},
                       .parameters = 16 * 4 * 3 * 5});
  CHECK(flop_of(layer) == 2.0 * 16 * 10 * 22 * 4 * 15);
}

TEST_CASE("a convolution along a sequence has its positions as height") {
  const Layer layer =
      layer_of("float[1,8,100]",
               onnx_weights("w", {4, 8, 3}) + onnx_weights("b", {4}) +
                   "  y = Conv <auto_pad = \"SAME_UPPER\", strides = [2]> (x, w, b)\n");

  CHECK(layer.window == Window{.kernel = 3, .stride = 2, .kernel_width = 1, .stride_width = 1});
  CHECK(layer.input == Shape{8, 100, 1});
  CHECK(layer.output == Shape{4, 50, 1});
  CHECK(layer.parameters == std::nullopt);
  CHECK(parameter_count(layer) == 4 * 8 * 3 + 4);
}

TEST_CASE("what a file counts as items are more positions of one") {
  const Layer layer =
      layer_of("float[5,3,8,8]", onnx_weights("w", {2, 3, 1, 1}) + "  y = Conv (x, w)\n");

  CHECK(layer.input == Shape{3, 40, 8});
  CHECK(layer.output == Shape{2, 40, 8});
  CHECK(flop_of(layer) == 2.0 * 5 * 64 * 2 * 3);
}

TEST_CASE("a transposed convolution counts the taps that meet an output") {
  const Layer layer =
      layer_of("float[1,6,10,10]",
               onnx_weights("w", {6, 4, 2, 2}) + "  y = ConvTranspose <strides = [2,2]> (x, w)\n");

  CHECK(layer.output == Shape{4, 20, 20});
  CHECK(flop_of(layer) == 2.0 * 6 * 100 * 4 * 4);  // each input meets each weight once
  CHECK(parameter_count(layer) == 6 * 4 * 2 * 2);
}

TEST_CASE("a product with constants is a fully connected layer, over positions a convolution") {
  const std::string weights = onnx_weights("w", {64, 10});
  const Layer alone = layer_of("float[1,64]", weights + "  y = MatMul (x, w)\n");
  CHECK(alone.type == LayerType::FullyConnected);
  CHECK(alone.parameters == 640);
  CHECK(flop_of(alone) == 1280.0);

  const Layer along = layer_of("float[1,7,64]", weights + "  y = MatMul (x, w)\n");
  CHECK(along.type == LayerType::Convolution);
  CHECK(along.input == Shape{64, 7, 1});
  CHECK(along.output == Shape{10, 7, 1});
  CHECK(along.parameters == 640);

  const Layer with_bias = layer_of("float[1,64]",
                                   onnx_weights("w", {10, 64}) + onnx_weights("b", {10}) +
                                       "  y = Gemm <transB = 1> (x, w, b)\n");
  CHECK(with_bias.parameters == std::nullopt);
  CHECK(parameter_count(with_bias) == 650);

  const Layer from_left =
      layer_of("float[64,5]", onnx_weights("w", {10, 64}) + "  y = MatMul (w, x)\n");
  CHECK(from_left.output == Shape{10, 5, 1});
  CHECK(from_left.parameters == 640);
  CHECK(flop_of(from_left) == 2.0 * 640 * 5);
}

TEST_CASE("biases and normalizations are part of the layer before") {
  const std::vector<Layer> layers = layers_of(
      "float[1,3,8,8]",
      onnx_weights("w", {4, 3, 1, 1}) + onnx_weights("c", {4}) + onnx_weights("d", {1, 4, 1, 1}) +
          "  conv = Conv (x, w)\n"
          "  shifted = Add (d, conv)\n"
          "  normal = BatchNormalization (shifted, c, c, c, c)\n"
          "  y = Relu (normal)\n");

  REQUIRE(layers.size() == 2);
  CHECK(layers[0].name == "conv");
  CHECK(layers[0].parameters == 12 + 4 + 8);
  CHECK(layers[1].type == LayerType::Relu);
}

TEST_CASE("a normalization stays a layer where its input has other readers, or comes from none") {
  const std::string constants = onnx_weights("w", {3, 3, 1, 1}) + onnx_weights("c", {3});
  const std::vector<Layer> layers =
      layers_of("float[1,3,8,8]",
                constants +
                    "  conv = Conv (x, w)\n"
                    "  normal = BatchNormalization (conv, c, c, c, c)\n"
                    "  y = Add (normal, conv)\n");
  REQUIRE(layers.size() == 3);
  CHECK(layers[0].parameters == 9);
  CHECK(layers[1] == Layer{.name = "normal",
                           .type = LayerType::Scale,
                           .input = {3, 8, 8},
                           .output = {3, 8, 8},
                           .parameters = 6});
  CHECK(layers[2].input == Shape{6, 8, 8});

  CHECK(layer_of("float[1,3,8,8]", constants + "  y = BatchNormalization (x, c, c, c, c)\n").type ==
        LayerType::Scale);
}

TEST_CASE("poolings keep their windows, and means over height and width are poolings") {
  const Layer pool =
      layer_of("float[1,6,9,9]", "  y = AveragePool <kernel_shape = [3,2], strides = [3,1]> (x)\n");
  CHECK(pool.window == Window{.kernel = 3, .stride = 3, .kernel_width = 2, .stride_width = 1});
  CHECK(pool.output == Shape{6, 3, 8});
  CHECK(flop_of(pool) == 6.0 * 3 * 8 * 6);

  for (const char* body : {"  y = GlobalAveragePool (x)\n",
                           "  y = ReduceMean <axes = [2, 3]> (x)\n",
                           "  y = ReduceMean <axes = [-1, -2], keepdims = 0> (x)\n"}) {
    CAPTURE(body);
    const Layer global = layer_of("float[1,6,9,5]", body);
    CHECK(global.type == LayerType::Pooling);
    CHECK(global.output == Shape{6, 1, 1});
    CHECK(flop_of(global) == 6.0 * 45);
  }
  CHECK(layer_of("float[1,7,6]", "  y = ReduceMean <axes = [2]> (x)\n").type ==
        LayerType::ElementWise);
}

TEST_CASE("operators become the layers that their table says") {
  const struct {
    const char* body;
    LayerType type;
  } cases[]{{"LeakyRelu (x)", LayerType::Relu},
            {"Clip (x)", LayerType::Relu},
            {"HardSwish (x)", LayerType::Relu},
            {"Erf (x)", LayerType::Sigmoid},
            {"Softplus (x)", LayerType::Sigmoid},
            {"Tanh (x)", LayerType::Tanh},
            {"LogSoftmax (x)", LayerType::Softmax},
            {"ArgMax (x)", LayerType::Argmax},
            {"Mul (x, x)", LayerType::ElementWise},
            {"Max (x, x, x)", LayerType::ElementWise},
            {"Transpose (x)", LayerType::Copy},
            {"Concat <axis = 0> (x, x)", LayerType::Copy},
            {"CumSum (x, one)", LayerType::ElementWise},
            {"Trilu (x)", LayerType::Copy}};
  for (const auto& [call, type] : cases) {
    CAPTURE(call);
    CHECK(layer_of("float[4,4]",
                   "  one = Constant <value = int64[1] {1}> ()\n  y = " + std::string{call} + "\n")
              .type == type);
  }
}

TEST_CASE("a table lookup reads what it finds, and has the table as parameters") {
  const Layer layer = layer_of(
      "int64[1,12]", onnx_weights("table", {1000, 32}) + "  y = Gather <axis = 0> (table, x)\n");

  CHECK(layer.type == LayerType::Copy);
  CHECK(layer.output == Shape{32, 12, 1});
  CHECK(layer.input == layer.output);
  CHECK(layer.parameters == 32000);
}

TEST_CASE("a recurrent layer is a convolution over its steps, and the cells") {
  // 10 steps of 16 features, 32 cells, two directions.
  const std::vector<Layer> layers = layers_of(
      "float[10,1,16]",
      onnx_weights("w", {2, 128, 16}) + onnx_weights("r", {2, 128, 32}) +
          onnx_weights("b", {2, 256}) +
          "  y, h = LSTM <hidden_size = 32, direction = \"bidirectional\"> (x, w, r, b)\n");

  REQUIRE(layers.size() == 2);
  CHECK(layers[0] == Layer{.name = "y/gates",
                           .type = LayerType::Convolution,
                           .input = {16 + 32, 10, 1},
                           .output = {256, 10, 1},
                           .parameters = 256 * 48 + 512});
  CHECK(flop_of(layers[0]) == 2.0 * 10 * 256 * 48);
  CHECK(layers[1].type == LayerType::ElementWise);
  CHECK(layers[1].output.elements() == 10 * 2 * 32);
}

TEST_CASE("an operator without a cost model is named, and its layer is opaque") {
  const ImportedDnn imported = import_text(
      onnx_model("net (float[4,4] x) => (float[1] y) {\n  z = Relu (x)\n  y = Det (z)\n}\n"));

  REQUIRE(imported.dnn.layers().size() == 2);
  CHECK(imported.dnn.layers()[1].type == LayerType::Opaque);
  CHECK(imported.unmodeled == std::vector<UnmodeledLayer>{{"y", "Det"}});
}

TEST_CASE("an operator of another domain needs its output declared, and is then opaque") {
  const std::string header = "<ir_version: 8, opset_import: [\"\" : 17, \"ours\" : 1]>\n";
  const ImportedDnn imported =
      import_text(header + "net (float[4,4] x) => (float[4,2] y) {\n  y = ours.Fold (x)\n}\n");
  CHECK(imported.unmodeled == std::vector<UnmodeledLayer>{{"y", "ours.Fold"}});
  CHECK(imported.dnn.layers()[0].output.elements() == 8);
}

}  // namespace
}  // namespace cutpoint
