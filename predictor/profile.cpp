#include "predictor/profile.hpp"

#include "base/contract.hpp"
#include "sim/random/random_factor.hpp"
#include "sim/random/random_stream.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {

std::vector<ProfileRow> simulate_profile(const Processor& processor,
                                         const ProfilingOptions& options) {
  CUTPOINT_EXPECTS(options.time_noise >= 0.0);
  CUTPOINT_EXPECTS(options.power_noise >= 0.0);

  const ActualCosts costs{processor};
  const LognormalFactor time_noise{options.time_noise};
  const LognormalFactor power_noise{options.power_noise};
  const std::uint64_t first = fnv1a(processor.name);
  std::vector<ProfileRow> rows;
  for (const auto& [layer, items] : profiling_grid()) {
    // A stream per row, so that a new configuration at the end moves no other measurement.
    RandomStream random{StreamAddress{.seed = options.seed,
                                      .replication = 0,
                                      .entity = first + rows.size(),
                                      .purpose = Purpose::ProfileNoise}};
    const LayerCost actual = costs.of(layer, items);
    const Seconds time = time_noise.draw(random) * actual.time;
    const Watts power = power_noise.draw(random) * actual.power;
    rows.push_back({.layer = layer, .items = items, .time = time, .power = power});
  }
  return rows;
}

}  // namespace cutpoint
