#include "predictor/measure/host_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

using enum LayerType;

// The largest work and memory of a configuration, chosen by us: VGG's greatest convolution has 3.7
// GFLOP and 26 MB of input and output, AlexNet's first fully connected layer 151 MB of weights.
constexpr double kMostFlop = 6e9;
constexpr double kMostWeightBytes = 320e6;
constexpr double kMostActivationBytes = 64e6;

/// How many configurations of one type a grid has.
struct Amount {
  LayerType type;
  int quick;
  int full;
};
// These are all types but opaque layers, which nobody can compute.
constexpr std::array<Amount, kLayerTypeCount - 1> kAmounts{{{Convolution, 120, 300},
                                                            {Local, 20, 40},
                                                            {FullyConnected, 64, 140},
                                                            {Pooling, 24, 60},
                                                            {Normalization, 20, 40},
                                                            {Relu, 30, 60},
                                                            {Sigmoid, 20, 40},
                                                            {Tanh, 20, 40},
                                                            {Softmax, 20, 40},
                                                            {Argmax, 16, 30},
                                                            {Dropout, 12, 20},
                                                            {MatMul, 24, 60},
                                                            {ElementWise, 20, 40},
                                                            {Scale, 20, 40},
                                                            {Copy, 16, 30}}};

/// The i-th number of a sequence that fills (0, 1) evenly however many are taken (van der Corput).
/// Sequences to different prime bases together fill a cube evenly (Halton, Numerische Mathematik 2,
/// 1960).
double radical_inverse(int i, int base) {
  double value = 0.0;
  double digit = 1.0;
  for (; i > 0; i /= base) {
    digit /= base;
    value += digit * (i % base);
  }
  return value;
}

/// One point of the design. Each function takes the next coordinate of the point, so that the sizes
/// of a layer are spread evenly together.
class DesignPoint {
 public:
  explicit DesignPoint(int index) : index_{index + kSkipped} {}

  /// A size from `least` to `most`, evenly in the logarithm.
  int size(double least, double most) { return size_at(next(), least, most); }
  /// A number of channels as networks have them: a size() rounded to multiples of 4 from 12 on, of
  /// 16 from 48 on.
  int channels(double least, double most) { return channels_at(next(), least, most); }
  /// The channels of maps behind a convolution, whose filters come in sixteens: for other numbers
  /// libraries have slower kernels, which no network would meet.
  int image_channels() { return 16 * size(1.0, 32.0); }
  /// A number of neurons as networks have them: a size() rounded to multiples of 8 from 64 on, of
  /// 64 from 512 on. Matrix libraries run odd sizes at half the speed.
  int neurons(double least, double most) {
    const int raw = size(least, most);
    const int step = raw >= 512 ? 64 : raw >= 64 ? 8 : 1;
    return (raw + step / 2) / step * step;
  }
  /// A number of items: 1 with probability `share_of_one`, otherwise from 2 to `most`.
  int items(double share_of_one, double most) {
    const double u = next();
    return u < share_of_one ? 1 : size_at((u - share_of_one) / (1.0 - share_of_one), 2.0, most);
  }
  /// True with probability `share`.
  bool happens(double share) { return next() < share; }
  template <std::size_t N>
  int one_of(const std::array<int, N>& values) {
    return one_at(next(), values);
  }

  /// The next coordinate of the point itself, for a size that depends on a later coordinate.
  double next() { return radical_inverse(index_, kBases[coordinate_++]); }

  static int size_at(double u, double least, double most) {
    return static_cast<int>(std::lround(least * std::pow(most / least, u)));
  }
  template <std::size_t N>
  static int one_at(double u, const std::array<int, N>& values) {
    return values[static_cast<std::size_t>(u * N)];
  }
  static int channels_at(double u, double least, double most) {
    const int raw = size_at(u, least, most);
    const int step = raw >= 48 ? 16 : raw >= 12 ? 4 : 1;
    return (raw + step / 2) / step * step;
  }

 private:
  static constexpr int kSkipped = 20;  // the first points of different bases go together
  static constexpr std::array kBases = {2, 3, 5, 7, 11, 13, 17, 19, 23};

  int index_;
  std::size_t coordinate_ = 0;
};

int whole_positions(int side, const Window& window) {
  return (side + 2 * window.pad - window.kernel) / window.stride + 1;
}

Shape square(int channels, int side) {
  return {.channels = channels, .height = side, .width = side};
}

