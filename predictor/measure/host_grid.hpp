// The layer configurations that a host is profiled with.
#pragma once

#include <vector>

#include "predictor/profile.hpp"

namespace cutpoint {

enum class GridSize { Quick, Full };

/// Configurations that cover the ranges of the eight networks' layers, and of later ones' for types
/// that those lack, evenly in the logarithm of each size, without containing any of them. Opaque
/// layers are none. Those of the quick grid begin the full one. Their
/// types are mixed, so that a host that slows down while it is measured does not do so for one type
/// alone. Layers have no names. Work and memory are capped so that a processor of 10 GFLOP/s needs
/// about a second for the greatest.
[[nodiscard]] std::vector<LayerConfiguration> host_grid(GridSize size);

}  // namespace cutpoint
