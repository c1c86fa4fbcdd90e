// Kernels against loops that anybody can check, for every backend of this build.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "predictor/measure/backends.hpp"
#include "predictor/measure/host_grid.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

/// A layer's input and output as functions of item, channel, row, column.
class Reference {
 public:
  Reference(const LayerConfiguration& configuration, const LayerTensors& tensors)
      : layer_{configuration.layer}, items_{configuration.items}, tensors_{tensors} {}

  std::vector<float> output() const {
    std::vector<float> values;
    const Shape& shape = layer_.output;
    for (int item = 0; item < items_; ++item) {
      for (int channel = 0; channel < shape.channels; ++channel) {
        for (int y = 0; y < shape.height; ++y) {
          for (int x = 0; x < shape.width; ++x) {
            values.push_back(static_cast<float>(value(item, channel, y, x)));
          }
        }
      }
    }
    return values;
  }

 private:
  double in(int item, int channel, int y, int x) const {
    const Shape& shape = layer_.input;
    if (y < 0 || y >= shape.height || x < 0 || x >= shape.width) {
      return 0.0;
    }
    return static_cast<double>(tensors_.input[index(
        ((item * shape.channels + channel) * shape.height + y) * shape.width + x)]);
  }
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  double value(int item, int channel, int y, int x) const {
    switch (layer_.type) {
      case LayerType::Convolution:
        return filtered(item, channel, y, x, channel) +
               static_cast<double>(tensors_.biases[index(channel)]);
      case LayerType::Local: {
        const int position = y * layer_.output.width + x;
        const int positions = layer_.output.height * layer_.output.width;
        return filtered(item, channel, y, x, position * layer_.output.channels + channel) +
               static_cast<double>(tensors_.biases[index(channel * positions + position)]);
      }
      case LayerType::FullyConnected:
        return connected(item, channel);
      case LayerType::Pooling:
        return greatest(item, channel, y, x);
      case LayerType::Normalization:
        return normalized(item, channel, y, x);
      case LayerType::Relu:
        return std::max(0.0, in(item, channel, y, x));
      case LayerType::Sigmoid:
        return 1.0 / (1.0 + std::exp(-in(item, channel, y, x)));
      case LayerType::Tanh:
        return std::tanh(in(item, channel, y, x));
      case LayerType::Softmax:
        return softmax(item, channel, y, x);
      case LayerType::Argmax:
        return place_of_greatest(item);
      case LayerType::Dropout:
        return in(item, channel, y, x);
      case LayerType::MatMul:
        return product(item, channel, y);
      case LayerType::ElementWise:
        return summed(item, channel, y, x);
      case LayerType::Scale:
        return scaled(item, channel, y, x);
      case LayerType::Copy:
        return copied(item, channel, y, x);
      case LayerType::Opaque:
        break;
    }
    return 0.0;
  }

  // Left matrices of all items come first, then right ones.
  double product(int item, int channel, int position) const {
    const int group = layer_.window.group;
    const int inner = layer_.input.channels / group;
    const int columns = layer_.output.channels / group;
    const int head = channel / columns;
    const auto right = items_ * static_cast<int>(layer_.input.elements());
    double sum = 0.0;
    for (int i = 0; i < inner; ++i) {
      const int place = ((item * group + head) * inner + i) * columns + channel % columns;
      sum += in(item, head * inner + i, position, 0) *
             static_cast<double>(tensors_.input[index(right + place)]);
    }
    return sum;
  }

  double summed(int item, int channel, int y, int x) const {
    double sum = 0.0;
    for (int c = channel; c < layer_.input.channels; c += layer_.output.channels) {
      sum += in(item, c, y, x);
    }
    return sum;
  }

  double scaled(int item, int channel, int y, int x) const {
    const int channels = layer_.input.channels;
    double mean = 0.0;
    for (int c = 0; c < channels; ++c) {
      mean += in(item, c, y, x) / channels;
    }
    double variance = 0.0;
    for (int c = 0; c < channels; ++c) {
      variance += (in(item, c, y, x) - mean) * (in(item, c, y, x) - mean) / channels;
    }
    return static_cast<double>(tensors_.weights[index(channel)]) *
               (in(item, channel, y, x) - mean) / std::sqrt(variance + 1e-5) +
           static_cast<double>(tensors_.biases[index(channel)]);
  }

  double copied(int item, int channel, int y, int x) const {
    const Shape& shape = layer_.output;
    const int place = (channel * shape.height + y) * shape.width + x;
    const auto inputs = static_cast<int>(layer_.input.elements());
    return static_cast<double>(tensors_.input[index(item * inputs + place % inputs)]);
  }