LayerConfiguration convolution(int index) {
  DesignPoint point{index};
  const double side_place = point.next();
  int outputs = point.channels(16.0, 600.0);
  const double inputs_place = point.next();
  // A first layer of a network sees few channels, and whole images through a large window.
  const bool is_first = point.happens(0.22);
  const double kernel_place = point.next();
  const int kernel = is_first
                         ? DesignPoint::one_at(kernel_place, std::array{3, 5, 7, 11})
                         : DesignPoint::one_at(kernel_place, std::array{1, 3, 3, 3, 5, 5, 7, 9});
  const int items = point.items(0.7, 100.0);
  const bool is_split = !is_first && point.happens(0.2);
  const bool is_padded = point.happens(0.7);
  const int stride = kernel == 1 ? 1 : point.one_of(std::array{1, 1, 1, 2, kernel > 5 ? 4 : 1});
  const int side = DesignPoint::size_at(side_place, is_first ? 20.0 : 7.0, 230.0);
  int inputs = is_first ? DesignPoint::size_at(inputs_place, 1.0, 4.0)
                        : DesignPoint::channels_at(inputs_place, 16.0, 600.0);
  if (is_split) {
    inputs += inputs % 2;
    outputs += outputs % 2;
  }
  const Window window{.kernel = kernel,
                      .stride = stride,
                      .pad = is_padded ? kernel / 2 : 0,
                      .group = is_split ? 2 : 1};
  return {.layer = {.name = "",
                    .type = Convolution,
                    .window = window,
                    .input = square(inputs, side),
                    .output = square(outputs, whole_positions(side, window))},
          .items = items};
}

LayerConfiguration local(int index) {
  DesignPoint point{index};
  const int side = point.size(10.0, 70.0);
  const int inputs = point.channels(4.0, 32.0);
  const int outputs = point.channels(4.0, 32.0);
  const Window window{.kernel = point.one_of(std::array{3, 5, 7, 9}),
                      .stride = point.one_of(std::array{1, 1, 2})};
  return {.layer = {.name = "",
                    .type = Local,
                    .window = window,
                    .input = square(inputs, side),
                    .output = square(outputs, whole_positions(side, window))},
          .items = point.items(0.8, 8.0)};
}

LayerConfiguration fully_connected(int index) {
  DesignPoint point{index};
  const int inputs = point.neurons(40.0, 26000.0);
  const int outputs = point.neurons(8.0, 5000.0);
  Shape input{.channels = inputs, .height = 1, .width = 1};
  // The first fully connected layer behind convolutions takes their maps, a later one a vector.
  constexpr int side = 6;
  if (inputs >= 16 * side * side && point.happens(0.4)) {
    input = square(inputs / (16 * side * side) * 16, side);
  }
  return {.layer = {.name = "",
                    .type = FullyConnected,
                    .window = {},
                    .input = input,
                    .output = {.channels = outputs, .height = 1, .width = 1}},
          .items = point.items(0.4, 600.0)};
}

LayerConfiguration pooling(int index) {
  DesignPoint point{index};
  const int side = point.size(6.0, 230.0);
  const int channels = point.image_channels();
  const int kernel = point.one_of(std::array{2, 3});
  const Window window{.kernel = kernel, .stride = 2};
  const int output = (side - kernel + 1) / 2 + 1;  // a last window in part counts
  return {.layer = {.name = "",
                    .type = Pooling,
                    .window = window,
                    .input = square(channels, side),
                    .output = square(channels, output)},
          .items = point.items(0.7, 100.0)};
}

/// A layer of a type that keeps the shape of images.
LayerConfiguration image_layer(LayerType type, DesignPoint point) {
  const int side = point.size(6.0, 224.0);
  const Shape shape = square(point.image_channels(), side);
  return {.layer = {.name = "", .type = type, .window = {}, .input = shape, .output = shape},
          .items = point.items(0.8, 30.0)};
}

/// A layer of a type that acts on vectors.
LayerConfiguration vector_layer(LayerType type, DesignPoint point) {
  const Shape shape{.channels = point.neurons(10.0, 5000.0), .height = 1, .width = 1};
  return {.layer = {.name = "",
                    .type = type,
                    .window = {},
                    .input = shape,
                    .output = type == Argmax ? Shape{} : shape},
          .items = point.items(0.3, 2000.0)};
}

/// A layer of a type that comes after convolutions as well as after fully connected layers.
LayerConfiguration image_or_vector_layer(LayerType type, DesignPoint point) {
  return point.happens(0.6) ? image_layer(type, point) : vector_layer(type, point);
}

