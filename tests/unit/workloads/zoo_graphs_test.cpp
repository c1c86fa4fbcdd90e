// Method: what the networks are compared with was published, as said beside it. Sources count
// multiply-adds of convolutions and dense layers only, so the test does, too.
#include "workloads/dnn/zoo_graphs.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

double multiply_adds(const DnnGraph& dnn) {
  double sum = 0.0;
  for (const Layer& layer : dnn.layers()) {
    if (layer.type == LayerType::Convolution || layer.type == LayerType::FullyConnected ||
        layer.type == LayerType::MatMul) {
      sum += flop_per_item(layer).value() / 2.0;
    }
  }
  return sum;
}

Layer layer_of(const DnnGraph& dnn, std::string_view name) {
  const auto found = std::ranges::find(dnn.layers(), name, &Layer::name);
  REQUIRE(found != dnn.layers().end());
  return *found;
}

TEST_CASE("Classifiers have the parameters and multiply-adds of torchvision's weights") {
  // torchvision's documentation of each network's IMAGENET1K_V1 weights, num_params and GFLOPS
  // (which are multiply-adds); GoogLeNet without its auxiliary classifiers.
  struct Published {
    std::string_view name;
    std::int64_t parameters;
    double giga_multiply_adds;
  };
  for (const auto& [name, parameters, giga] : {Published{"googlenet", 6'624'904, 1.50},
                                               Published{"resnet50", 25'557'032, 4.09},
                                               Published{"mobilenetv2", 3'504'872, 0.30},
                                               Published{"squeezenet", 1'235'496, 0.35}}) {
    CAPTURE(name);
    const DnnGraph dnn = find_application(name).build();
    CHECK(parameter_count(dnn) == parameters);
    CHECK(multiply_adds(dnn) / 1e9 == Approx(giga).margin(0.005));
  }
}

TEST_CASE("Darknet-53 has the size of its authors' weights") {
  // darknet53.conv.74 holds 52 convolutions without biases and, for each of their filters, bias,
  // factor, mean and variance of the normalization: 162,482,580 bytes with a header of 20.
  const DnnGraph dnn = darknet53();
  std::int64_t floats = 0;
  int convolutions = 0;
  for (const Layer& layer : dnn.layers()) {
    if (layer.type == LayerType::Convolution && layer.name != "fc") {
      floats += parameter_count(layer) + 2 * std::int64_t{layer.output.channels};
      ++convolutions;
    }
  }
  CHECK(convolutions == 52);
  CHECK(20 + 4 * floats == 162'482'580);
  // The authors' list of classifiers (pjreddie.com/darknet/imagenet) has 18.57 billion operations;
  // their paper of 2018 has 18.7.
  CHECK(2.0 * multiply_adds(dnn) / 1e9 == Approx(18.57).margin(0.005));
}

TEST_CASE("BERT base has the published parameters and operations") {
  // Hugging Face's bert-base-uncased: 109,482,240 with the pooler. MobileBERT (Sun et al., ACL
  // 2020; from memory): 22.5 billion operations for 128 tokens. We count 22.35 in products.
  const DnnGraph dnn = bert_base();
  CHECK(parameter_count(dnn) == 109'482'240);
  CHECK(2.0 * multiply_adds(dnn) / 1e9 == Approx(22.5).epsilon(0.01));
}

TEST_CASE("The length of a sequence moves operations, not parameters") {
  const DnnGraph longer = bert_base(256);
  CHECK(parameter_count(longer) == 109'482'240);
  // Dense layers grow in proportion, products of attention with the square; the pooler not at all.
  const double dense = 12.0 * (4.0 * 768 * 768 + 2.0 * 768 * 3072);
  const auto expected = [&](double tokens) {
    return dense * tokens + 12.0 * 2.0 * tokens * tokens * 768 + 768.0 * 768;
  };
  CHECK(multiply_adds(longer) == expected(256.0));
  CHECK(multiply_adds(bert_base(1)) == expected(1.0));

  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(bert_base(0), "sequence_length >= 1");
  CHECK_THROWS_WITH(bert_base(513), "sequence_length <= kBertPositions");
}

TEST_CASE("Every network of graphs is found by name and holds possible layers") {
  CHECK(graph_applications().size() == 6);
  for (const Application& application : graph_applications()) {
    CAPTURE(application.name);
    CHECK(&find_application(application.name) == &application);
    const DnnGraph dnn = application.build();
    CHECK(dnn.name() == application.name);
    CHECK_FALSE(dnn.is_chain());
    CHECK(dnn.input_readers().size() == 1);
    for (const Layer& layer : dnn.layers()) {
      CAPTURE(layer.name);
      CHECK(layer.window.is_square());
    }
  }
}

TEST_CASE("Every layer but the last of a network of graphs is read, by layers that it fits") {
  for (const Application& application : graph_applications()) {
    const DnnGraph dnn = application.build();
    std::vector<int> readers(dnn.layers().size());
    std::vector<std::int64_t> arriving(dnn.layers().size());
    for (const auto& [from, to] : dnn.edges()) {
      ++readers[from];
      arriving[to] += dnn.layers()[from].output.elements();
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      const Layer& layer = dnn.layers()[i];
      CAPTURE(application.name, layer.name);
      CHECK((readers[i] > 0) == (i + 1 < readers.size()));
      const bool reads_layers_only = arriving[i] > 0;
      const bool moves_a_part = layer.name == "first_token";
      if (reads_layers_only && !moves_a_part) {
        CHECK(Bytes{4.0 * static_cast<double>(arriving[i])} == work_of(layer, 1).input);
      }
    }
  }
}

TEST_CASE("Networks of graphs have the published shapes where branches meet") {
  CHECK(layer_of(googlenet(), "inception3b_output").output == Shape{480, 28, 28});
  CHECK(layer_of(googlenet(), "inception5b_output").output == Shape{1024, 7, 7});
  CHECK(layer_of(resnet50(), "layer1_0_add").output == Shape{256, 56, 56});
  CHECK(layer_of(resnet50(), "layer4_2_relu").output == Shape{2048, 7, 7});
  CHECK(layer_of(resnet50(), "layer2_0_conv1").window.stride == 1);
  CHECK(layer_of(resnet50(), "layer2_0_conv2").window.stride == 2);
  CHECK(layer_of(mobilenetv2(), "conv_last").output == Shape{1280, 7, 7});
  CHECK(layer_of(mobilenetv2(), "block2_depthwise").window ==
        Window{.kernel = 3, .stride = 2, .pad = 1, .group = 96});
  CHECK(layer_of(squeezenet(), "fire9_concat").output == Shape{512, 13, 13});
  CHECK(layer_of(darknet53(), "stage5_4_add").output == Shape{1024, 8, 8});
  CHECK(layer_of(bert_base(), "block1_scores").output == Shape{12 * 128, 128, 1});
  CHECK(layer_of(bert_base(), "pooled").output == Shape{768});
}

}  // namespace
}  // namespace cutpoint
