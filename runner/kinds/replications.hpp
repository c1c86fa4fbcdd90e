// Independent replications of a point, merged into one result whose intervals come from the spread
// between them.
#pragma once

#include <span>
#include <string_view>

#include "runner/kinds/point_result.hpp"
#include "sim/engine/fingerprint.hpp"

namespace cutpoint {

/// Whether a metric of fleets or queues is read from a histogram.
[[nodiscard]] bool is_quantile(std::string_view metric);

/// How precise one replication must be for all of them together to be as precise as was asked for.
///
/// R replications narrow an interval by sqrt(R), but Student's t with R - 1 degrees of freedom
/// widens it again; and as it is itself random, the interval of the merged result is aimed at four
/// fifths of what is allowed. For a quantile it is not less than a histogram can tell.
[[nodiscard]] double precision_of_one(const RunSettings& run);

/// Each replication is one observation of every metric (a weighted one: ratios of sums, quantiles
/// of all observations together), in the order of their numbers. One replication is left as it is,
/// its intervals from batch means. The status is the worst one; `budget` also if the merged
/// precision misses the target. Requires: at least one run.
[[nodiscard]] PointResult merge_replications(const Point& point, std::span<PointResult> runs);

/// Adds to a sum what fleets and queues have in common: shares, times, events, observations.
template <class Result>
void add_replication(Result& sum, const Result& run, Fingerprint& fingerprint) {
  sum.discarded_share += run.discarded_share;
  sum.simulated += run.simulated;
  sum.events += run.events;
  sum.steady.merge(run.steady);
  fingerprint.add(run.fingerprint);
}

}  // namespace cutpoint
