// The layer configurations that a device is profiled with. Sizes run in roughly geometric steps
// from below the least to above the greatest that the eight networks ask for, and step past the
// sizes of their layers: no layer of theirs is measured, only predicted.
#include <array>
#include <cmath>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>

#include "predictor/profile.hpp"

namespace cutpoint {
namespace {

using enum LayerType;

// The largest layers that are profiled: it is assumed that nobody profiles what does not fit a
// phone of 2 GB or takes it several seconds.
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

using Sizes = std::initializer_list<int>;

void add_batches(std::vector<Batch>& batches, const Shape& shape, Sizes items) {
  for (const int n : items) {
    batches.push_back({.shape = shape, .items = n});
  }
}

std::vector<Batch> square_inputs(Sizes channels, Sizes sides, Sizes items) {
  std::vector<Batch> inputs;
  for (const int c : channels) {
    for (const int side : sides) {
      add_batches(inputs, {.channels = c, .height = side, .width = side}, items);
    }
  }
  return inputs;
}

// The shape of the output of a window that slides over a square input, counting whole positions
// only.
Shape output_of(const Shape& input, const Window& window, int channels) {
  const int side = (input.height + 2 * window.pad - window.kernel) / window.stride + 1;
  return {.channels = channels, .height = side, .width = side};
}

constexpr std::array kConvolutionWindows = {
    Window{.kernel = 2, .stride = 1, .pad = 1, .group = 2},
    Window{.kernel = 4, .stride = 1, .pad = 2, .group = 1},
    Window{.kernel = 7, .stride = 2, .pad = 3, .group = 1},
    Window{.kernel = 12, .stride = 5, .pad = 0, .group = 1},
};
constexpr std::array kLocalWindows = {
    Window{.kernel = 3, .stride = 1, .pad = 0, .group = 1},
    Window{.kernel = 6, .stride = 2, .pad = 0, .group = 1},
    Window{.kernel = 10, .stride = 1, .pad = 0, .group = 1},
};
constexpr std::array kPoolingWindows = {
    Window{.kernel = 2, .stride = 1, .pad = 0, .group = 1},
    Window{.kernel = 3, .stride = 3, .pad = 0, .group = 1},
    Window{.kernel = 4, .stride = 2, .pad = 0, .group = 1},
};

void add_filters(Grid& grid,
                 LayerType type,
                 const Batch& input,
                 std::span<const Window> windows,
                 Sizes filters) {
  for (Window window : windows) {
    if (input.shape.channels % window.group != 0) {
      window.group = 1;
    }
    for (const int channels : filters) {
      grid.add(type, window, input, output_of(input.shape, window, channels));
    }
  }
}

void add_convolutions(Grid& grid) {
  for (const Batch& input : square_inputs({1, 6, 40, 180, 700}, {12, 34, 90, 250}, {1, 130})) {
    add_filters(grid, Convolution, input, kConvolutionWindows, {10, 48, 150, 600});
  }
}

void add_local(Grid& grid) {
  for (const Batch& input : square_inputs({8, 20, 36}, {14, 30, 72}, {1, 3, 20})) {
    add_filters(grid, Local, input, kLocalWindows, {8, 24});
  }
}

void add_pooling(Grid& grid) {
  for (const Batch& input : square_inputs({6, 28, 110, 600}, {6, 20, 70, 240}, {1, 12, 130})) {
    add_filters(grid, Pooling, input, kPoolingWindows, {input.shape.channels});
  }
}

void add_fully_connected(Grid& grid) {
  std::vector<Batch> inputs;
  for (const int neurons : {40, 220, 1200, 6500, 28000}) {
    add_batches(inputs, {.channels = neurons, .height = 1, .width = 1}, {1, 4, 16, 60, 220, 800});
  }
  for (const Batch& input : inputs) {
    for (const int outputs : {6, 50, 400, 1900, 6000}) {
      grid.add(FullyConnected, {}, input, {.channels = outputs, .height = 1, .width = 1});
    }
  }
}

// Adds layers that keep the shape or, as argmax does, leave one value. The elements of all items
// together run from 5 to 12 million in 30 steps.
constexpr double kLeastElements = 5.0;
constexpr double kElementsRatio = 1.66;
constexpr int kElementsSteps = 30;
constexpr int kLeastInBatch = 12;  // above the 10 of a digit's softmax, which rounding would hit

// Adds the products of attention, and those of one matrix.
void add_matmul(Grid& grid) {
  for (const int group : {1, 10}) {
    for (const int inner : {24, 90, 400}) {
      for (const int columns : {24, 90, 400}) {
        for (const int positions : {10, 50, 180, 700}) {
          for (const int items : {1, 6}) {
            const Batch left{.shape = {.channels = group * inner, .height = positions, .width = 1},
                             .items = items};
            grid.add(MatMul,
                     {.group = group},
                     left,
                     {.channels = group * columns, .height = positions, .width = 1});
          }
        }
      }
    }
  }
}

// Adds layers whose input consists of several tensors of the output's shape.
void add_element_wise(Grid& grid, LayerType type, int operands = 1) {
  std::vector<Batch> inputs;
  double elements = kLeastElements;
  for (int step = 0; step < kElementsSteps; ++step) {
    for (const int items : {1, 30, 700}) {
      const auto each = static_cast<int>(std::lround(elements / items));
      inputs.push_back({.shape = {.channels = each, .height = 1, .width = 1}, .items = items});
    }
    elements *= kElementsRatio;
  }
  for (const Batch& input : inputs) {
    if (input.items == 1 || input.shape.channels >= kLeastInBatch) {
      Batch all = input;
      all.shape.channels *= operands;
      grid.add(type, {}, all, type == Argmax ? Shape{} : input.shape);
    }
  }
}

}  // namespace

std::vector<LayerConfiguration> profiling_grid() {
  Grid grid;
  add_convolutions(grid);
  add_local(grid);
  add_pooling(grid);
  add_fully_connected(grid);
  for (const LayerType type : {Normalization, Relu, Sigmoid, Tanh, Softmax, Argmax, Dropout}) {
    add_element_wise(grid, type);
  }
  // Types that came later are added at the end, where they do not change the noise of any other
  // row.
  add_matmul(grid);
  add_element_wise(grid, ElementWise, 2);
  for (const LayerType type : {Scale, Copy}) {
    add_element_wise(grid, type);
  }
  return std::move(grid).take();
}

}  // namespace cutpoint
