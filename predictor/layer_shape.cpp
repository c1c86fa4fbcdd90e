#include "predictor/layer_shape.hpp"

#include <fmt/core.h>

namespace cutpoint {
namespace {

// The largest layer that is accepted: above it, numbers of elements would leave the range of 64
// bits. No real layer comes near.
constexpr double kMostElements = 2e9;
constexpr double kMostFlop = 1e18;

/// The name of a type with its article, for messages.
std::string article_and_name(LayerType type) {
  const std::string name{to_string(type)};
  const bool begins_with_vowel = std::string_view{"aeio"}.find(name.front()) != std::string::npos;
  return (begins_with_vowel ? "an " : "a ") + name;
}

ShapeComplaint check_size(const Layer& layer) {
  for (const Shape& shape : {layer.input, layer.output}) {
    if (static_cast<double>(shape.channels) * shape.height * shape.width > kMostElements) {
      return {LayerPart::OutChannels, "a tensor of the layer has more than 2e9 elements"};
    }
  }
  if (flop_per_item(layer) > Flop{kMostFlop}) {
    return {LayerPart::OutChannels, "the layer has more than 1e18 FLOP per item"};
  }
  return {};
}

// A window along one side of the input, and the size of the output along that side.
struct Side {
  LayerPart part;
  int input;
  int output;
  int kernel;
  int stride;
};

// The complaint if the output's height or width is not what the window gives: floor((input + 2 pad
// - kernel) / stride) + 1, and for pooling also one more if a last window fits in part.
ShapeComplaint check_side(const Layer& layer, const Side& side) {
  const int pad = layer.window.pad;
  if (pad >= side.kernel) {
    return {LayerPart::Pad,
            fmt::format("a pad of {} lets a kernel of {} miss the input; it must be smaller",
                        pad,
                        side.kernel)};
  }
  const int room = side.input + 2 * pad - side.kernel;
  if (room < 0) {
    return {LayerPart::Kernel,
            fmt::format("a kernel of {} does not fit an input of {} with a pad of {}",
                        side.kernel,
                        side.input,
                        pad)};
  }
  const int whole = room / side.stride + 1;
  const bool may_round_up = layer.type == LayerType::Pooling && room % side.stride != 0;
  if (side.output == whole || (may_round_up && side.output == whole + 1)) {
    return {};
  }
  return {side.part,
          fmt::format("the window gives {}{}, not {}",
                      whole,
                      may_round_up ? fmt::format(" or {}", whole + 1) : "",
                      side.output)};
}

ShapeComplaint check_window(const Layer& layer) {
  const Window& window = layer.window;
  ShapeComplaint complaint = check_side(layer,
                                        {.part = LayerPart::OutHeight,
                                         .input = layer.input.height,
                                         .output = layer.output.height,
                                         .kernel = window.kernel,
                                         .stride = window.stride});
  if (!complaint.message.empty()) {
    return complaint;
  }
  return check_side(layer,
                    {.part = LayerPart::OutWidth,
                     .input = layer.input.width,
                     .output = layer.output.width,
                     .kernel = window.kernel_across(),
                     .stride = window.stride_across()});
}

ShapeComplaint check_no_window(const Layer& layer) {
  const auto complaint = [&](LayerPart part, const char* rule) {
    return ShapeComplaint{
        part, fmt::format("{} layer has no window: {}", article_and_name(layer.type), rule)};
  };
  if (layer.window.kernel != 1 || layer.window.kernel_across() != 1) {
    return complaint(LayerPart::Kernel, "its kernel must be 1");
  }
  if (layer.window.stride != 1 || layer.window.stride_across() != 1) {
    return complaint(LayerPart::Stride, "its stride must be 1");
  }
  if (layer.window.pad != 0) {
    return complaint(LayerPart::Pad, "its pad must be 0");
  }
  return {};
}

ShapeComplaint check_group(const Layer& layer) {
  const int group = layer.window.group;
  const bool may_have_groups =
      layer.type == LayerType::Convolution || layer.type == LayerType::MatMul;
  if (!may_have_groups && group != 1) {
    return {LayerPart::Group, "only a convolution or matmul has groups; here it must be 1"};
  }
  if (layer.input.channels % group != 0 || layer.output.channels % group != 0) {
    return {LayerPart::Group,
            fmt::format("{} groups do not divide {} channels of input and {} of output",
                        group,
                        layer.input.channels,
                        layer.output.channels)};
  }
  return {};
}

// The complaint about a layer of a type that keeps height and width.
ShapeComplaint check_same_positions(const Layer& layer, const char* what = "height and width") {
  const auto differ = [&](LayerPart part, int output, int input) {
    return ShapeComplaint{part,
                          fmt::format("{} layer keeps the {} of its input: {} is not {}",
                                      article_and_name(layer.type),
                                      what,
                                      output,
                                      input)};
  };
  if (layer.output.height != layer.input.height) {
    return differ(LayerPart::OutHeight, layer.output.height, layer.input.height);
  }
  if (layer.output.width != layer.input.width) {
    return differ(LayerPart::OutWidth, layer.output.width, layer.input.width);
  }
  return {};
}

// The complaint about a layer of a type that keeps the whole shape.
ShapeComplaint check_same(const Layer& layer) {
  if (layer.output.channels != layer.input.channels) {
    return {LayerPart::OutChannels,
            fmt::format("{} layer keeps the shape of its input: {} is not {}",
                        article_and_name(layer.type),
                        layer.output.channels,
                        layer.input.channels)};
  }
  return check_same_positions(layer, "shape");
}

ShapeComplaint check_element_wise(const Layer& layer) {
  if (layer.input.channels % layer.output.channels != 0) {
    return {LayerPart::OutChannels,
            "the channels of an element_wise layer's inputs together are a multiple of its "
            "output's: " +
                std::to_string(layer.input.channels) + " is none of " +
                std::to_string(layer.output.channels)};
  }
  return check_same_positions(layer);
}

// The complaint about a layer of a type that has no window.
ShapeComplaint check_rest(const Layer& layer) {
  switch (layer.type) {
    case LayerType::Argmax:
      if (layer.output.elements() != 1) {
        return {LayerPart::OutChannels, "an argmax layer gives 1 x 1 x 1, one value per item"};
      }
      return {};
    case LayerType::MatMul:
      return check_same_positions(layer);
    case LayerType::ElementWise:
      return check_element_wise(layer);
    case LayerType::FullyConnected:
    case LayerType::Copy:
    case LayerType::Opaque:
      return {};
    default:
      return check_same(layer);
  }
}

ShapeComplaint check_output(const Layer& layer) {
  switch (layer.type) {
    case LayerType::Convolution:
    case LayerType::Local:
      return check_window(layer);
    case LayerType::Pooling:
      if (layer.output.channels != layer.input.channels) {
        return {LayerPart::OutChannels,
                "a pooling layer keeps the channels of its input: " +
                    std::to_string(layer.output.channels) + " is not " +
                    std::to_string(layer.input.channels)};
      }
      return check_window(layer);
    default: {
      ShapeComplaint window = check_no_window(layer);
      return window.message.empty() ? check_rest(layer) : window;
    }
  }
}

}  // namespace

ShapeComplaint check_shapes(const Layer& layer) {
  ShapeComplaint complaint = check_group(layer);
  if (complaint.message.empty()) {
    complaint = check_output(layer);
  }
  return complaint.message.empty() ? check_size(layer) : complaint;
}

}  // namespace cutpoint
