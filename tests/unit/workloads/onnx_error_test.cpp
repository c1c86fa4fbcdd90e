// What is refused, and how the messages read.
#include <filesystem>

#include "base/input_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"

namespace cutpoint {
namespace {

/// The message of the refusal, without the place.
std::string refusal(std::string_view text, const std::vector<std::string>& given = {}) {
  try {
    static_cast<void>(import_text(text, given));
  } catch (const InputError& error) {
    return error.message();
  }
  return "imported";
}

std::string refusal_of(const std::string& inputs,
                       const std::string& body,
                       const std::vector<std::string>& given = {}) {
  return refusal(onnx_model("net (" + inputs + ") => (float[1] y) {\n" + body + "}\n"), given);
}

TEST_CASE("what is no ONNX file is refused") {
  for (const char* content : {"", "hello", "\x08\x08", "\x08"}) {
    CAPTURE(content);
    const TemporaryFile file{content, ".onnx"};
    CHECK_THROWS_AS(read_onnx(read_input(file.path(), InputKind::Network)), InputError);
  }
  const TemporaryFile file{"no model", ".onnx"};
  CHECK_THROWS_WITH(read_onnx(read_input(file.path(), InputKind::Network)),
                    file.path().string() +
                        ": error: this is no ONNX model, or a damaged one; the text syntax "
                        "is read from files whose names end in .onnxtxt");
}

TEST_CASE("an error in the text has its line and column") {
  const TemporaryFile file{onnx_model("net (float[1,8] x) => (float[1] y) {\n  y = Relu x)\n}\n"),
                           kOnnxTextSuffix};
  try {
    static_cast<void>(read_onnx(read_input(file.path(), InputKind::Network)));
    FAIL("imported");
  } catch (const InputError& error) {
    CHECK(error.where().path == file.path().string());
    CHECK(error.where().line == 3);
    CHECK(error.where().column == 12);
    CHECK(error.message().starts_with("this is not the text syntax of ONNX: "));
  }
}

TEST_CASE("newer operators are refused with both versions") {
  CHECK(refusal("<ir_version: 8, opset_import: [\"\" : 99]>\n"
                "net (float[1,8] x) => (float[1] y) { y = Relu (x) }\n")
            .starts_with("needs opset 99, but the library (ONNX "));
}

TEST_CASE("open dimensions must be given, and fit") {
  const std::string relu = "  y = Relu (x)\n";
  CHECK(refusal_of("float[N,3,H,W] x", relu) ==
        "the input \"x\" has (N)x3x(H)x(W), and only its user knows all of them; say so, e.g. "
        "--input-shape x=1x3x224x224");
  CHECK(refusal_of("float[N,3,H] x", relu, {"x=1x4x10"}) ==
        "\"x=1x4x10\" is no shape of that input, which has (N)x3x(H); write e.g. x=1x3x224");
  CHECK(refusal_of("float[N,3,H] x", relu, {"x=1x3x0"}).starts_with("\"x=1x3x0\" is no shape"));
  CHECK(refusal_of("float[N,3,H] x", relu, {"x=1x3"}).starts_with("\"x=1x3\" is no shape"));
  CHECK(refusal_of("float[1,3] x", relu, {"z=1x3"}) ==
        "\"z=1x3\" names nothing that is open here; the network has the inputs \"x\" of 1x3");
  CHECK(refusal_of("float[1,3] x", relu, {"1x3"}) ==
        "\"1x3\": expected NAME=VALUE, e.g. x=1x3x224x224");
}

TEST_CASE("control flow that depends on the item is refused") {
  CHECK(refusal_of("float[1,8] x, bool flag",
                   "  y = If (flag) <then_branch = a () => (float[1,8] p) { p = Exp (x) },\n"
                   "    else_branch = b () => (float[1,8] q) { q = Tanh (x) }>\n") ==
        "node \"y\" (If): its condition is computed, so the layers that run depend on the item; "
        "say which count, --branch y=then or --branch y=else, or give the value of the input that "
        "it depends on");
  CHECK(refusal_of("int64 n, bool go, float[1,8] x",
                   "  y = Loop (n, go, x) <body = b (int64 i, bool c, float[1,8] s) => (bool c, "
                   "float[1,8] t) { t = Relu (s) }>\n")
            .starts_with("node \"y\" (Loop): control flow is not supported"));
}

TEST_CASE("shapes that only the items tell are refused") {
  CHECK(refusal_of("float[4,4] x", "  z = NonZero (x)\n  y = Cast <to = 1> (z)\n") ==
        "node \"y\" (Cast) reads \"z\", whose shape is not known before \"z\" (NonZero) has run; "
        "only networks of fixed shapes can be cut");
}

TEST_CASE("a graph that is none is refused") {
  CHECK(refusal_of("float[1,8] x", "  y = Relu (z)\n") ==
        "node \"y\" (Relu) reads \"z\", which nothing before it computes; the nodes must stand in "
        "an order in which they can run");
  CHECK(refusal_of("float[1,8] x", "  a = Add (x, y)\n  y = Relu (a)\n")
            .starts_with("node \"a\" (Add) reads \"y\", which nothing before it computes"));
  CHECK(refusal_of("float[1,8] x", "  z = Relu (x)\n")
            .starts_with("the network gives \"y\", which nothing before it computes"));
  CHECK(refusal_of("float[1,8] x", "  y = Relu (x)\n  y = Exp (x)\n") ==
        "the tensor \"y\" is computed twice; a name stands for one tensor");
  CHECK(refusal_of("float[1,8] x", "  y = Identity (x)\n") ==
        "the network has no layers: its outputs are known beforehand, or are its inputs under "
        "another name");
}

TEST_CASE("sizes that no network has are refused") {
  CHECK(refusal_of("float[1,0] x", "  y = Relu (x)\n")
            .starts_with("the tensor \"x\" would be of 1x0; the dimensions must be at least 1"));
  CHECK(refusal_of("float[65536,65536] x", "  y = Relu (x)\n")
            .starts_with("the tensor \"x\" would be of 65536x65536;"));
  CHECK(refusal_of("float[1,3,8,8] x",
                   onnx_weights("w", {2, 3, 3, 3}) + "  y = Conv <strides = [0, 1]> (x, w)\n") ==
        "node \"y\" (Conv): strides must be at least 1 and below 2^31");
  CHECK(refusal_of("float[1,3,8,8] x", onnx_weights("w", {2, 3, 9, 9}) + "  y = Conv (x, w)\n") !=
        "imported");
  CHECK(refusal_of("float[1,3,8,8] x",
                   onnx_weights("w", {2, 4, 3, 3}) + "  y = Conv <group = 2> (x, w)\n") ==
        "node \"y\" (Conv): 2 groups do not divide 3 channels");
}

TEST_CASE("what the library finds wrong names the node") {
  CHECK(refusal_of("float[1,8] x", "  y = Relu (x, x)\n").starts_with("node \"y\" (Relu): "));
  CHECK(refusal_of("float[1,8] x", "  y = NoSuchOperator (x)\n")
            .starts_with("node \"y\" (NoSuchOperator): "));
  CHECK(refusal_of("float[3,8] x", onnx_weights("w", {9, 8}) + "  y = MatMul (x, w)\n")
            .starts_with("node \"y\" (MatMul): "));
}

TEST_CASE("weights must fit what they are multiplied with") {
  const auto conv = [](const char* weights, const char* attributes) {
    return refusal_of("float[1,16,8,8] x",
                      std::string{"ws = Constant <value = int64[4] "} + weights +
                          "> ()\nw = ConstantOfShape (ws)\ny = Conv <" + attributes + "> (x, w)\n");
  };
  CHECK(conv("{16, 99, 3, 3}", "group = 1") ==
        "node \"y\" (Conv): its weights have 99 channels a group, not 16 as its input");
  CHECK(conv("{16, 16, 3, 3}", "group = 2") ==
        "node \"y\" (Conv): its weights have 16 channels a group, not 8 as its input");
  CHECK(conv("{15, 8, 3, 3}", "group = 2") ==
        "node \"y\" (Conv): 2 groups do not divide 15 filters");
  CHECK(refusal_of("float[1,16] x",
                   "ws = Constant <value = int64[2] {17, 10}> ()\nw = ConstantOfShape (ws)\n"
                   "y = Gemm (x, w)\n") ==
        "node \"y\" (Gemm): its weights have 17 rows, not 16 as its input");
}

}  // namespace
}  // namespace cutpoint
