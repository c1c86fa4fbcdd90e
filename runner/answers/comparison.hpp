// How one set of results differs from another, point by point: two files, or two values of an axis
// of one file.
//
// What is shown of either side is what its file holds, and the difference is that of the two. Runs
// of equal seed and replication have met the same random numbers, so the difference between them
// varies less than each of them does: where every run has such a partner, the interval is Student's
// t over the differences of the pairs (Law and Kelton 2000, sec. 10.2).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/input_file.hpp"
#include "results/store/results_reader.hpp"
#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// How two estimates a and b differ, each way with its interval.
struct DifferenceAndRatio {
  Estimate difference;  // b - a
  Estimate ratio;       // b / a
};

/// A side of a comparison: its estimate, and what each of its runs came to.
struct ComparedRuns {
  Estimate estimate;
  std::span<const double> runs;
};

/// Difference and ratio of the two estimates, with intervals from the spread between pairs of runs.
/// The ratio is unknown unless all runs of `a` are positive. Requires: as many runs of a as of b,
/// at least two.
[[nodiscard]] DifferenceAndRatio compare_pairs(const ComparedRuns& a, const ComparedRuns& b);

/// Difference and ratio of two independent estimates: the squares of their half-widths add up.
[[nodiscard]] DifferenceAndRatio compare_independent(const Estimate& a, const Estimate& b);

/// Widens the intervals of a difference and a ratio of quantiles to what the bins of histograms
/// leave open: each of `a` and `b`, in seconds, may be off by Histogram::error_at(), in opposite
/// directions.
[[nodiscard]] DifferenceAndRatio within_bins(DifferenceAndRatio compared,
                                             const Estimate& a,
                                             const Estimate& b);

/// What is to be compared: two files, or two values of an axis of one.
struct ComparisonRequest {
  std::filesystem::path a;
  std::filesystem::path b;  // may be the same file
  // If an axis is given, one file is compared with itself: the points where the axis has the value
  // a with those where it has the value b.
  std::string axis{};
  std::string value_a{};
  std::string value_b{};
  std::vector<std::string> metrics{};  // none: the usual ones of the experiment
  Reading reading{};
};

/// A metric of one point on both sides. Estimates are in the unit of the file.
struct ComparedMetric {
  std::string name;
  std::string unit;
  Estimate a;
  Estimate b;
  Estimate difference;  // b - a
  Estimate ratio;       // b / a
  /// Whether the interval of the difference leaves out zero.
  bool is_significant = false;
};

using ParameterValue = std::variant<std::string, double>;

/// A point that both sides have, with its metrics.
struct ComparedPoint {
  std::vector<ParameterValue> parameters;  // as Comparison::parameters
  std::string status_a;
  std::string status_b;
  std::vector<ComparedMetric> metrics;  // without values where a run has none, or was unstable
};

/// A file that the scenarios of both sides use and that is not the same, or that only one of them
/// uses.
struct DifferingInput {
  std::string name;
  InputKind kind;
  std::string sha256_a;  // empty if a does not use it
  std::string sha256_b;
};

/// The points that both sides have, and how they could be compared.
struct Comparison {
  std::vector<std::pair<std::string, std::string>> parameters;  // names and units
  /// Replications per point that are compared pair by pair; 0 if they are not.
  std::size_t pairs = 0;
  std::string why_unpaired;                        // empty if paired
  std::vector<DifferingInput> differing_inputs{};  // without the scenarios' own files
  std::vector<ComparedPoint> points;
};

/// Compares the points whose parameters both sides have. Throws: InputError if there is nothing
/// that could be compared, with the reason; ResultsError if a file cannot be read.
[[nodiscard]] Comparison compare(const ComparisonRequest& request);

}  // namespace cutpoint
