// How long an action takes: repeated until its median is known well enough.
#pragma once

#include <functional>
#include <vector>

#include "base/time.hpp"

namespace cutpoint {

struct TimingOptions {
  /// Half of the median's 90 % interval, relative to it.
  double precision = 0.02;
  int least_repeats = 5;  // the fewest whose range is a 90 % interval
  /// Before these, only the budget ends the repeats: on a busy host a few may be alike by chance.
  int trusted_repeats = 15;
  int most_repeats = 400;
  /// Of real time for all repeats and what prepares them; exceeded if the least repeats need more.
  Seconds budget{3.0};
};

struct Timing {
  Seconds median{};
  Seconds least{};
  Seconds mean{};
  int repeats = 0;
  bool is_precise = false;   // else the budget or the most repeats ended it
  bool is_complete = false;  // else it was interrupted and means nothing
};

/// What is timed. `prepare` comes before each run and is not timed.
struct TimedAction {
  std::function<void()> prepare;
  std::function<void()> run;
};

/// What the timer asks of the world.
struct TimerHooks {
  std::function<Seconds()> now;  // since any origin, never backwards
  /// The time for which this thread really had a processor; may be empty. A run takes the smaller
  /// of the two times, so that other programs that share the processor are not measured as well.
  std::function<Seconds()> busy;
  std::function<bool()> is_interrupted;
};

/// Ends between two repeats once the median's interval, free of any law (between two order
/// statistics, by the binomial distribution), is narrow enough. A first run or two, of up to 50 ms
/// together, are discarded. A time too short for the clock counts as a nanosecond.
[[nodiscard]] Timing time_median(const TimedAction& action,
                                 const TimingOptions& options,
                                 const TimerHooks& hooks);

/// Half of the width of the median's 90 % interval, relative to the median; infinite for fewer than
/// 5 times. Requires: sorted, all above 0.
[[nodiscard]] double median_precision(const std::vector<Seconds>& sorted);

}  // namespace cutpoint
