// How long an action takes: repeated until its median is known well enough.
#pragma once

#include <functional>
#include <vector>

#include "base/time.hpp"

namespace cutpoint {

/// How precisely an action is timed, and how much time that may take.
struct TimingOptions {
  /// The half-width of the median's 90 % interval, relative to the median, at which the repeats
  /// end.
  double precision = 0.02;
  int least_repeats = 5;  // the fewest whose range is a 90 % interval
  /// With fewer repeats than these, only the budget ends them: on a busy host a few may be alike by
  /// chance.
  int trusted_repeats = 15;
  int most_repeats = 400;
  /// The real time for all repeats and what prepares them. It is exceeded if least_repeats need
  /// more.
  Seconds budget{3.0};
};

/// What the repeats of an action took.
struct Timing {
  Seconds median{};
  Seconds least{};
  Seconds mean{};
  int repeats = 0;
  bool is_precise = false;   // if not, the budget or most_repeats ended the repeats
  bool is_complete = false;  // if not, it was interrupted and means nothing
};

/// An action to be timed: `run` is, and `prepare`, which comes before each run, is not.
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

/// Times an action again and again until the median is known well enough. The median's interval
/// lies between two order statistics of the times: the k-th least and the k-th greatest of n times
/// enclose the median unless fewer than k of the n lie on one side of it, which has a binomial
/// probability, whatever the law of the times. A first run or two, of up to 50 ms together, are
/// discarded. A time too short for the clock counts as a nanosecond.
[[nodiscard]] Timing time_median(const TimedAction& action,
                                 const TimingOptions& options,
                                 const TimerHooks& hooks);

/// Half of the width of the median's 90 % interval, relative to the median; infinite for fewer than
/// 5 times. Requires: sorted, all above 0.
[[nodiscard]] double median_precision(const std::vector<Seconds>& sorted);

}  // namespace cutpoint
