// Whole graphs in ONNX text: who reads what, and what is folded away.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"

namespace cutpoint {
namespace {

/// "from>to" by names, the network's input being "*".
std::vector<std::string> edges_of(const DnnGraph& dnn) {
  std::vector<std::string> edges;
  for (const std::size_t reader : dnn.input_readers()) {
    edges.push_back("*>" + dnn.layers()[reader].name);
  }
  for (const DnnGraph::Edge& edge : dnn.edges()) {
    edges.push_back(dnn.layers()[edge.from].name + '>' + dnn.layers()[edge.to].name);
  }
  std::ranges::sort(edges);
  return edges;
}

std::vector<std::string> names_of(const DnnGraph& dnn) {
  std::vector<std::string> names;
  for (const Layer& layer : dnn.layers()) {
    names.push_back(layer.name);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("a residual block has two ways from its input") {
  const DnnGraph dnn =
      import_text(onnx_model("net (float[1,8,16,16] x) => (float[1] y) {\n" +
                             onnx_weights("w", {8, 8, 3, 3}) + onnx_weights("c", {8}) +
                             "  conv1 = Conv <pads = [1,1,1,1]> (x, w)\n"
                             "  norm1 = BatchNormalization (conv1, c, c, c, c)\n"
                             "  relu1 = Relu (norm1)\n"
                             "  conv2 = Conv <pads = [1,1,1,1]> (relu1, w, c)\n"
                             "  sum = Add (conv2, x)\n"
                             "  y = Relu (sum)\n"
                             "}\n"))
          .dnn;

  CHECK(edges_of(dnn) ==
        Names{"*>conv1", "*>sum", "conv1>relu1", "conv2>sum", "relu1>conv2", "sum>y"});
  CHECK(dnn.layers()[3].input == Shape{16, 16, 16});
  CHECK(dnn.layers()[3].output == Shape{8, 16, 16});
  CHECK(parameter_count(dnn) == (576 + 16) + (576 + 8));
  CHECK_FALSE(dnn.is_chain());
}

TEST_CASE("an inception block is concatenated from its branches") {
  const DnnGraph dnn =
      import_text(onnx_model("net (float[1,16,14,14] x) => (float[1] y) {\n" +
                             onnx_weights("w1", {4, 16, 1, 1}) + onnx_weights("w3", {6, 4, 3, 3}) +
                             onnx_weights("wp", {2, 16, 1, 1}) +
                             "  one = Conv (x, w1)\n"
                             "  reduce = Conv (x, w1)\n"
                             "  three = Conv <pads = [1,1,1,1]> (reduce, w3)\n"
                             "  pool = MaxPool <kernel_shape = [3,3], pads = [1,1,1,1]> (x)\n"
                             "  project = Conv (pool, wp)\n"
                             "  y = Concat <axis = 1> (one, three, project)\n"
                             "}\n"))
          .dnn;

  CHECK(edges_of(dnn) == Names{"*>one",
                               "*>pool",
                               "*>reduce",
                               "one>y",
                               "pool>project",
                               "project>y",
                               "reduce>three",
                               "three>y"});
  const Layer& concatenated = dnn.layers().back();
  CHECK(concatenated.input == Shape{12, 14, 14});
  CHECK(concatenated.output == Shape{12, 14, 14});
}

TEST_CASE("attention multiplies what was computed, head by head") {
  const DnnGraph dnn =
      import_text(onnx_model("net (float[1,12,64] x) => (float[1] y) {\n" +
                             onnx_weights("w", {64, 64}) + onnx_weights("b", {64}) +
                             "  heads = Constant <value = int64[4] {1, 12, 4, 16}> ()\n"
                             "  rows = Constant <value = int64[3] {1, 12, 64}> ()\n"
                             "  scale = Constant <value = float[1] {0.25}> ()\n"
                             "  q = MatMul (x, w)\n  qb = Add (q, b)\n  qr = Reshape (qb, heads)\n"
                             "  qt = Transpose <perm = [0, 2, 1, 3]> (qr)\n"
                             "  k = MatMul (x, w)\n  kr = Reshape (k, heads)\n"
                             "  kt = Transpose <perm = [0, 2, 3, 1]> (kr)\n"
                             "  v = MatMul (x, w)\n  vr = Reshape (v, heads)\n"
                             "  vt = Transpose <perm = [0, 2, 1, 3]> (vr)\n"
                             "  scores = MatMul (qt, kt)\n  scaled = Mul (scores, scale)\n"
                             "  weights = Softmax (scaled)\n  mixed = MatMul (weights, vt)\n"
                             "  mt = Transpose <perm = [0, 2, 1, 3]> (mixed)\n"
                             "  mr = Reshape (mt, rows)\n"
                             "  y = MatMul (mr, w)\n"
                             "}\n"))
          .dnn;

  CHECK(names_of(dnn) ==
        Names{"q", "qt", "k", "kt", "v", "vt", "scores", "scaled", "weights", "mixed", "mt", "y"});
  const Layer& scores = dnn.layers()[6];
  CHECK(scores == Layer{.name = "scores",
                        .type = LayerType::MatMul,
                        .window = {.group = 4},
                        .input = {64, 12, 1},
                        .output = {48, 12, 1}});
  CHECK(flop_per_item(scores).value() == 2.0 * 4 * 12 * 12 * 16);
  const Layer& mixed = dnn.layers()[9];
  CHECK(mixed.input == Shape{48, 12, 1});
  CHECK(mixed.output == Shape{64, 12, 1});
  CHECK(parameter_count(dnn) == 4 * 4096 + 64);
}

TEST_CASE("shapes that are computed are known, and are no layers") {
  const DnnGraph dnn = import_text(onnx_model("net (float[1,3,4,4] x) => (float[1] y) {\n"
                                              "  zero = Constant <value = int64[1] {0}> ()\n"
                                              "  rest = Constant <value = int64[1] {-1}> ()\n"
                                              "  two = Constant <value = int64[1] {2}> ()\n"
                                              "  all = Shape (x)\n"
                                              "  batch = Gather (all, zero)\n"
                                              "  tail = Slice (all, two, rest)\n"
                                              "  rows = Mul (tail, two)\n"
                                              "  half = Div (rows, two)\n"
                                              "  dims = Concat <axis = 0> (batch, half, rest)\n"
                                              "  flat = Reshape (x, dims)\n"
                                              "  y = Relu (flat)\n"
                                              "}\n"))
                           .dnn;

  CHECK(names_of(dnn) == Names{"y"});
  CHECK(dnn.layers()[0].output == Shape{12, 4, 1});  // 1 x 4 x 12
}

TEST_CASE("what no output depends on is no layer") {
  const DnnGraph dnn = import_text(onnx_model("net (float[1,8] x) => (float[1] y) {\n"
                                              "  unread = Exp (x)\n"
                                              "  y = Relu (x)\n"
                                              "}\n"))
                           .dnn;
  CHECK(names_of(dnn) == Names{"y"});
}

TEST_CASE("several inputs are read together") {
  const DnnGraph dnn =
      import_text(onnx_model("net (float[1,8] a, float[1,8] b, float[1,9] unread) => (float[1] y) "
                             "{\n  c = Relu (a)\n  y = Add (c, b)\n}\n"))
          .dnn;
  CHECK(dnn.input().elements() == 16);
  CHECK(edges_of(dnn) == Names{"*>c", "*>y", "c>y"});
}

TEST_CASE("a split gives all its parts together") {
  const DnnGraph dnn = import_text(onnx_model("net (float[1,8,6,6] x) => (float[1] y) {\n"
                                              "  left, right = Split <axis = 1> (x)\n"
                                              "  gate = Sigmoid (left)\n"
                                              "  y = Mul (gate, right)\n"
                                              "}\n"))
                           .dnn;
  CHECK(dnn.layers()[0].output == Shape{8, 6, 6});
  CHECK(dnn.layers()[1].input == Shape{4, 6, 6});
  CHECK(edges_of(dnn) == Names{"*>left", "gate>y", "left>gate", "left>y"});
}

std::string conditional(const std::string& condition) {
  return onnx_model("net (float[1,8] x, int64 mode) => (float[1] y) {\n" + condition +
                    "  y = If (flag) <then_branch = yes () => (float[1,8] a) { a = Exp (x) },\n"
                    "    else_branch = no () => (float[1,8] b) { c = Relu (x)  b = Tanh (c) }>\n"
                    "}\n");
}

TEST_CASE("an If with a known condition is its branch") {
  const std::string known = "  one = Constant <value = int64 {1}> ()\n  flag = Equal (mode, one)\n";
  CHECK(names_of(import_text(conditional(known), {"mode=1"}).dnn) == Names{"a"});
  CHECK(names_of(import_text(conditional(known), {"mode=2"}).dnn) == Names{"c", "b"});
}

TEST_CASE("an If with a computed condition is the branch that is named, and waits for it") {
  const std::string computed =
      "  sum = ReduceSum <keepdims = 0> (x)\n  flag = Cast <to = 9> (sum)\n";
  const DnnGraph dnn = import_text(conditional(computed), {"mode=0", "y=then"}).dnn;
  CHECK(edges_of(dnn) == Names{"*>a", "*>sum", "a>y", "sum>y"});
}

TEST_CASE("dimensions that are left open are those that are given, and 1 in front") {
  const std::string text = onnx_model("net (float[N,3,H,W] x) => (float[1] y) {\n" +
                                      onnx_weights("w", {4, 3, 3, 3}) + "  y = Conv (x, w)\n}\n");
  CHECK(import_text(text, {"x=1x3x10x12"}).dnn.layers()[0].output == Shape{4, 8, 10});

  const std::string batched =
      onnx_model("net (float[N,8] x, float[N,8] z) => (float[1] y) {\n  y = Add (x, z)\n}\n");
  CHECK(import_text(batched).dnn.input().elements() == 16);
  CHECK(import_text(batched, {"x=5x8"}).dnn.input().elements() == 80);
}

}  // namespace
}  // namespace cutpoint