  double filtered(int item, int channel, int y, int x, int filter) const {
    const int kernel = layer_.window.kernel;
    const int stride = layer_.window.stride;
    const int pad = layer_.window.pad;
    const int group = layer_.window.group;
    const int depth = layer_.input.channels / group;
    const int first = channel / (layer_.output.channels / group) * depth;
    double sum = 0.0;
    for (int c = 0; c < depth; ++c) {
      for (int row = 0; row < kernel; ++row) {
        for (int column = 0; column < kernel; ++column) {
          const int tap = ((filter * depth + c) * kernel + row) * kernel + column;
          sum += static_cast<double>(tensors_.weights[index(tap)]) *
                 in(item, first + c, y * stride - pad + row, x * stride - pad + column);
        }
      }
    }
    return sum;
  }

  double connected(int item, int output) const {
    const auto inputs = static_cast<int>(layer_.input.elements());
    double sum = static_cast<double>(tensors_.biases[index(output)]);
    for (int i = 0; i < inputs; ++i) {
      sum += static_cast<double>(tensors_.weights[index(output * inputs + i)]) *
             static_cast<double>(tensors_.input[index(item * inputs + i)]);
    }
    return sum;
  }

  double greatest(int item, int channel, int y, int x) const {
    const int kernel = layer_.window.kernel;
    const int stride = layer_.window.stride;
    const int pad = layer_.window.pad;
    double value = -std::numeric_limits<double>::infinity();
    for (int row = y * stride - pad; row < y * stride - pad + kernel; ++row) {
      for (int column = x * stride - pad; column < x * stride - pad + kernel; ++column) {
        if (row >= 0 && row < layer_.input.height && column >= 0 && column < layer_.input.width) {
          value = std::max(value, in(item, channel, row, column));
        }
      }
    }
    return value;
  }

  double normalized(int item, int channel, int y, int x) const {
    double squares = 0.0;
    for (int c = std::max(0, channel - 2); c <= std::min(channel + 2, layer_.input.channels - 1);
         ++c) {
      squares += in(item, c, y, x) * in(item, c, y, x);
    }
    return in(item, channel, y, x) / std::pow(1.0 + 1e-4 / 5.0 * squares, 0.75);
  }

  double softmax(int item, int channel, int y, int x) const {
    double sum = 0.0;
    for (int c = 0; c < layer_.input.channels; ++c) {
      sum += std::exp(in(item, c, y, x));
    }
    return std::exp(in(item, channel, y, x)) / sum;
  }

  double place_of_greatest(int item) const {
    const auto begin = tensors_.input.begin() + item * layer_.input.elements();
    return static_cast<double>(std::max_element(begin, begin + layer_.input.elements()) - begin);
  }

  Layer layer_;
  int items_;
  const LayerTensors& tensors_;
};

LayerConfiguration windowed(
    LayerType type, const Window& window, const Shape& input, const Shape& output, int items) {
  return {.layer = {.name = "", .type = type, .window = window, .input = input, .output = output},
          .items = items};
}

LayerConfiguration plain(LayerType type, const Shape& input, const Shape& output, int items) {
  return windowed(type, {}, input, output, items);
}

std::vector<LayerConfiguration> configurations() {
  using enum LayerType;
  const Shape image{.channels = 20, .height = 9, .width = 7};
  const Shape vector{.channels = 37, .height = 1, .width = 1};
  std::vector<LayerConfiguration> all{
      windowed(Convolution, {.kernel = 3, .stride = 1, .pad = 1}, image, {24, 9, 7}, 2),
      windowed(Convolution, {.kernel = 3, .stride = 2, .pad = 0}, image, {16, 4, 3}, 1),
      windowed(Convolution, {.kernel = 5, .stride = 3, .pad = 2}, {3, 16, 17}, {10, 6, 6}, 1),
      windowed(Convolution, {.kernel = 3, .pad = 1, .group = 2}, image, {8, 9, 7}, 3),
      windowed(Convolution, {.kernel = 1}, image, {5, 9, 7}, 1),
      windowed(Convolution, {.kernel = 9, .pad = 1}, {4, 9, 7}, {6, 3, 1}, 1),
      windowed(Convolution, {.kernel = 3}, {4, 3, 3}, {6, 1, 1}, 2),
      windowed(Local, {.kernel = 3, .stride = 2}, image, {6, 4, 3}, 1),
      windowed(Local, {.kernel = 3, .stride = 1, .pad = 1}, image, {5, 9, 7}, 3),
      windowed(Pooling, {.kernel = 2, .stride = 2}, image, {20, 5, 4}, 2),
      windowed(Pooling, {.kernel = 3, .stride = 2}, image, {20, 4, 3}, 1),
      windowed(Pooling, {.kernel = 3, .stride = 2, .pad = 1}, image, {20, 5, 4}, 1),
      plain(FullyConnected, vector, {19, 1, 1}, 1),
      plain(FullyConnected, vector, {19, 1, 1}, 5),
      plain(FullyConnected, image, {11, 1, 1}, 3),
      plain(Normalization, image, image, 2),
      plain(Normalization, {3, 4, 4}, {3, 4, 4}, 1),
      plain(Softmax, image, image, 2),
      plain(Argmax, image, {}, 2),
      windowed(MatMul, {.group = 3}, {12, 5, 1}, {21, 5, 1}, 2),
      windowed(MatMul, {}, {64, 30, 1}, {48, 30, 1}, 1),
      plain(ElementWise, {40, 9, 7}, image, 3),
      plain(ElementWise, {60, 9, 7}, image, 2),
      plain(Scale, image, image, 2),
      plain(Scale, vector, vector, 4),
      plain(Copy, image, {20, 63, 1}, 2),
      plain(Copy, image, vector, 3),
      plain(Copy, vector, {100, 1, 1}, 2)};
  for (const LayerType type : {Relu, Sigmoid, Tanh, Softmax, Argmax, Dropout}) {
    all.push_back(plain(type, vector, type == Argmax ? Shape{} : vector, 4));
  }
  for (const LayerType type : {Relu, Sigmoid, Tanh, Dropout}) {
    all.push_back(plain(type, image, image, 2));
  }
  return all;
}

