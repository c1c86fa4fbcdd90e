// The layer configurations that a host is profiled with.
#pragma once

#include <vector>

#include "predictor/profile.hpp"

namespace cutpoint {

enum class GridSize { Quick, Full };

/// Configurations that cover the ranges of the layers of the eight networks, and those of later
/// networks for types that the eight lack. They lie evenly in the logarithm of each size and
/// contain none of these layers. There are no opaque layers. The full grid begins with the quick
/// one. Types are mixed, so that a host that slows down while it is measured does not do so for one
/// type alone. Layers have no names. Work and memory are capped so that a processor of 10 GFLOP/s
/// needs about a second for the greatest.
[[nodiscard]] std::vector<LayerConfiguration> host_grid(GridSize size);

}  // namespace cutpoint
