#include "predictor/profile.hpp"

#include <cmath>
#include <string_view>

#include "sim/random/random_stream.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

// FNV-1a of 64 bits (Fowler, Noll and Vo).
std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

// A draw of mean 1 and the given coefficient of variation.
double lognormal_factor(RandomStream& random, double variation) {
  const double variance = std::log1p(variation * variation);  // of the logarithm
  return std::exp(std::sqrt(variance) * random.normal() - variance / 2.0);
}

}  // namespace

std::vector<ProfileRow> simulate_profile(const Processor& processor,
                                         const ProfilingOptions& options) {
  CUTPOINT_EXPECTS(options.time_noise >= 0.0);
  CUTPOINT_EXPECTS(options.power_noise >= 0.0);

  const std::uint64_t first = hash_of(processor.name);
  std::vector<ProfileRow> rows;
  for (const auto& [layer, items] : profiling_grid()) {
    // A stream per row, so that a new configuration at the end moves no other measurement.
    RandomStream random{StreamAddress{.seed = options.seed,
                                      .replication = 0,
                                      .entity = first + rows.size(),
                                      .purpose = Purpose::ProfileNoise}};
    const LayerCost actual = cost(processor, layer, items);
    const Seconds time = lognormal_factor(random, options.time_noise) * actual.time;
    const Watts power = lognormal_factor(random, options.power_noise) * actual.power;
    rows.push_back({.layer = layer, .items = items, .time = time, .power = power});
  }
  return rows;
}

}  // namespace cutpoint
