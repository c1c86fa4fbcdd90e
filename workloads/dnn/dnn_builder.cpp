#include "workloads/dnn/dnn_builder.hpp"

#include <algorithm>
#include <utility>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

// How many windows start along a padded length.
int windows_rounded_down(int length, const Window& window) {
  return (length + 2 * window.pad - window.kernel) / window.stride + 1;
}

int windows_rounded_up(int length, const Window& window) {
  return (length + 2 * window.pad - window.kernel + window.stride - 1) / window.stride + 1;
}

void expect_window_fits(const Shape& input, const Window& window) {
  const bool window_fits_padded_input =
      window.kernel <= std::min(input.height, input.width) + 2 * window.pad;
  CUTPOINT_EXPECTS(window.kernel >= 1);
  CUTPOINT_EXPECTS(window.stride >= 1);
  CUTPOINT_EXPECTS(window.pad >= 0);
  CUTPOINT_EXPECTS(window_fits_padded_input);
}

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
  return append(
      std::move(name), LayerType::Convolution, window, filtered(current_, window, options.filters));
}

DnnBuilder& DnnBuilder::local(std::string name, const LocalOptions& options) {
  const Window window{.kernel = options.kernel, .stride = options.stride};
  return append(
      std::move(name), LayerType::Local, window, filtered(current_, window, options.filters));
}

DnnBuilder& DnnBuilder::pooling(std::string name, const PoolingOptions& options) {
  const Window window{.kernel = options.kernel, .stride = options.stride};
  expect_window_fits(current_, window);
  const bool stride_skips_no_input = options.stride <= options.kernel;
  CUTPOINT_EXPECTS(stride_skips_no_input);

  return append(std::move(name),
                LayerType::Pooling,
                window,
                {.channels = current_.channels,
                 .height = windows_rounded_up(current_.height, window),
                 .width = windows_rounded_up(current_.width, window)});
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

DnnBuilder& DnnBuilder::argmax(std::string name) {
  return append(std::move(name), LayerType::Argmax, {}, {.channels = 1});
}

DnnGraph DnnBuilder::build() const { return DnnGraph{name_, input_, layers_, edges_}; }

DnnBuilder& DnnBuilder::element_wise(std::string name, LayerType type) {
  return append(std::move(name), type, {}, current_);
}

DnnBuilder& DnnBuilder::append(std::string name,
                               LayerType type,
                               const Window& window,
                               const Shape& output) {
  const bool layer_name_is_new = std::ranges::find(layers_, name, &Layer::name) == layers_.end();
  CUTPOINT_EXPECTS(layer_name_is_new);

  layers_.push_back({.name = std::move(name),
                     .type = type,
                     .window = window,
                     .input = current_,
                     .output = output});
  if (layers_.size() > 1) {
    edges_.push_back({.from = layers_.size() - 2, .to = layers_.size() - 1});
  }
  current_ = output;
  return *this;
}

}  // namespace cutpoint
