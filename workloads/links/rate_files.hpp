// Rate traces from files and from a generator.
#pragma once

#include <cstdint>
#include <vector>

#include "base/input_file.hpp"
#include "workloads/links/rate_trace.hpp"

namespace cutpoint {

/// A trace of Mahimahi: in each line the whole millisecond at which one packet of 1500 bytes can
/// leave; the lines do not decrease, and the trace repeats after the last one. Throws: InputError
/// with line and column.
[[nodiscard]] RateTrace read_mahimahi(const InputFile& file);

/// What the two columns of a file of rates count, and after which time the trace repeats.
struct RateFileFormat {
  Seconds time_unit;
  BytesPerSecond rate_unit;
  Duration duration;
};

/// Two comma-separated columns, with or without a header: a time, from 0 on, and the rate from that
/// time to the next, or the end. Throws: InputError with line and column unless times increase and
/// are before the end, rates are finite and >= 0, and some are above 0.
[[nodiscard]] RateTrace read_rates(const InputFile& file, const RateFileFormat& format);

/// A rate that wanders about its mean, with times in between at which nothing gets through.
///
/// Outside outages it is lognormal and the exponential of a first-order autoregressive process, as
/// shadow fading in decibels is (Gudmundson 1991, "Correlation model for shadow fading in mobile
/// radio systems"); constant for a `step`. Outages and the times between them are exponential.
struct RateLaw {
  BytesPerSecond mean;         // of the whole trace, outages included: exactly
  double variation = 0.0;      // coefficient of variation outside outages
  Seconds correlation_time{};  // time after which the correlation of rates is 1/e
  double outage_share = 0.0;   // share of the time in outages, 0 <= share < 1
  Seconds outage_length{};     // mean length of an outage
  Duration step{100'000'000};
  Duration duration{};  // length of the trace, after which it repeats
};

/// A trace drawn by the law; the same seed gives the same trace. O(duration / step). Requires: mean
/// > 0; variation >= 0; correlation_time > 0 if variation > 0; outage_length > 0 if outage_share >
/// 0; step > 0, duration >= step.
[[nodiscard]] RateTrace generate_rates(const RateLaw& law, std::uint64_t seed);

}  // namespace cutpoint
