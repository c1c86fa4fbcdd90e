#include "predictor/layer_shape.hpp"

namespace cutpoint {
namespace {

// Above that, numbers of elements would leave the range of 64 bits; no layer comes near.
constexpr double kMostElements = 2e9;
constexpr double kMostFlop = 1e18;

std::string article_and_name(LayerType type) {
  const std::string name{to_string(type)};
  return (type == LayerType::Argmax ? "an " : "a ") + name;
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

// The output's height or width that a window gives along a side of the input.
ShapeComplaint check_side(const Layer& layer, LayerPart part, int input, int output) {
  const Window& window = layer.window;
  const int room = input + 2 * window.pad - window.kernel;
  if (room < 0) {
    return {LayerPart::Kernel,
            "a kernel of " + std::to_string(window.kernel) + " does not fit an input of " +
                std::to_string(input) + " with a pad of " + std::to_string(window.pad)};
  }
  const int whole = room / window.stride + 1;
  const bool may_round_up = layer.type == LayerType::Pooling && room % window.stride != 0;
  if (output == whole || (may_round_up && output == whole + 1)) {
    return {};
  }
  return {part,
          "the window gives " + std::to_string(whole) +
              (may_round_up ? " or " + std::to_string(whole + 1) : "") + ", not " +
              std::to_string(output)};
}

ShapeComplaint check_window(const Layer& layer) {
  const Window& window = layer.window;
  if (window.pad >= window.kernel) {
    return {LayerPart::Pad,
            "a pad of " + std::to_string(window.pad) + " lets a kernel of " +
                std::to_string(window.kernel) + " miss the input; it must be smaller"};
  }
  ShapeComplaint side =
      check_side(layer, LayerPart::OutHeight, layer.input.height, layer.output.height);
  if (side.message.empty()) {
    side = check_side(layer, LayerPart::OutWidth, layer.input.width, layer.output.width);
  }
  return side;
}

ShapeComplaint check_no_window(const Layer& layer) {
  const auto complaint = [&](LayerPart part, const char* rule) {
    return ShapeComplaint{part, article_and_name(layer.type) + " layer has no window: " + rule};
  };
  if (layer.window.kernel != 1) {
    return complaint(LayerPart::Kernel, "its kernel must be 1");
  }
  if (layer.window.stride != 1) {
    return complaint(LayerPart::Stride, "its stride must be 1");
  }
  if (layer.window.pad != 0) {
    return complaint(LayerPart::Pad, "its pad must be 0");
  }
  return {};
}

ShapeComplaint check_group(const Layer& layer) {
  const int group = layer.window.group;
  if (layer.type != LayerType::Convolution && group != 1) {
    return {LayerPart::Group, "only a convolution has groups; here it must be 1"};
  }
  if (layer.input.channels % group != 0 || layer.output.channels % group != 0) {
    return {LayerPart::Group,
            std::to_string(group) + " groups do not divide " +
                std::to_string(layer.input.channels) + " channels of input and " +
                std::to_string(layer.output.channels) + " of output"};
  }
  return {};
}

// Of a type that keeps the shape.
ShapeComplaint check_same(const Layer& layer) {
  const std::string rule = article_and_name(layer.type) + " layer keeps the shape of its input: ";
  const auto differ = [&](LayerPart part, int output, int input) {
    return ShapeComplaint{part, rule + std::to_string(output) + " is not " + std::to_string(input)};
  };
  if (layer.output.channels != layer.input.channels) {
    return differ(LayerPart::OutChannels, layer.output.channels, layer.input.channels);
  }
  if (layer.output.height != layer.input.height) {
    return differ(LayerPart::OutHeight, layer.output.height, layer.input.height);
  }
  if (layer.output.width != layer.input.width) {
    return differ(LayerPart::OutWidth, layer.output.width, layer.input.width);
  }
  return {};
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
    case LayerType::FullyConnected:
      return check_no_window(layer);
    case LayerType::Argmax:
      if (layer.output.elements() != 1) {
        return {LayerPart::OutChannels, "an argmax layer gives 1 x 1 x 1, one value per item"};
      }
      return check_no_window(layer);
    default: {
      ShapeComplaint window = check_no_window(layer);
      return window.message.empty() ? check_same(layer) : window;
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
