#include "workloads/dnn/application.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a name stands for a file if it has a slash or the suffix of one") {
  for (const char* name :
       {"net.onnx", "net.onnxtxt", "nets/a", "./imc", "net.onnx:x=1x3", "a.onnxtxt:x=1,y=2"}) {
    CAPTURE(name);
    CHECK(names_network_file(name));
  }
  for (const char* name : {"imc", "onnx", "net.onnx2", "bert-base:384"}) {
    CAPTURE(name);
    CHECK_FALSE(names_network_file(name));
  }
}

TEST_CASE("a built-in name opens the application of the list") {
  CHECK(open_application("imc").get() == &find_application("imc"));
  CHECK_THROWS_WITH(open_application("imx", {"a.toml", 3, 7}),
                    "a.toml:3:7: error: unknown network \"imx\"; did you mean \"imc\"?");
  CHECK_THROWS_WITH(open_application("imc", {}, {.file = nullptr, .given = {"x=1"}}),
                    "error: \"imc\" is built in and leaves nothing open; leave out \"x=1\"");
}

TEST_CASE("BERT may have sequences of another length") {
  const auto bert = open_application("bert-base:384");
  CHECK(bert->name == "bert-base:384");
  CHECK(bert->build().input() == Shape{1, 384, 1});
  for (const char* length : {"0", "513", "x", "12x", ""}) {
    CAPTURE(length);
    CHECK_THROWS_WITH(open_application(std::string{"bert-base:"} + length, {"a.toml", 3, 7}),
                      std::string{"a.toml:3:7: error: \"bert-base:"} + length +
                          "\": the encoder has positions for sequences of 1 to 512 tokens; write "
                          "\"bert-base:384\"");
  }
}

#ifdef CUTPOINT_ONNX

TEST_CASE("a file is an application of its own name") {
  const TemporaryFile file{onnx_model("net (float[1,T] x) => (float[1] y) {\n  y = Relu (x)\n}\n"),
                           kOnnxTextSuffix};
  const std::string name = file.path().string() + ":x=1x30";
  const auto application = open_application(name);

  CHECK(application->name == file.path().stem().string());
  CHECK(application->title == "ONNX, opset 17");
  CHECK(application->item_name == "item");
  CHECK(application->default_query == QueryType{});
  CHECK(application->file == name);
  CHECK(application->build().input() == Shape{30});
}

TEST_CASE("a file may have been read before, and more may be said of it") {
  const TemporaryFile file{onnx_model("net (float[1,T] x) => (float[1] y) {\n  y = Relu (x)\n}\n"),
                           kOnnxTextSuffix};
  const InputFile read = read_input(file.path(), InputKind::Network);
  const auto application =
      open_application("net.onnxtxt", {}, {.file = &read, .given = {"x=1x31"}});
  CHECK(application->build().input() == Shape{31});
  CHECK(network_path("a/net.onnx:x=1x8,y=2") == "a/net.onnx");
  CHECK_THROWS_WITH(open_application("nowhere.onnx"),
                    "nowhere.onnx: error: cannot read the network: there is no such file");
}

#else

TEST_CASE("without ONNX a file is refused with what to install") {
  CHECK(onnx_library().empty());
  const InputFile file{"net.onnx", {}};
  CHECK_THROWS_WITH(open_application("net.onnx", {}, {.file = &file, .given = {}}),
                    "net.onnx: error: this program was built without ONNX: install the packages "
                    "libonnx-dev and libprotobuf-dev and build again");
}

#endif

}  // namespace
}  // namespace cutpoint
