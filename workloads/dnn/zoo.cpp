#include "workloads/dnn/zoo.hpp"

#include <array>
#include <vector>

#include "base/suggest.hpp"
#include "workloads/dnn/dnn_builder.hpp"
#include "workloads/dnn/zoo_graphs.hpp"

namespace cutpoint {
namespace {

// Image classification: AlexNet (Krizhevsky, Sutskever and Hinton, NIPS 2012), with pooling before
// normalization as in Caffe's reference model.
DnnGraph build_imc() {
  return DnnBuilder{"imc", {3, 227, 227}}
      .convolution("conv1", {.filters = 96, .kernel = 11, .stride = 4})
      .relu("relu1")
      .pooling("pool1", {.kernel = 3, .stride = 2})
      .normalization("norm1")
      .convolution("conv2", {.filters = 256, .kernel = 5, .pad = 2, .group = 2})
      .relu("relu2")
      .pooling("pool2", {.kernel = 3, .stride = 2})
      .normalization("norm2")
      .convolution("conv3", {.filters = 384, .kernel = 3, .pad = 1})
      .relu("relu3")
      .convolution("conv4", {.filters = 384, .kernel = 3, .pad = 1, .group = 2})
      .relu("relu4")
      .convolution("conv5", {.filters = 256, .kernel = 3, .pad = 1, .group = 2})
      .relu("relu5")
      .pooling("pool5", {.kernel = 3, .stride = 2})
      .fully_connected("fc6", 4096)
      .relu("relu6")
      .dropout("drop6")
      .fully_connected("fc7", 4096)
      .relu("relu7")
      .dropout("drop7")
      .fully_connected("fc8", 1000)
      .softmax("prob")
      .argmax("argmax")
      .build();
}

// Image classification: VGG-19 (Simonyan and Zisserman, ICLR 2015, table 1, column E).
DnnGraph build_vgg() {
  struct Stage {
    int convolutions;
    int filters;
  };
  constexpr std::array<Stage, 5> stages{{{2, 64}, {2, 128}, {4, 256}, {4, 512}, {4, 512}}};

  DnnBuilder builder{"vgg", {3, 224, 224}};
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const std::string stage = std::to_string(i + 1);
    for (int j = 1; j <= stages[i].convolutions; ++j) {
      const std::string suffix = stage + '_' + std::to_string(j);
      builder.convolution("conv" + suffix, {.filters = stages[i].filters, .kernel = 3, .pad = 1})
          .relu("relu" + suffix);
    }
    builder.pooling("pool" + stage, {.kernel = 2, .stride = 2});
  }
  return builder.fully_connected("fc6", 4096)
      .relu("relu6")
      .dropout("drop6")
      .fully_connected("fc7", 4096)
      .relu("relu7")
      .dropout("drop7")
      .fully_connected("fc8", 1000)
      .softmax("prob")
      .argmax("argmax")
      .build();
}

// Face recognition: DeepFace (Taigman et al., CVPR 2014), with the suite's 83 identities.
DnnGraph build_face() {
  return DnnBuilder{"face", {3, 152, 152}}
      .convolution("conv1", {.filters = 32, .kernel = 11})
      .pooling("pool2", {.kernel = 3, .stride = 2})
      .convolution("conv3", {.filters = 16, .kernel = 9})
      .local("local4", {.filters = 16, .kernel = 9})
      .local("local5", {.filters = 16, .kernel = 7, .stride = 2})
      .local("local6", {.filters = 16, .kernel = 5})
      .fully_connected("fc7", 4096)
      .fully_connected("fc8", 83)
      .softmax("prob")
      .argmax("argmax")
      .build();
}

// Digit recognition: LeNet-5 (LeCun et al., Proc. IEEE 1998) in Caffe's form for MNIST.
DnnGraph build_dig() {
  return DnnBuilder{"dig", {1, 28, 28}}
      .convolution("conv1", {.filters = 20, .kernel = 5})
      .pooling("pool1", {.kernel = 2, .stride = 2})
      .convolution("conv2", {.filters = 50, .kernel = 5})
      .pooling("pool2", {.kernel = 2, .stride = 2})
      .fully_connected("ip1", 500)
      .relu("relu1")
      .fully_connected("ip2", 10)
      .softmax("prob")
      .argmax("argmax")
      .build();
}

// Speech recognition: the acoustic model of Kaldi (Povey et al., ASRU 2011) in the suite. A frame
// is 40 filter banks over a window of 11; the outputs are 1706 senones.
DnnGraph build_asr() {
  constexpr int hidden_layers = 6;

  DnnBuilder builder{"asr", {440}};
  for (int i = 1; i <= hidden_layers; ++i) {
    const std::string number = std::to_string(i);
    builder.fully_connected("inner" + number, 2048).sigmoid("sig" + number);
  }
  return builder.fully_connected("final_inner", 1706).build();
}

// Natural language: the window networks of SENNA (Collobert et al., JMLR 12, 2011), one hidden
// layer each; a word comes with its neighbors' features, and the outputs are its tags.
struct TaggerSizes {
  int features;
  int tags;
};

DnnGraph build_tagger(const std::string& name, const TaggerSizes& sizes) {
  return DnnBuilder{name, {sizes.features}}
      .fully_connected("fc1", 300)
      .tanh("htanh")
      .fully_connected("fc3", sizes.tags)
      .build();
}

DnnGraph build_pos() { return build_tagger("pos", {.features = 300, .tags = 45}); }
DnnGraph build_ner() { return build_tagger("ner", {.features = 375, .tags = 17}); }
DnnGraph build_chk() { return build_tagger("chk", {.features = 300, .tags = 42}); }

// A query of images carries one; the others have the suite's own sizes: 100 digits, an utterance of
// 548 frames, a sentence of 28 words (Hauswald et al., "DjiNN and Tonic", ISCA 2015). Assumption
// A4.
constexpr QueryType kOneImage{.items = 1, .encoding = InputEncoding::Pixels8};
constexpr QueryType kHundredDigits{.items = 100, .encoding = InputEncoding::Pixels8};
constexpr QueryType kUtterance{.items = 548, .encoding = InputEncoding::Float32};
constexpr QueryType kSentence{.items = 28, .encoding = InputEncoding::Float32};

}  // namespace

