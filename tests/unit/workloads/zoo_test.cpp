// Method: the totals below do not come from this code. Parameter totals are those of the published
// models; operations were counted from the published layer sizes by independent arithmetic, with
// the rules that workloads/dnn/layer.hpp states.
#include "workloads/dnn/zoo.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Published {
  std::string_view name;
  std::size_t layers;
  double flop;
  std::int64_t parameters;
  double item_bytes;  // of the input, as it is sent
  int items;
};

constexpr Published kPublished[] = {
    {"imc", 24, 1'452'164'552.0, 60'965'224, 154'587.0, 1},
    {"vgg", 46, 39'285'111'688.0, 143'667'240, 150'528.0, 1},
    {"face", 10, 1'004'367'295.0, 102'752'915, 69'312.0, 1},
    {"dig", 9, 4'601'270.0, 431'080, 784.0, 100},
    {"asr", 13, 50'782'208.0, 25'380'522, 1'760.0, 548},
    {"pos", 3, 208'200.0, 103'845, 1'200.0, 28},
    {"ner", 3, 236'400.0, 117'917, 1'500.0, 28},
    {"chk", 3, 206'400.0, 102'942, 1'200.0, 28},
};

Layer layer_of(const DnnGraph& dnn, std::string_view name) {
  const auto found = std::ranges::find(dnn.layers(), name, &Layer::name);
  REQUIRE(found != dnn.layers().end());
  return *found;
}

TEST_CASE("The eight applications come in the order of the suite") {
  REQUIRE(applications().size() == std::size(kPublished));
  for (std::size_t i = 0; i < std::size(kPublished); ++i) {
    CHECK(applications()[i].name == kPublished[i].name);
    CHECK(applications()[i].build().name() == kPublished[i].name);
  }
}

TEST_CASE("Every network has the published number of layers, parameters and operations") {
  for (const Published& published : kPublished) {
    CAPTURE(published.name);
    const DnnGraph dnn = find_application(published.name).build();
    CHECK(dnn.is_chain());
    CHECK(dnn.layers().size() == published.layers);
    CHECK(parameter_count(dnn) == published.parameters);
    CHECK(flop_per_item(dnn).value() == published.flop);
  }
}

TEST_CASE("A default query has the suite's size, images as 8-bit pixels") {
  for (const Published& published : kPublished) {
    CAPTURE(published.name);
    const Application& application = find_application(published.name);
    CHECK(application.default_query.items == published.items);
    CHECK(input_bytes(application.build(), application.default_query) ==
          Bytes{published.item_bytes * published.items});
  }
}

TEST_CASE("AlexNet has the published shapes at the points where it may be cut") {
  const DnnGraph dnn = find_application("imc").build();
  CHECK(layer_of(dnn, "conv1").output == Shape{96, 55, 55});
  CHECK(layer_of(dnn, "pool1").output == Shape{96, 27, 27});
  CHECK(layer_of(dnn, "pool2").output == Shape{256, 13, 13});
  CHECK(layer_of(dnn, "pool5").output == Shape{256, 6, 6});
  CHECK(layer_of(dnn, "argmax").output == Shape{1});
  // Kang et al., fig. 5: pool5 shrinks its data 4.7 times.
  const Layer pool5 = layer_of(dnn, "pool5");
  CHECK(static_cast<double>(pool5.input.elements()) /
            static_cast<double>(pool5.output.elements()) ==
        Approx(4.7).epsilon(0.01));
}

TEST_CASE("VGG-19 has 16 convolutions, 18 rectifiers and 5 poolings") {
  std::map<LayerType, int> count;
  const DnnGraph dnn = find_application("vgg").build();
  for (const Layer& layer : dnn.layers()) {
    ++count[layer.type];
  }
  CHECK(count == std::map<LayerType, int>{{LayerType::Convolution, 16},
                                          {LayerType::FullyConnected, 3},
                                          {LayerType::Pooling, 5},
                                          {LayerType::Relu, 18},
                                          {LayerType::Softmax, 1},
                                          {LayerType::Argmax, 1},
                                          {LayerType::Dropout, 2}});
  CHECK(layer_of(dnn, "conv3_4").output == Shape{256, 56, 56});
  CHECK(layer_of(dnn, "pool5").output == Shape{512, 7, 7});
}

TEST_CASE("DeepFace's first local layer holds most of its parameters") {
  const Layer local4 = layer_of(find_application("face").build(), "local4");
  CHECK(local4.input == Shape{16, 63, 63});
  CHECK(local4.output == Shape{16, 55, 55});
  CHECK(parameter_count(local4) == 62'774'800);  // 48,400 outputs of 9 x 9 x 16 + 1
}

TEST_CASE("An unknown network is answered with a suggestion") {
  CHECK_THROWS_WITH(find_application("fase", {"a.toml", 3, 7}),
                    "a.toml:3:7: error: unknown network \"fase\"; did you mean \"face\"?");
  CHECK_THROWS_WITH(find_application("transformer"),
                    "error: unknown network \"transformer\"; known: imc, vgg, face, dig, asr, pos, "
                    "ner, chk, googlenet, resnet50, mobilenetv2, squeezenet, darknet53, "
                    "bert-base");
}

}  // namespace
}  // namespace cutpoint