/// A product of matrices as in the attention of one to twenty heads.
LayerConfiguration matmul(DesignPoint point) {
  const int group = point.size(1.0, 20.0);
  const int positions = point.neurons(16.0, 1000.0);
  const int inner = point.neurons(16.0, 512.0);
  const int columns = point.neurons(16.0, 512.0);
  return {.layer = {.name = "",
                    .type = MatMul,
                    .window = {.group = group},
                    .input = {.channels = group * inner, .height = positions, .width = 1},
                    .output = {.channels = group * columns, .height = positions, .width = 1}},
          .items = point.items(0.8, 16.0)};
}

/// A sum of two images.
LayerConfiguration sum(DesignPoint point) {
  LayerConfiguration configuration = image_layer(ElementWise, point);
  configuration.layer.input.channels *= 2;
  return configuration;
}

/// A layer that acts on the vectors at each position of a sequence.
LayerConfiguration sequence_layer(LayerType type, DesignPoint point) {
  const int channels = point.neurons(64.0, 4096.0);
  const Shape shape{.channels = channels, .height = point.neurons(8.0, 1000.0), .width = 1};
  return {.layer = {.name = "", .type = type, .window = {}, .input = shape, .output = shape},
          .items = point.items(0.8, 16.0)};
}

LayerConfiguration configuration_of(LayerType type, int index) {
  switch (type) {
    case Convolution:
      return convolution(index);
    case Local:
      return local(index);
    case FullyConnected:
      return fully_connected(index);
    case Pooling:
      return pooling(index);
    case Normalization:
      return image_layer(type, DesignPoint{index});
    case Relu:
    case Copy:
      return image_or_vector_layer(type, DesignPoint{index});
    case MatMul:
      return matmul(DesignPoint{index});
    case ElementWise:
      return sum(DesignPoint{index});
    case Scale:
      return sequence_layer(type, DesignPoint{index});
    default:
      return vector_layer(type, DesignPoint{index});
  }
}

std::vector<Layer> layers_of_networks() {
  std::vector<Layer> layers;
  for (const auto& networks : {applications(), graph_applications()}) {
    for (const Application& application : networks) {
      const DnnGraph dnn = application.build();
      layers.insert(layers.end(), dnn.layers().begin(), dnn.layers().end());
    }
  }
  return layers;
}

bool is_of_a_network(const LayerConfiguration& configuration) {
  static const std::vector<Layer> layers = layers_of_networks();
  return std::ranges::any_of(layers, [&](const Layer& layer) {
    return layer.type == configuration.layer.type && layer.window == configuration.layer.window &&
           layer.input == configuration.layer.input && layer.output == configuration.layer.output;
  });
}

bool is_wanted(const LayerConfiguration& configuration) {
  const LayerWork work = work_of(configuration.layer, configuration.items);
  const bool window_fits = configuration.layer.window.kernel <=
                           configuration.layer.input.height + 2 * configuration.layer.window.pad;
  return window_fits && work.flop <= Flop{kMostFlop} && work.weights <= Bytes{kMostWeightBytes} &&
         work.input + work.output <= Bytes{kMostActivationBytes} && !is_of_a_network(configuration);
}

/// The first `count` configurations of the type's design that are wanted.
std::vector<LayerConfiguration> design(LayerType type, int count) {
  std::vector<LayerConfiguration> wanted;
  for (int index = 0; std::ssize(wanted) < count; ++index) {
    LayerConfiguration configuration = configuration_of(type, index);
    if (is_wanted(configuration)) {
      wanted.push_back(std::move(configuration));
    }
  }
  return wanted;
}

/// A configuration with its place in the order of measuring, from 0 to 1.
struct Planned {
  double when;
  LayerConfiguration configuration;
};

void add_evenly(std::vector<Planned>& plan, const std::vector<LayerConfiguration>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    plan.push_back({.when = (static_cast<double>(i) + 0.5) / static_cast<double>(rows.size()),
                    .configuration = rows[i]});
  }
}

void append_in_order(std::vector<Planned> plan, std::vector<LayerConfiguration>& grid) {
  std::ranges::stable_sort(plan, {}, &Planned::when);
  for (Planned& planned : plan) {
    grid.push_back(std::move(planned.configuration));
  }
}

}  // namespace

std::vector<LayerConfiguration> host_grid(GridSize size) {
  std::vector<Planned> quick;
  std::vector<Planned> rest;
  for (const Amount& amount : kAmounts) {
    const std::vector<LayerConfiguration> rows =
        design(amount.type, size == GridSize::Full ? amount.full : amount.quick);
    const auto middle = rows.begin() + amount.quick;
    add_evenly(quick, {rows.begin(), middle});
    add_evenly(rest, {middle, rows.end()});
  }
  std::vector<LayerConfiguration> grid;
  append_in_order(std::move(quick), grid);
  append_in_order(std::move(rest), grid);
  return grid;
}

}  // namespace cutpoint