std::span<const Application> applications() {
  static const std::array<Application, 8> all{{
      {"imc", "image classification (AlexNet)", "image", kOneImage, build_imc},
      {"vgg", "image classification (VGG-19)", "image", kOneImage, build_vgg},
      {"face", "face recognition (DeepFace)", "image", kOneImage, build_face},
      {"dig", "digit recognition (LeNet-5)", "digit", kHundredDigits, build_dig},
      {"asr", "speech recognition (Kaldi)", "frame", kUtterance, build_asr},
      {"pos", "part-of-speech tagging (SENNA)", "word", kSentence, build_pos},
      {"ner", "named-entity recognition (SENNA)", "word", kSentence, build_ner},
      {"chk", "word chunking (SENNA)", "word", kSentence, build_chk},
  }};
  return all;
}

std::span<const Application> graph_applications() {
  static const std::array<Application, 6> all{{
      {"googlenet", "image classification (GoogLeNet)", "image", kOneImage, googlenet},
      {"resnet50", "image classification (ResNet-50)", "image", kOneImage, resnet50},
      {"mobilenetv2", "image classification (MobileNetV2)", "image", kOneImage, mobilenetv2},
      {"squeezenet", "image classification (SqueezeNet 1.1)", "image", kOneImage, squeezenet},
      {"darknet53", "image classification (Darknet-53)", "image", kOneImage, darknet53},
      {"bert-base", "sentence encoding (BERT base)", "sequence", {}, [] { return bert_base(); }},
  }};
  return all;
}

std::vector<CatalogEntry> query_catalog() {
  std::vector<CatalogEntry> entries;
  for (const Application& application : applications()) {
    const int items = application.default_query.items;
    if (items == 1) {
      continue;
    }
    const double one = 1.0 / items;
    const double fewest = application.name == "asr" ? 100.0 * one : one;  // a second of speech
    entries.push_back({.owner = application.name,
                       .name = "items",
                       .value = 1.0 * items,
                       .unit = application.item_name,
                       .evidence = Evidence::Sourced,
                       .source = "the input that the suite ships (Hauswald et al., \"DjiNN and "
                                 "Tonic\", ISCA 2015); the paper's own is not published",
                       .spread = {fewest, 1.0}});
  }
  return entries;
}

const Application& find_application(std::string_view name, const SourceLocation& where) {
  std::vector<const Application*> all;
  for (const auto& group : {applications(), graph_applications()}) {
    for (const Application& application : group) {
      all.push_back(&application);
    }
  }
  return **find_or_suggest(
      all, {.name = name, .what = "network", .where = where}, &Application::name);
}

}  // namespace cutpoint
