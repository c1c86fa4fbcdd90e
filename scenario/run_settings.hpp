// What is measured of an experiment, and how precisely: section [run].
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cutpoint {

/// What is measured at every point.
enum class ExperimentKind : std::uint8_t {
  SteadyState,  // one run at the given rate or load
  Throughput,   // the saturated pool, and the largest rate within a bound on its p95 sojourn
  Decisions,    // no run: what each cut costs one query that is alone, and where it is cut
};

/// "steady_state", "throughput", "decisions".
[[nodiscard]] std::string_view to_string(ExperimentKind kind);

/// How well a run must know its metrics before it may end.
struct PrecisionTarget {
  std::vector<std::string> metrics;  // each one of precision_metrics(); all must be precise
  double relative = 0.05;            // half-width / value
};

/// How a point is run: its random numbers, its budget and its precision.
struct RunSettings {
  ExperimentKind kind = ExperimentKind::SteadyState;
  std::uint64_t seed = 1;
  PrecisionTarget precision;
  std::uint64_t max_observations = 10'000'000;  // queries of a fleet, jobs of bare queues
  std::uint32_t replications = 1;               // independent runs, the same number at every point
  std::uint32_t record = 0;  // the first queries whose lives are kept, at every point
};

}  // namespace cutpoint
