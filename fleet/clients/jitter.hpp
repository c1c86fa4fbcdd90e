// How single queries depart from their plan: jitter of execution, and of the link.
#pragma once

#include <cstdint>

#include "fleet/fleet_plan.hpp"
#include "fleet/query.hpp"
#include "sim/random/random_factor.hpp"

namespace cutpoint {

/// Draws the deviations of queries, each factor from a stream of its client's own.
class Jitter {
 public:
  explicit Jitter(const FleetSettings& settings);

  [[nodiscard]] bool is_on() const { return run_variation_ > 0.0 || link_variation_ > 0.0; }

  /// The deviations of the client's `query`-th query. No part of its life becomes negative.
  [[nodiscard]] Deviations draw(const CutPlan& plan,
                                std::uint32_t client,
                                std::uint32_t query) const;

 private:
  [[nodiscard]] double factor(const LognormalFactor& law,
                              Purpose purpose,
                              std::uint32_t client,
                              std::uint32_t query) const;

  std::uint64_t seed_;
  std::uint64_t replication_;
  double run_variation_;
  double link_variation_;
  LognormalFactor run_;
  LognormalFactor rate_;
};

}  // namespace cutpoint
