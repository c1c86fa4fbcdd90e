// The rate of a link over time: how much it carries by any moment, and when a transfer ends.
//
// A trace is a non-decreasing function, the bytes carried since its start, that goes on for ever by
// repeating itself. It is either piecewise linear (rates that are constant for a while) or a
// staircase (opportunities at which one packet can leave, as Mahimahi has them; Netravali et al.,
// USENIX ATC 2015). A transfer ends when the function has risen by its size, so nothing is sampled.
#pragma once

#include <cstdint>
#include <vector>

#include "base/units.hpp"

namespace cutpoint {

class RateTrace {
 public:
  static constexpr Bytes kPacket{1500.0};

  struct Step {
    Duration length;
    BytesPerSecond rate;
  };

  /// Rates that follow each other. Requires: at least one step; lengths > 0; rates >= 0 and finite,
  /// not all 0.
  [[nodiscard]] static RateTrace of_steps(const std::vector<Step>& steps);

  /// One packet can leave at each of these times; the trace repeats after the last one. Those of
  /// the same time are taken a nanosecond apart, so that a transfer leaves the rest of them to the
  /// next. A packet at time 0 leaves at the end of the trace instead, where the next round begins.
  /// Requires: times >= 0 that do not decrease, the last above 0; of equal ones fewer than there
  /// are nanoseconds since the time before.
  [[nodiscard]] static RateTrace of_packets(std::vector<Duration> opportunities);

  /// When a transfer of so many bytes ends that starts at `start`, counted from the trace's start
  /// as that is: after the last byte or, in whole packets, at the opportunity that the last packet
  /// takes, the first one being after `start`. Rounded to the nearest nanosecond. O(log size).
  /// Requires: start >= 0, amount >= 0 and finite.
  [[nodiscard]] Duration finish(Duration start, Bytes amount) const;

  /// What it carries after `from` and up to `to`. O(log size). Requires: 0 <= from <= to.
  [[nodiscard]] Bytes carried(Duration from, Duration to) const;

  /// The rate at a moment; of packets, that of the second up to it. O(log size). Requires: at >= 0.
  [[nodiscard]] BytesPerSecond rate(Duration at) const;

  /// In the long run.
  [[nodiscard]] BytesPerSecond mean() const;
  /// After which it repeats.
  [[nodiscard]] Duration period() const { return ends_.back(); }
  [[nodiscard]] bool is_of_packets() const { return rates_.empty(); }

 private:
  RateTrace() = default;

  /// Carried from the start of a round to a moment in it.
  [[nodiscard]] double carried_in_round(Duration into) const;
  [[nodiscard]] Duration finish_packets(Duration start, std::int64_t packets) const;

  // Of each step, or packet: when it ends in its round, and what has been carried by then, in
  // bytes.
  std::vector<Duration> ends_;
  std::vector<double> carried_;
  std::vector<double> rates_;  // of each step, in bytes per second; none for packets
};

}  // namespace cutpoint
