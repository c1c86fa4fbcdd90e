// Profiles: measured time and power of layer configurations on one processor.
//
// Neurosurgeon profiles a device once, over a grid of layer configurations, not per application
// (Kang et al., ASPLOS 2017, sec. 4). Here the measurements come from the device model with noise.
#pragma once

#include <cstdint>
#include <vector>

#include "workloads/devices/processor.hpp"

namespace cutpoint {

/// One measured layer configuration.
struct ProfileRow {
  Layer layer;
  int items = 1;
  Seconds time{};
  Watts power;
};

/// The noise of simulated measurements, and its seed.
struct ProfilingOptions {
  std::uint64_t seed = 1;
  double time_noise = 0.02;   // coefficient of variation of a measured time (docs/model.md)
  double power_noise = 0.02;  // coefficient of variation of a measured power
};

/// A layer and the number of items that it is measured with.
struct LayerConfiguration {
  Layer layer;
  int items = 1;
};
/// The layer configurations that are profiled: for each type a grid that covers the layers of the
/// zoo's networks without containing any of them. It is the same for every processor.
[[nodiscard]] std::vector<LayerConfiguration> profiling_grid();

/// "Measures" the grid on a processor: its actual cost times a lognormal factor of mean 1.
[[nodiscard]] std::vector<ProfileRow> simulate_profile(const Processor& processor,
                                                       const ProfilingOptions& options);

}  // namespace cutpoint
