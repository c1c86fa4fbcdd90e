// The layer configurations that a device is profiled with. Sizes run in roughly geometric steps
// from below the least to above the greatest that the eight networks ask for, and step past the
// sizes of their layers: no layer of theirs is measured, only predicted.
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

#include "predictor/profile.hpp"

namespace cutpoint {
namespace {

using enum LayerType;

// Assumption: nobody profiles what does not fit a phone of 2 GB or takes it several seconds.
constexpr double kMostFlop = 3e10;
constexpr double kMostWeightBytes = 700e6;
constexpr double kMostActivationBytes = 150e6;

struct Batch {
  Shape shape;
  int items;
};

class Grid {
 public:
  /// Adds a layer if a phone can be profiled with it.
  void add(LayerType type, const Window& window, const Batch& input, const Shape& output) {
    Layer layer{.name = std::string{to_string(type)} + '-' + std::to_string(configurations_.size()),
                .type = type,
                .window = window,
                .input = input.shape,
                .output = output};
    const LayerWork work = work_of(layer, input.items);
    if (work.flop <= Flop{kMostFlop} && work.weights <= Bytes{kMostWeightBytes} &&
        work.input + work.output <= Bytes{kMostActivationBytes}) {
      configurations_.push_back({.layer = std::move(layer), .items = input.items});
    }
  }

  std::vector<LayerConfiguration> take() && { return std::move(configurations_); }

 private:
  std::vector<LayerConfiguration> configurations_;
};

std::vector<Batch> square_inputs(std::initializer_list<int> channels,
                                 std::initializer_list<int> sides,
                                 std::initializer_list<int> items) {
  std::vector<Batch> inputs;
  for (const int c : channels) {
    for (const int side : sides) {
      for (const int n : items) {
        inputs.push_back({.shape = {.channels = c, .height = side, .width = side}, .items = n});
      }
    }
  }
  return inputs;
}

// Of a window that slides over a square input, counting whole positions only.
Shape output_of(const Shape& input, const Window& window, int channels) {
  const int side = (input.height + 2 * window.pad - window.kernel) / window.stride + 1;
  return {.channels = channels, .height = side, .width = side};
}

void add_convolutions(Grid& grid) {
  constexpr Window kWindows[] = {{.kernel = 2, .stride = 1, .pad = 1, .group = 2},
                                 {.kernel = 4, .stride = 1, .pad = 2, .group = 1},
                                 {.kernel = 7, .stride = 2, .pad = 3, .group = 1},
                                 {.kernel = 12, .stride = 5, .pad = 0, .group = 1}};
  for (const Batch& input : square_inputs({1, 6, 40, 180, 700}, {12, 34, 90, 250}, {1, 130})) {
    for (Window window : kWindows) {
      if (input.shape.channels % window.group != 0) {
        window.group = 1;
      }
      for (const int filters : {10, 48, 150, 600}) {
        grid.add(Convolution, window, input, output_of(input.shape, window, filters));
      }
    }
  }
}

void add_local(Grid& grid) {
  constexpr Window kWindows[] = {{.kernel = 3, .stride = 1, .pad = 0, .group = 1},
                                 {.kernel = 6, .stride = 2, .pad = 0, .group = 1},
                                 {.kernel = 10, .stride = 1, .pad = 0, .group = 1}};
  for (const Batch& input : square_inputs({8, 20, 36}, {14, 30, 72}, {1, 3, 20})) {
    for (const Window& window : kWindows) {
      for (const int filters : {8, 24}) {
        grid.add(Local, window, input, output_of(input.shape, window, filters));
      }
    }
  }
}

void add_fully_connected(Grid& grid) {
  for (const int inputs : {40, 220, 1200, 6500, 28000}) {
    for (const int outputs : {6, 50, 400, 1900, 6000}) {
      for (const int items : {1, 4, 16, 60, 220, 800}) {
        grid.add(FullyConnected,
                 {},
                 {.shape = {.channels = inputs}, .items = items},
                 {.channels = outputs});
      }
    }
  }
}

void add_pooling(Grid& grid) {
  constexpr Window kWindows[] = {{.kernel = 2, .stride = 1, .pad = 0, .group = 1},
                                 {.kernel = 3, .stride = 3, .pad = 0, .group = 1},
                                 {.kernel = 4, .stride = 2, .pad = 0, .group = 1}};
  for (const Batch& input : square_inputs({6, 28, 110, 600}, {6, 20, 70, 240}, {1, 12, 130})) {
    for (const Window& window : kWindows) {
      grid.add(Pooling, window, input, output_of(input.shape, window, input.shape.channels));
    }
  }
}

// Layers that keep the shape, or, as argmax, leave one value. Elements of all items together run
// from 5 to 12 million.
void add_element_wise(Grid& grid, LayerType type) {
  constexpr double kLeast = 5.0;
  constexpr double kGreatest = 12.5e6;
  constexpr double kRatio = 1.66;
  constexpr int kLeastInBatch = 12;  // above the 10 digits, which rounding would hit
  for (double elements = kLeast; elements < kGreatest; elements *= kRatio) {
    for (const int items : {1, 30, 700}) {
      const Shape shape{.channels = static_cast<int>(std::lround(elements / items))};
      if (items == 1 || shape.channels >= kLeastInBatch) {
        grid.add(type, {}, {.shape = shape, .items = items}, type == Argmax ? Shape{} : shape);
      }
    }
  }
}

}  // namespace

std::vector<LayerConfiguration> profiling_grid() {
  Grid grid;
  add_convolutions(grid);
  add_local(grid);
  add_fully_connected(grid);
  add_pooling(grid);
  for (const LayerType type : {Normalization, Relu, Sigmoid, Tanh, Softmax, Argmax, Dropout}) {
    add_element_wise(grid, type);
  }
  return std::move(grid).take();
}

}  // namespace cutpoint
