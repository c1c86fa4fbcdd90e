#include "workloads/dnn/dnn_builder.hpp"

#include <algorithm>
#include <utility>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

// The number of windows that start along a padded length, which is the size of the output.
int windows_rounded_down(int length, const Window& window) {
  return (length + 2 * window.pad - window.kernel) / window.stride + 1;
}

/// Caffe's number of windows of a pooling: the last one may overhang, but is left out if it would
/// begin beyond the input and the pad before it.
int windows_rounded_up(int length, const Window& window) {
  const int windows =
      (length + 2 * window.pad - window.kernel + window.stride - 1) / window.stride + 1;
  const bool last_begins_outside = (windows - 1) * window.stride >= length + window.pad;
  return last_begins_outside ? windows - 1 : windows;
}

/// Checks that the window fits the padded input.
void expect_window_fits(const Shape& input, const Window& window) {
  const bool window_fits_padded_input =
      window.kernel <= std::min(input.height, input.width) + 2 * window.pad;
  CUTPOINT_EXPECTS(window.kernel >= 1);
  CUTPOINT_EXPECTS(window.stride >= 1);
  CUTPOINT_EXPECTS(window.pad >= 0);
  CUTPOINT_EXPECTS(window_fits_padded_input);
}

/// The shape of the output of a convolution or local layer.
Shape filtered(const Shape& input, const Window& window, int filters) {
  expect_window_fits(input, window);
  CUTPOINT_EXPECTS(filters >= 1);
  return {.channels = filters,
          .height = windows_rounded_down(input.height, window),
          .width = windows_rounded_down(input.width, window)};
}

}  // namespace

DnnBuilder::DnnBuilder(std::string name, Shape input)
    : name_{std::move(name)}, input_{input}, current_{input} {
  CUTPOINT_EXPECTS(input.channels >= 1);
  CUTPOINT_EXPECTS(input.height >= 1);
  CUTPOINT_EXPECTS(input.width >= 1);
}

DnnBuilder& DnnBuilder::convolution(std::string name, const ConvolutionOptions& options) {
  CUTPOINT_EXPECTS(options.group >= 1);
  const bool group_divides_input_channels = current_.channels % options.group == 0;
  const bool group_divides_filters = options.filters % options.group == 0;
  CUTPOINT_EXPECTS(group_divides_input_channels);
  CUTPOINT_EXPECTS(group_divides_filters);

  const Window window{.kernel = options.kernel,
                      .stride = options.stride,
                      .pad = options.pad,
                      .group = options.group};
  Layer layer{.name = std::move(name),
              .type = LayerType::Convolution,
              .window = window,
              .input = current_,
              .output = filtered(current_, window, options.filters)};
  const std::int64_t filters = options.filters;
  if (options.bias != ConvolutionBias::Own) {
    const std::int64_t weights = parameter_count(layer) - filters;
    layer.parameters = options.bias == ConvolutionBias::None ? weights : weights + 2 * filters;
  }
  return append(std::move(layer), {source_});
}

DnnBuilder& DnnBuilder::local(std::string name, const LocalOptions& options) {
  const Window window{.kernel = options.kernel, .stride = options.stride};
  return append(
      std::move(name), LayerType::Local, window, filtered(current_, window, options.filters));
}

DnnBuilder& DnnBuilder::pooling(std::string name, const PoolingOptions& options) {
  const Window window{.kernel = options.kernel, .stride = options.stride, .pad = options.pad};
  expect_window_fits(current_, window);
  const bool stride_skips_no_input = options.stride <= options.kernel;
  const bool pad_is_within_kernel = options.pad < options.kernel;
  CUTPOINT_EXPECTS(stride_skips_no_input);
  CUTPOINT_EXPECTS(pad_is_within_kernel);

  const auto windows = options.rounding == Rounding::Up ? windows_rounded_up : windows_rounded_down;
  return append(std::move(name),
                LayerType::Pooling,
                window,
                {.channels = current_.channels,
                 .height = windows(current_.height, window),
                 .width = windows(current_.width, window)});
}

DnnBuilder& DnnBuilder::global_pooling(std::string name) {
  const bool is_square = current_.width == current_.height;
  return append(std::move(name),
                LayerType::Pooling,
                {.kernel = current_.height, .kernel_width = is_square ? 0 : current_.width},
                {.channels = current_.channels});
}

DnnBuilder& DnnBuilder::fully_connected(std::string name, int outputs) {
  CUTPOINT_EXPECTS(outputs >= 1);
  return append(std::move(name), LayerType::FullyConnected, {}, {.channels = outputs});
}

DnnBuilder& DnnBuilder::normalization(std::string name) {
  return element_wise(std::move(name), LayerType::Normalization);
}

DnnBuilder& DnnBuilder::relu(std::string name) {
  return element_wise(std::move(name), LayerType::Relu);
}

DnnBuilder& DnnBuilder::sigmoid(std::string name) {
  return element_wise(std::move(name), LayerType::Sigmoid);
}

DnnBuilder& DnnBuilder::tanh(std::string name) {
  return element_wise(std::move(name), LayerType::Tanh);
}

DnnBuilder& DnnBuilder::dropout(std::string name) {
  return element_wise(std::move(name), LayerType::Dropout);
}

DnnBuilder& DnnBuilder::softmax(std::string name) {
  return element_wise(std::move(name), LayerType::Softmax);
}

DnnBuilder& DnnBuilder::scale(std::string name) {
  return append({.name = std::move(name),
                 .type = LayerType::Scale,
                 .input = current_,
                 .output = current_,
                 .parameters = 2 * std::int64_t{current_.channels}},
                {source_});
}

