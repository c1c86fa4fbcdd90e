// What a prediction model may know about a layer: its shape and the work that follows from it.
// Nothing here depends on a processor.
#pragma once

#include <vector>

#include "workloads/dnn/layer.hpp"

namespace cutpoint {

/// The features of one layer for a query of `items` items; amounts in FLOP and bytes.
struct LayerFeatures {
  LayerType type = LayerType::Relu;

  double items = 1.0;
  // These count all items of the query together.
  double flop = 0.0;
  double activation_bytes = 0.0;  // input and output
  double output_bytes = 0.0;
  double positions = 1.0;  // height x width of the output
  // These belong to the layer itself, however many items there are.
  double weight_bytes = 0.0;
  bool takes_maps = false;          // input higher or wider than 1
  double channels_per_group = 1.0;  // output channels of each group

  /// The regressors of Neurosurgeon (Kang et al., ASPLOS 2017), by layer type:
  /// convolution: size of the input maps, (kernel / stride)² x filters;
  /// local, pooling: size of the input, of the output; fully connected, softmax, argmax: neurons
  /// in, neurons out; the others: neurons. Types that the paper does not know, by number of
  /// elements: matmul as a fully connected layer, the others as relu. Sizes count all items, so
  /// that they mean something for a query of several, too.
  std::vector<double> paper;
};

/// The features of a layer. An opaque layer has those of a copy that reads the weights together
/// with the input. Requires: items >= 1.
[[nodiscard]] LayerFeatures features_of(const Layer& layer, int items);

}  // namespace cutpoint
