// Kernels by oneDNN, in the layouts that it prefers. Layers that it lacks (local, argmax, dropout,
// scale, copy, sums of more than two) are Eigen's.
#pragma once

#include <memory>
#include <string>

#include "predictor/measure/kernel.hpp"

namespace cutpoint {

/// The library as listings show it, with what is computed by another: "oneDNN 2.6.3; local, argmax,
/// scale, copy: …".
[[nodiscard]] std::string onednn_library();

/// A kernel that computes the layer with oneDNN, or with Eigen where oneDNN lacks it. Requires:
/// can_measure(configuration.layer), tensors of the configuration's sizes.
[[nodiscard]] std::unique_ptr<Kernel> make_onednn_kernel(const LayerConfiguration& configuration,
                                                         LayerTensors tensors);

}  // namespace cutpoint