DnnBuilder& DnnBuilder::argmax(std::string name) {
  return append(std::move(name), LayerType::Argmax, {}, {.channels = 1});
}

DnnBuilder& DnnBuilder::add(std::string name, const std::vector<std::string>& inputs) {
  CUTPOINT_EXPECTS(inputs.size() >= 2);
  const std::vector<std::size_t> sources = positions_of(inputs);
  const Shape shape = layers_[sources.front()].output;
  const bool inputs_have_one_shape = std::ranges::all_of(
      sources, [&](std::size_t source) { return layers_[source].output == shape; });
  CUTPOINT_EXPECTS(inputs_have_one_shape);

  Shape all = shape;
  all.channels *= static_cast<int>(sources.size());
  return append(
      {.name = std::move(name), .type = LayerType::ElementWise, .input = all, .output = shape},
      sources);
}

DnnBuilder& DnnBuilder::sum(std::string name, int parts) {
  CUTPOINT_EXPECTS(parts >= 1);
  const bool parts_divide_channels = current_.channels % parts == 0;
  CUTPOINT_EXPECTS(parts_divide_channels);
  Shape output = current_;
  output.channels /= parts;
  return append(std::move(name), LayerType::ElementWise, {}, output);
}

DnnBuilder& DnnBuilder::concat(std::string name, const std::vector<std::string>& inputs) {
  CUTPOINT_EXPECTS(inputs.size() >= 2);
  const std::vector<std::size_t> sources = positions_of(inputs);
  Shape all = layers_[sources.front()].output;
  all.channels = 0;
  for (const std::size_t source : sources) {
    const Shape& shape = layers_[source].output;
    const bool inputs_have_one_height = shape.height == all.height;
    const bool inputs_have_one_width = shape.width == all.width;
    CUTPOINT_EXPECTS(inputs_have_one_height);
    CUTPOINT_EXPECTS(inputs_have_one_width);
    all.channels += shape.channels;
  }
  return append({.name = std::move(name), .type = LayerType::Copy, .input = all, .output = all},
                sources);
}

DnnBuilder& DnnBuilder::matmul(std::string name, const MatMulOptions& options) {
  CUTPOINT_EXPECTS(options.group >= 1);
  const std::vector<std::size_t> sources = positions_of({options.left, options.right});
  const Shape& left = layers_[sources[0]].output;
  const Shape& right = layers_[sources[1]].output;
  const bool group_divides_left_channels = left.channels % options.group == 0;
  const bool group_divides_right_channels = right.channels % options.group == 0;
  CUTPOINT_EXPECTS(group_divides_left_channels);
  CUTPOINT_EXPECTS(group_divides_right_channels);

  const int right_positions = right.height * right.width;
  const int right_channels = right.channels / options.group;
  const bool adds_up_channels = options.contraction == Contraction::Channels;
  const bool matrices_fit =
      left.channels / options.group == (adds_up_channels ? right_channels : right_positions);
  CUTPOINT_EXPECTS(matrices_fit);

  const int columns = adds_up_channels ? right_positions : right_channels;
  const Shape output{
      .channels = options.group * columns, .height = left.height, .width = left.width};
  return append({.name = std::move(name),
                 .type = LayerType::MatMul,
                 .window = {.group = options.group},
                 .input = left,
                 .output = output},
                sources);
}

DnnBuilder& DnnBuilder::copy(std::string name, const Shape& moved, std::int64_t parameters) {
  CUTPOINT_EXPECTS(moved.elements() >= 1);
  CUTPOINT_EXPECTS(parameters >= 0);
  Layer layer{.name = std::move(name), .type = LayerType::Copy, .input = moved, .output = moved};
  if (parameters > 0) {
    layer.parameters = parameters;
  }
  return append(std::move(layer), {source_});
}

DnnBuilder& DnnBuilder::from(const std::string& name) {
  source_ = position_of(name);
  current_ = layers_[source_].output;
  return *this;
}

DnnGraph DnnBuilder::build() const { return DnnGraph{name_, input_, layers_, edges_}; }

DnnBuilder& DnnBuilder::element_wise(std::string name, LayerType type) {
  return append(std::move(name), type, {}, current_);
}

DnnBuilder& DnnBuilder::append(std::string name,
                               LayerType type,
                               const Window& window,
                               const Shape& output) {
  return append({.name = std::move(name),
                 .type = type,
                 .window = window,
                 .input = current_,
                 .output = output},
                {source_});
}

DnnBuilder& DnnBuilder::append(Layer layer, const std::vector<std::size_t>& sources) {
  const bool layer_name_is_new =
      std::ranges::find(layers_, layer.name, &Layer::name) == layers_.end();
  CUTPOINT_EXPECTS(layer_name_is_new);

  const std::size_t position = layers_.size();
  for (const std::size_t source : sources) {
    edges_.push_back({.from = source, .to = position});
  }
  current_ = layer.output;
  source_ = position;
  layers_.push_back(std::move(layer));
  return *this;
}

std::size_t DnnBuilder::position_of(const std::string& name) const {
  const auto found = std::ranges::find(layers_, name, &Layer::name);
  const bool input_is_there = found != layers_.end();
  CUTPOINT_EXPECTS(input_is_there);
  return static_cast<std::size_t>(found - layers_.begin());
}

std::vector<std::size_t> DnnBuilder::positions_of(const std::vector<std::string>& names) const {
  std::vector<std::size_t> positions;
  positions.reserve(names.size());
  for (const std::string& name : names) {
    positions.push_back(position_of(name));
  }
  return positions;
}

}  // namespace cutpoint
