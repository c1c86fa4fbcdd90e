#include <array>
#include <span>
#include <string>

#include "workloads/dnn/dnn_builder.hpp"
#include "workloads/dnn/zoo_graphs.hpp"

namespace cutpoint {
namespace {

constexpr int kClasses = 1000;
constexpr Shape kImage{.channels = 3, .height = 224, .width = 224};

void normalized_convolution(DnnBuilder& builder,
                            const std::string& name,
                            ConvolutionOptions options) {
  options.bias = ConvolutionBias::Normalized;
  builder.convolution(name, options);
}

// Adds a convolution with a batch normalization and a rectifier, of whatever kind.
void rectified_convolution(DnnBuilder& builder,
                           const std::string& name,
                           const ConvolutionOptions& options) {
  normalized_convolution(builder, name, options);
  builder.relu(name + "_relu");
}

// The numbers of filters in the four branches of an inception module: 1x1; 3x3 behind a reduction;
// what the paper has as 5x5 behind a reduction; 1x1 behind a pooling.
struct Inception {
  std::string name;
  int direct;
  int reduced_3;
  int wide_3;
  int reduced_5;
  int wide_5;
  int pooled;
};

void add_inception(DnnBuilder& builder, const std::string& input, const Inception& module) {
  const auto name = [&](const char* part) { return "inception" + module.name + '_' + part; };
  rectified_convolution(builder.from(input), name("1x1"), {.filters = module.direct, .kernel = 1});
  rectified_convolution(
      builder.from(input), name("3x3_reduce"), {.filters = module.reduced_3, .kernel = 1});
  rectified_convolution(builder, name("3x3"), {.filters = module.wide_3, .kernel = 3, .pad = 1});
  rectified_convolution(
      builder.from(input), name("5x5_reduce"), {.filters = module.reduced_5, .kernel = 1});
  // The reference implementation, whose sizes are the published ones, has 3x3 here.
  rectified_convolution(builder, name("5x5"), {.filters = module.wide_5, .kernel = 3, .pad = 1});
  builder.from(input).pooling(name("pool"), {.kernel = 3, .pad = 1});
  rectified_convolution(builder, name("pool_proj"), {.filters = module.pooled, .kernel = 1});
  builder.concat(name("output"),
                 {name("1x1_relu"), name("3x3_relu"), name("5x5_relu"), name("pool_proj_relu")});
}

void add_fire(DnnBuilder& builder, const std::string& name, int squeezed, int expanded) {
  const std::string squeeze = name + "_squeeze_relu";
  builder.convolution(name + "_squeeze", {.filters = squeezed, .kernel = 1})
      .relu(squeeze)
      .convolution(name + "_expand1x1", {.filters = expanded, .kernel = 1})
      .relu(name + "_expand1x1_relu")
      .from(squeeze)
      .convolution(name + "_expand3x3", {.filters = expanded, .kernel = 3, .pad = 1})
      .relu(name + "_expand3x3_relu")
      .concat(name + "_concat", {name + "_expand1x1_relu", name + "_expand3x3_relu"});
}

struct Bottleneck {
  int filters;
  int stride;
  bool projects;  // its input does not have the shape of its output
};

// Adds a residual block of ResNet that reads `last` and leaves its result there.
void add_bottleneck(DnnBuilder& builder,
                    const std::string& name,
                    const Bottleneck& block,
                    std::string& last) {
  constexpr int expansion = 4;
  const std::string input = last;
  const int outputs = expansion * block.filters;
  rectified_convolution(
      builder.from(input), name + "_conv1", {.filters = block.filters, .kernel = 1});
  rectified_convolution(builder,
                        name + "_conv2",
                        {.filters = block.filters, .kernel = 3, .stride = block.stride, .pad = 1});
  normalized_convolution(builder, name + "_conv3", {.filters = outputs, .kernel = 1});
  std::string shortcut = input;
  if (block.projects) {
    shortcut = name + "_downsample";
    normalized_convolution(
        builder.from(input), shortcut, {.filters = outputs, .kernel = 1, .stride = block.stride});
  }
  last = name + "_relu";
  builder.add(name + "_add", {name + "_conv3", shortcut}).relu(last);
}

struct InvertedResidual {
  int inputs;
  int expansion;
  int outputs;
  int stride;
};

// Adds an inverted residual block of MobileNetV2 that reads `last` and leaves its result there.
void add_inverted_residual(DnnBuilder& builder,
                           const std::string& name,
                           const InvertedResidual& block,
                           std::string& last) {
  const std::string input = last;
  const int hidden = block.expansion * block.inputs;
  if (block.expansion != 1) {
    rectified_convolution(builder, name + "_expand", {.filters = hidden, .kernel = 1});
  }
  rectified_convolution(
      builder,
      name + "_depthwise",
      {.filters = hidden, .kernel = 3, .stride = block.stride, .pad = 1, .group = hidden});
  last = name + "_project";
  normalized_convolution(builder, last, {.filters = block.outputs, .kernel = 1});
  if (block.stride == 1 && block.inputs == block.outputs) {
    last = name + "_add";
    builder.add(last, {input, name + "_project"});
  }
}

}  // namespace

// GoogLeNet is that of Szegedy et al., CVPR 2015, without the auxiliary classifiers of its
// training, as in torchvision 0.11: pooling rounds up, and the branches of the paper's 5x5
// convolutions have 3x3 ones.
DnnGraph googlenet() {
  const std::array<Inception, 2> stage_3{
      {{"3a", 64, 96, 128, 16, 32, 32}, {"3b", 128, 128, 192, 32, 96, 64}}};
  const std::array<Inception, 5> stage_4{{{"4a", 192, 96, 208, 16, 48, 64},
                                          {"4b", 160, 112, 224, 24, 64, 64},
                                          {"4c", 128, 128, 256, 24, 64, 64},
                                          {"4d", 112, 144, 288, 32, 64, 64},
                                          {"4e", 256, 160, 320, 32, 128, 128}}};
  const std::array<Inception, 2> stage_5{
      {{"5a", 256, 160, 320, 32, 128, 128}, {"5b", 384, 192, 384, 48, 128, 128}}};

  DnnBuilder builder{"googlenet", kImage};
  rectified_convolution(builder, "conv1", {.filters = 64, .kernel = 7, .stride = 2, .pad = 3});
  builder.pooling("pool1", {.kernel = 3, .stride = 2});
  rectified_convolution(builder, "conv2", {.filters = 64, .kernel = 1});
  rectified_convolution(builder, "conv3", {.filters = 192, .kernel = 3, .pad = 1});
  std::string last = "pool2";
  builder.pooling(last, {.kernel = 3, .stride = 2});
  const auto add_stage = [&](std::span<const Inception> modules) {
    for (const Inception& module : modules) {
      add_inception(builder, last, module);
      last = "inception" + module.name + "_output";
    }
  };
  add_stage(stage_3);
  last = "pool3";
  builder.pooling(last, {.kernel = 3, .stride = 2});
  add_stage(stage_4);
  last = "pool4";
  builder.pooling(last, {.kernel = 2, .stride = 2});
  add_stage(stage_5);
  return builder.global_pooling("pool5")
      .dropout("dropout")
      .fully_connected("fc", kClasses)
      .softmax("prob")
      .build();
}

// ResNet-50 is that of He et al., CVPR 2016, with the stride of a stage in its first 3x3
// convolution, as in torchvision ("v1.5").
DnnGraph resnet50() {
  struct Stage {
    int blocks;
    int filters;
  };
  constexpr std::array<Stage, 4> stages{{{3, 64}, {4, 128}, {6, 256}, {3, 512}}};

  DnnBuilder builder{"resnet50", kImage};
  rectified_convolution(builder, "conv1", {.filters = 64, .kernel = 7, .stride = 2, .pad = 3});
  std::string last = "pool1";
  builder.pooling(last, {.kernel = 3, .stride = 2, .pad = 1, .rounding = Rounding::Down});
  for (std::size_t i = 0; i < stages.size(); ++i) {
    for (int j = 0; j < stages[i].blocks; ++j) {
      const std::string name = "layer" + std::to_string(i + 1) + '_' + std::to_string(j);
      const int stride = i > 0 && j == 0 ? 2 : 1;
      add_bottleneck(builder,
                     name,
                     {.filters = stages[i].filters, .stride = stride, .projects = j == 0},
                     last);
    }
  }
  return builder.global_pooling("avgpool").fully_connected("fc", kClasses).softmax("prob").build();
}

// MobileNetV2 is that of Sandler et al., CVPR 2018, table 2, with width 1.
DnnGraph mobilenetv2() {
  struct Stage {
    int expansion;
    int outputs;
    int blocks;
    int stride;
  };
  constexpr std::array<Stage, 7> stages{{{1, 16, 1, 1},
                                         {6, 24, 2, 2},
                                         {6, 32, 3, 2},
                                         {6, 64, 4, 2},
                                         {6, 96, 3, 1},
                                         {6, 160, 3, 2},
                                         {6, 320, 1, 1}}};
  constexpr int first_filters = 32;
  constexpr int last_filters = 1280;

  DnnBuilder builder{"mobilenetv2", kImage};
  rectified_convolution(
      builder, "conv1", {.filters = first_filters, .kernel = 3, .stride = 2, .pad = 1});
  std::string last = "conv1_relu";
  int channels = first_filters;
  int number = 1;
  for (const Stage& stage : stages) {
    for (int j = 0; j < stage.blocks; ++j) {
      add_inverted_residual(builder,
                            "block" + std::to_string(number),
                            {.inputs = channels,
                             .expansion = stage.expansion,
                             .outputs = stage.outputs,
                             .stride = j == 0 ? stage.stride : 1},
                            last);
      channels = stage.outputs;
      ++number;
    }
  }
  rectified_convolution(builder, "conv_last", {.filters = last_filters, .kernel = 1});
  return builder.global_pooling("avgpool")
      .dropout("dropout")
      .fully_connected("fc", kClasses)
      .softmax("prob")
      .build();
}

// SqueezeNet is that of Iandola et al., 2016 (arXiv:1602.07360), in version 1.1 of the authors'
// repository.
DnnGraph squeezenet() {
  DnnBuilder builder{"squeezenet", kImage};
  builder.convolution("conv1", {.filters = 64, .kernel = 3, .stride = 2}).relu("conv1_relu");
  builder.pooling("pool1", {.kernel = 3, .stride = 2});
  add_fire(builder, "fire2", 16, 64);
  add_fire(builder, "fire3", 16, 64);
  builder.pooling("pool3", {.kernel = 3, .stride = 2});
  add_fire(builder, "fire4", 32, 128);
  add_fire(builder, "fire5", 32, 128);
  builder.pooling("pool5", {.kernel = 3, .stride = 2});
  add_fire(builder, "fire6", 48, 192);
  add_fire(builder, "fire7", 48, 192);
  add_fire(builder, "fire8", 64, 256);
  add_fire(builder, "fire9", 64, 256);
  return builder.dropout("dropout")
      .convolution("conv10", {.filters = kClasses, .kernel = 1})
      .relu("conv10_relu")
      .global_pooling("pool10")
      .softmax("prob")
      .build();
}

// Darknet-53 is the classifier behind YOLOv3 (Redmon and Farhadi, 2018, arXiv:1804.02767, table 1).
DnnGraph darknet53() {
  struct Stage {
    int filters;
    int blocks;
  };
  constexpr std::array<Stage, 5> stages{{{64, 1}, {128, 2}, {256, 8}, {512, 8}, {1024, 4}}};

  DnnBuilder builder{"darknet53", {.channels = 3, .height = 256, .width = 256}};
  rectified_convolution(builder, "conv1", {.filters = 32, .kernel = 3, .pad = 1});
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const auto& [filters, blocks] = stages[i];
    const std::string stage = "stage" + std::to_string(i + 1);
    rectified_convolution(
        builder, stage + "_down", {.filters = filters, .kernel = 3, .stride = 2, .pad = 1});
    std::string last = stage + "_down_relu";
    for (int j = 1; j <= blocks; ++j) {
      const std::string name = stage + '_' + std::to_string(j);
      rectified_convolution(builder, name + "_1x1", {.filters = filters / 2, .kernel = 1});
      rectified_convolution(builder, name + "_3x3", {.filters = filters, .kernel = 3, .pad = 1});
      builder.add(name + "_add", {last, name + "_3x3_relu"});
      last = name + "_add";
    }
  }
  return builder.global_pooling("avgpool")
      .convolution("fc", {.filters = kClasses, .kernel = 1})
      .softmax("prob")
      .build();
}

}  // namespace cutpoint
