// Kernels by Eigen, for all types of layers but opaque ones, on one thread: matrix products for
// convolutions (of the input's windows laid out as columns), fully connected and local layers and
// matmul, expressions for the rest.
#pragma once

#include <memory>
#include <string>

#include "predictor/measure/kernel.hpp"

namespace cutpoint {

/// The library as listings show it, with the instructions that it was compiled for: "Eigen 3.4.0
/// (SSE, SSE2)".
[[nodiscard]] std::string eigen_library();

/// A kernel that computes the layer with Eigen. Requires: can_measure(configuration.layer), tensors
/// of the configuration's sizes.
[[nodiscard]] std::unique_ptr<Kernel> make_eigen_kernel(const LayerConfiguration& configuration,
                                                        LayerTensors tensors);

}  // namespace cutpoint
