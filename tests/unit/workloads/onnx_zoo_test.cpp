// Our own networks come back from ONNX text as they went in.
#include "tests/support/catch.hpp"
#include "tests/support/onnx_text.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

TEST_CASE("our chains come back from ONNX text layer by layer") {
  for (const char* name : {"imc", "vgg", "dig", "asr", "pos", "ner", "chk"}) {
    CAPTURE(name);
    const DnnGraph dnn = find_application(name).build();
    const DnnGraph imported = import_text(onnx_text_of(dnn)).dnn;

    CHECK(imported.input() == dnn.input());
    CHECK(imported.is_chain());
    CHECK(flop_per_item(imported) == flop_per_item(dnn));
    CHECK(parameter_count(imported) == parameter_count(dnn));
    REQUIRE(imported.layers().size() == dnn.layers().size());
    for (std::size_t i = 0; i < dnn.layers().size(); ++i) {
      CAPTURE(dnn.layers()[i].name);
      CHECK(imported.layers()[i] == dnn.layers()[i]);
    }
  }
}

TEST_CASE("an imported image travels as pixels, and other inputs as floats") {
  CHECK(import_text(onnx_text_of(find_application("imc").build())).query ==
        QueryType{.items = 1, .encoding = InputEncoding::Pixels8});
  CHECK(import_text(onnx_text_of(find_application("dig").build())).query.encoding ==
        InputEncoding::Float32);
  CHECK(import_text(onnx_text_of(find_application("asr").build())).query.encoding ==
        InputEncoding::Float32);
}

}  // namespace
}  // namespace cutpoint
