// Writes a network down as its publication does: one line per layer, shapes inferred.
//
//   DnnBuilder{"dig", {1, 28, 28}}
//       .convolution("conv1", {.filters = 20, .kernel = 5})
//       .pooling("pool1", {.kernel = 2, .stride = 2})
//       .fully_connected("ip1", 500)
//       .build();
//
// Output sizes are Caffe's, in which the suite was published: a convolution or local layer rounds
// down (a window that does not fit is dropped), pooling rounds up (the last window may overhang).
#pragma once

#include <string>
#include <vector>

#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

struct ConvolutionOptions {
  int filters;
  int kernel;
  int stride = 1;
  int pad = 0;
  int group = 1;
};

struct LocalOptions {
  int filters;
  int kernel;
  int stride = 1;
};

struct PoolingOptions {
  int kernel;
  int stride = 1;
};

/// Builds a chain; each layer reads the one before it.
/// Every layer requires: a name of its own, and a window that fits its padded input.
class DnnBuilder {
 public:
  DnnBuilder(std::string name, Shape input);

  /// Requires: `group` divides the input channels and the filters.
  DnnBuilder& convolution(std::string name, const ConvolutionOptions& options);
  /// A convolution whose weights are not shared between output positions.
  DnnBuilder& local(std::string name, const LocalOptions& options);
  /// Requires: stride <= kernel, so that every window meets the input.
  DnnBuilder& pooling(std::string name, const PoolingOptions& options);
  DnnBuilder& fully_connected(std::string name, int outputs);

  DnnBuilder& normalization(std::string name);
  DnnBuilder& relu(std::string name);
  DnnBuilder& sigmoid(std::string name);
  DnnBuilder& tanh(std::string name);
  DnnBuilder& dropout(std::string name);
  DnnBuilder& softmax(std::string name);
  /// The index of the largest input, as one value.
  DnnBuilder& argmax(std::string name);

  /// Requires: at least one layer.
  [[nodiscard]] DnnGraph build() const;

 private:
  // Adds a layer that reads the last one.
  DnnBuilder& append(std::string name, LayerType type, const Window& window, const Shape& output);
  DnnBuilder& element_wise(std::string name, LayerType type);

  std::string name_;
  Shape input_;
  Shape current_;
  std::vector<Layer> layers_;
  std::vector<DnnGraph::Edge> edges_;
};

}  // namespace cutpoint
