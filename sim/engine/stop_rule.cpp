#include "sim/engine/stop_rule.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cutpoint {

std::string_view to_string(RunStatus status) {
  switch (status) {
    case RunStatus::Converged:
      return "converged";
    case RunStatus::Budget:
      return "budget";
    case RunStatus::Unstable:
      return "unstable";
  }
  return "unknown";
}

std::uint64_t most_in_system(const StopRule& rule, double servers) {
  // All four numbers of jobs are assumed. Any run may hold kAlways jobs, 10 MB of them, whatever
  // its budget; 1e4 to 1e6 would do. No run may hold kEver jobs, a gigabyte of them; 1e6 to 1e8
  // would do, as memory allows. To these each server adds kPerServer, what is in a system that is
  // busy but does not grow (5 to 100 would do). Where there is a steady state for certain, each
  // adds kPerStableServer, what waits before a server at a load of 0.9999.
  constexpr double kAlways = 1e5;
  constexpr double kEver = 1e7;
  constexpr double kPerServer = 10.0;
  constexpr double kPerStableServer = 1e4;
  if (!rule.may_be_unstable) {
    return static_cast<std::uint64_t>(kEver + kPerStableServer * servers);
  }
  const double outweighed = rule.relative_precision * static_cast<double>(rule.max_observations);
  return static_cast<std::uint64_t>(std::min(kAlways + outweighed, kEver) + kPerServer * servers);
}

bool precise_enough(const StopRule& rule, const Estimate& estimate) {
  if (estimate.relative_half_width() <= rule.relative_precision) {
    return true;
  }
  return rule.decision && estimate.relative_half_width() <= rule.decision->relative_precision &&
         std::abs(estimate.value - rule.decision->bound) > estimate.half_width;
}

bool GrowthTest::grows(std::uint64_t completions, std::uint64_t in_system) {
  constexpr std::uint64_t kFirstMark = 1'000;  // fewer completions say nothing either way
  constexpr double kVariancePerStep = 8.0;
  constexpr double kStandardDeviations = 8.0;
  constexpr double kSustained = 1.8;

  if (completions < kFirstMark) {
    return false;
  }
  if (marked_completions_ == 0 || completions < 2 * marked_completions_) {
    if (marked_completions_ == 0) {
      marked_completions_ = completions;
      marked_in_system_ = in_system;
    }
    return false;
  }
  const double growth = static_cast<double>(in_system) - static_cast<double>(marked_in_system_);
  const auto steps = static_cast<double>(completions - marked_completions_);
  marked_completions_ = completions;
  marked_in_system_ = in_system;
  const double last_growth = std::exchange(last_growth_, growth);
  return growth > kStandardDeviations * std::sqrt(kVariancePerStep * steps) &&
         growth > kSustained * last_growth && last_growth > 0.0;
}

}  // namespace cutpoint