/// Numbers below 1 would pass a normalization almost unchanged, whatever it did.
LayerTensors tensors_that_matter(const LayerConfiguration& configuration) {
  LayerTensors tensors = make_tensors(configuration);
  if (configuration.layer.type == LayerType::Normalization) {
    for (float& value : tensors.input) {
      value *= 200.0F;
    }
  }
  return tensors;
}

TEST_CASE("Every kernel computes what plain loops compute") {
  for (const Backend& backend : backends()) {
    for (const LayerConfiguration& configuration : configurations()) {
      const Layer& layer = configuration.layer;
      CAPTURE(backend.name, to_string(layer.type), layer.window.kernel, layer.window.pad);
      CAPTURE(layer.window.group, layer.input.height, layer.output.channels, configuration.items);
      const LayerTensors tensors = tensors_that_matter(configuration);
      const std::vector<float> expected = Reference{configuration, tensors}.output();
      const auto kernel = backend.make_kernel(configuration, tensors);
      kernel->run();
      const std::vector<float> first = kernel->output();
      REQUIRE(first.size() == expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        REQUIRE(first[i] == Approx(expected[i]).epsilon(1e-4).margin(1e-5));
      }
      kernel->run();
      CHECK(kernel->output() == first);
      CHECK(kernel->input().size() >= tensors.input.size() * sizeof(float));
    }
  }
}

TEST_CASE("Tensors have the sizes of the layer and no number near zero") {
  for (const LayerConfiguration& configuration : configurations()) {
    const LayerTensors tensors = make_tensors(configuration);
    const Layer& layer = configuration.layer;
    const LayerWork work = work_of(layer, configuration.items);
    const std::int64_t parameters = layer.type == LayerType::Scale
                                        ? 2 * std::int64_t{layer.input.channels}
                                        : parameter_count(layer);
    CHECK(Bytes{4.0 * static_cast<double>(tensors.input.size())} == work.input);
    CHECK(std::ssize(tensors.weights) + std::ssize(tensors.biases) == parameters);
    for (const float value : tensors.input) {
      REQUIRE(std::abs(value) > 1e-6F);
      REQUIRE(std::abs(value) < 1.0F);
    }
  }
}

TEST_CASE("What nobody can compute here is not measured") {
  Layer layer = configurations().front().layer;
  CHECK(can_measure(layer));
  layer.parameters = 5;
  CHECK(can_measure(layer));
  CHECK(as_measured(layer) == configurations().front().layer);
  layer.window.kernel_width = 1;
  CHECK_FALSE(can_measure(layer));
  layer.window = {};
  layer.type = LayerType::Opaque;
  CHECK_FALSE(can_measure(layer));

  const ThrowingContracts contracts;
  CHECK_THROWS_AS(make_tensors({.layer = layer, .items = 1}), ContractBroken);
}

TEST_CASE("A backend that is unknown or not built in is an error that says what to do") {
  CHECK_THROWS_WITH(find_backend("eigne"),
                    "error: unknown backend \"eigne\"; did you mean \"eigen\"?");
  CHECK(find_backend("eigen").name == "eigen");
  CHECK(backends().back().name == "eigen");
  if (backends().size() == 1) {
    CHECK_THROWS_WITH(find_backend("onednn"),
                      "error: this program was built without oneDNN: install the package "
                      "libdnnl-dev and build again, or use the backend \"eigen\"");
  } else {
    CHECK(find_backend("onednn").has_threads);
  }
}

}  // namespace
}  // namespace cutpoint
