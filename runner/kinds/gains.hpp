// Gains in throughput over a baseline policy, point by point and as geometric means.
//
// The published means of Neurosurgeon are geometric (docs/model.md), so these are too.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "runner/kinds/result_variables.hpp"

namespace cutpoint {

/// One of the throughputs that a point has: ThroughputResult::saturation or ::bounded.
using ThroughputMember = Throughput ThroughputResult::*;

/// The geometric mean of the gains of one policy at one label of the published axis.
struct GainMean {
  std::string group;  // label along the published axis, e.g. "wifi"
  std::string policy;
  Estimate gain;              // NaN if no bar is finite
  std::size_t finite = 0;     // bars in the mean
  std::size_t unbounded = 0;  // bars left out because their gain has no bound
  std::size_t unknown = 0;    // bars left out because a throughput is not known
};

/// The gain of every point, and their means.
struct Gains {
  std::vector<Estimate> by_point;  // infinite where unbounded, NaN where unknown
  std::vector<GainMean> means;     // by group, then policy; empty without a published axis
};

/// Each point's throughput over that of the baseline policy at the same place on the other axes.
/// The interval adds the relative half-widths in quadrature, as of independent estimates; with
/// common random numbers that is on the safe side. Requires: the scenario sweeps clients.policy and
/// its baseline is among them.
[[nodiscard]] Gains gains(const Scenario& scenario,
                          std::span<const PointResult> points,
                          ThroughputMember throughput);

/// The published gains, [published.throughput_gain] of the scenario, over an axis of names that is
/// not the policy; null if there are none.
[[nodiscard]] const Published* published_gain(const Scenario& scenario);

/// Whether gains() has something to compare: policies of which only the policy differs.
[[nodiscard]] bool has_gains(const Scenario& scenario);

/// Adds the gains in one of the throughputs, found under some condition, and their means. Requires:
/// has_gains().
void add_gains(ResultVariables& variables,
               const std::string& name,
               ThroughputMember throughput,
               const std::string& condition);

/// The policy that gains are measured against. Requires: a throughput experiment.
[[nodiscard]] const std::string& baseline_of(const Scenario& scenario);

/// Position of an axis by its key ("clients.policy"); the number of axes if there is none.
[[nodiscard]] std::size_t find_axis(const Scenario& scenario, const std::string& key);

}  // namespace cutpoint
