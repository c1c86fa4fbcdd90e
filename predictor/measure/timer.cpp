#include "predictor/measure/timer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr double kMissProbability = 0.1;
constexpr int kMostWarmUps = 2;
constexpr Seconds kMostWarmUp{0.05};
constexpr Seconds kShortest{1e-9};

/// The greatest rank k, counted from 1, such that the k-th least and the k-th greatest of n draws
/// enclose the median except with the allowed probability; 0 if even the extremes may miss it.
int rank_of_lower_bound(int n) {
  double probability = std::ldexp(1.0, -n);  // that exactly `rank` draws are below the median
  double below = probability;                // that at most `rank` draws are below the median
  int rank = 0;
  while (2.0 * below <= kMissProbability) {
    probability *= static_cast<double>(n - rank) / (rank + 1);
    ++rank;
    below += probability;
  }
  return rank;
}

Seconds median_of(const std::vector<Seconds>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
}

void warm_up(const TimedAction& action, const TimerHooks& hooks) {
  const Seconds begin = hooks.now();
  for (int i = 0; i < kMostWarmUps && hooks.now() - begin < kMostWarmUp; ++i) {
    action.prepare();
    action.run();
  }
}

/// The clock of the thread is slower to read, so it is read outside: where nobody interferes, the
/// other time is the smaller one.
Seconds time_once(const TimedAction& action, const TimerHooks& hooks) {
  const Seconds busy = hooks.busy ? hooks.busy() : Seconds{};
  const Seconds start = hooks.now();
  action.run();
  const Seconds elapsed = hooks.now() - start;
  return hooks.busy ? std::min(elapsed, hooks.busy() - busy) : elapsed;
}

}  // namespace

double median_precision(const std::vector<Seconds>& sorted) {
  const int rank = rank_of_lower_bound(static_cast<int>(sorted.size()));
  if (rank == 0) {
    return std::numeric_limits<double>::infinity();
  }
  const auto lower = static_cast<std::size_t>(rank - 1);
  return (sorted[sorted.size() - 1 - lower] - sorted[lower]) / (2.0 * median_of(sorted));
}

Timing time_median(const TimedAction& action,
                   const TimingOptions& options,
                   const TimerHooks& hooks) {
  CUTPOINT_EXPECTS(options.precision > 0.0);
  CUTPOINT_EXPECTS(options.least_repeats >= 1);
  CUTPOINT_EXPECTS(options.most_repeats >= options.least_repeats);

  Timing timing;
  warm_up(action, hooks);
  const Seconds begin = hooks.now();
  std::vector<Seconds> sorted;
  bool is_precise = false;
  while (std::ssize(sorted) < options.most_repeats &&
         (std::ssize(sorted) < options.least_repeats || hooks.now() - begin < options.budget)) {
    if (hooks.is_interrupted()) {
      return timing;
    }
    action.prepare();
    const Seconds time = std::max(time_once(action, hooks), kShortest);
    sorted.insert(std::ranges::upper_bound(sorted, time), time);
    is_precise = median_precision(sorted) <= options.precision;
    if (is_precise && std::ssize(sorted) >= options.trusted_repeats) {
      break;
    }
  }
  timing.is_precise = is_precise;
  timing.median = median_of(sorted);
  timing.least = sorted.front();
  timing.mean =
      std::accumulate(sorted.begin(), sorted.end(), Seconds{}) / static_cast<double>(sorted.size());
  timing.repeats = static_cast<int>(sorted.size());
  timing.is_complete = true;
  return timing;
}

}  // namespace cutpoint
