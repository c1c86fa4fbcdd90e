// The rate of a link over time: how much it carries by any moment, and when a transfer ends.
//
// Transfers over traces. A trace is a non-decreasing function A(t), the bytes that the link can
// have carried since the trace's start. It repeats for ever: A(t) = floor(t / P) A(P) + A(t mod P)
// for the period P. It is either piecewise linear (rates that are constant for a while) or a
// staircase (opportunities at which one packet can leave, as Mahimahi has them; Netravali et al.,
// USENIX ATC 2015). A transfer of D bytes that begins at s ends at the first moment t at which A(t)
// >= A(s) + D. So an end is found by one search in the sums of a period, without sampling the rate
// or stepping through time; an outage, where A is flat, only makes the transfer wait; and transfers
// that follow each other share the capacity without loss or overlap. Network calculus describes
// links by such cumulative functions (Le Boudec and Thiran 2001, ch. 1). Assumption A11a.
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

  /// One packet can leave at each of these times; the trace repeats after the last one. Packets of
  /// the same time are taken a nanosecond apart, so that a transfer leaves the rest of them to the
  /// next one. A packet at time 0 leaves at the end of the trace instead, where the next round
  /// begins. O(size). Requires: times >= 0 that do not decrease, the last above 0; fewer packets of
  /// one time than there are nanoseconds since the time before.
  [[nodiscard]] static RateTrace of_packets(std::vector<Duration> opportunities);

  /// When a transfer of `amount` ends that starts at `start`; both times count from the trace's
  /// start. A piecewise linear trace ends it with its last byte, rounded to the nearest nanosecond.
  /// A trace of packets carries whole ones, the first at an opportunity after `start`, and ends the
  /// transfer with the last. O(log size). Requires: start >= 0, amount >= 0 and finite.
  [[nodiscard]] Duration finish(Duration start, Bytes amount) const;

  /// The bytes that the link carries after `from` and up to `to`, A(to) - A(from). O(log size).
  /// Requires: 0 <= from <= to.
  [[nodiscard]] Bytes carried(Duration from, Duration to) const;

  /// The rate at a moment; for a trace of packets, the mean rate of the second that ends then.
  /// O(log size). Requires: at >= 0.
  [[nodiscard]] BytesPerSecond rate(Duration at) const;

  /// The rate in the long run: A(P) / P.
  [[nodiscard]] BytesPerSecond mean() const;
  /// The time after which the trace repeats itself.
  [[nodiscard]] Duration period() const { return ends_.back(); }
  [[nodiscard]] bool is_of_packets() const { return rates_.empty(); }

 private:
  RateTrace() = default;

  /// The bytes carried from the start of a round of the trace to a moment in that round, A(into).
  [[nodiscard]] double carried_in_round(Duration into) const;
  [[nodiscard]] Duration finish_packets(Duration start, std::int64_t packets) const;

  // The end of each step, or the time of each packet, within a round; and the bytes A carried by
  // then. Both have one entry per step or packet.
  std::vector<Duration> ends_;
  std::vector<double> carried_;
  std::vector<double> rates_;  // bytes per second in each step; empty for packets
};

}  // namespace cutpoint
