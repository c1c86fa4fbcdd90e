// Whether the shapes of a layer that somebody wrote down can be right.
#pragma once

#include <string>

#include "workloads/dnn/layer.hpp"

namespace cutpoint {

/// The number of a layer that a complaint is about.
enum class LayerPart { Kernel, Stride, Pad, Group, OutChannels, OutHeight, OutWidth };

/// What is wrong with the shapes of a layer, if anything is.
struct ShapeComplaint {
  LayerPart part = LayerPart::Kernel;
  std::string message;  // empty: the layer is fine
};

/// Checks that the output follows from input and window, positions of the window counted as Caffe
/// does: for convolution and local layers only whole ones, for pooling also a last one in part.
/// Requires: all sizes, kernel, stride, group >= 1, pad >= 0, all at most a million.
[[nodiscard]] ShapeComplaint check_shapes(const Layer& layer);

}  // namespace cutpoint
