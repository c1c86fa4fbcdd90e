// Readers of measured arrivals and service times: distribution functions and traces.
//
// Both are strict: the first line that breaks a rule is an InputError with its line and column.
// Numbers carry no unit in such files, so the caller says what they count.
#pragma once

#include <string>
#include <vector>

#include "base/input_file.hpp"
#include "base/time.hpp"
#include "sim/random/distribution.hpp"

namespace cutpoint {

/// A distribution function in BigHouse's format (Meisner et al., ISPASS 2012): in each line a
/// value, in multiples of `unit`, and the probability of at most that value, with blanks between.
/// Between the lines the function is linear; a first probability above 0 is an atom at the first
/// value. A file may lack the last 0.1 % of probability, as BigHouse's own do: what there is, is
/// divided by the last probability. Throws InputError unless values are finite, >= 0 and do not
/// decrease, probabilities do not decrease and end between 0.999 and 1, and the mean is above 0.
/// Requires: unit > 0.
[[nodiscard]] Distribution read_cdf(const InputFile& file, Seconds unit);

enum class TraceContent {
  ArrivalTimes,   // since any origin
  Interarrivals,  // between successive arrivals
};

/// How a file of comma-separated values is to be read: which column, and what its numbers count.
struct TraceFormat {
  Seconds unit;  // what a number of the column counts multiples of
  /// The name of a column in the header, or its number, counted from 1.
  std::string column = "1";
  TraceContent content = TraceContent::ArrivalTimes;
};

/// The inter-arrival times of a file of comma-separated values, with or without a header; n arrival
/// times give the n - 1 intervals between them. Rounding to nanoseconds does not add up.
/// Throws InputError unless the column's values are finite, inter-arrival times >= 0, arrival times
/// >= 0 and not decreasing, and some interval is above 0. Requires: unit > 0.
[[nodiscard]] std::vector<Duration> read_trace(const InputFile& file, const TraceFormat& format);

}  // namespace cutpoint
