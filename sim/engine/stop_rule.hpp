// When a run may end, and what came of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// A question that a run may answer instead of being precise: does a metric lie above or below
/// `bound`? It is answered once the interval leaves the bound out and is not wider than
/// `relative_precision`, because wide intervals come from runs too short to be trusted. The bound
/// has the unit of the metric.
struct Decision {
  double bound = 0.0;
  double relative_precision = 0.1;
};

/// A run ends once it is precise enough or has answered its question, or when its budget is spent.
struct StopRule {
  double relative_precision = 0.05;  // half-width of the target metric's interval / its value
  std::uint64_t min_observations = 0;
  std::uint64_t min_warm_up = 0;  // observations to discard, as far as they fill batches
  std::uint64_t max_observations = std::numeric_limits<std::uint64_t>::max();  // the budget
  std::optional<Decision> decision;                // an answer to this question is enough, too
  bool may_be_unstable = true;                     // false: growth is not looked for
  const std::atomic<bool>* interrupted = nullptr;  // set from outside to end the run at once

  [[nodiscard]] bool is_interrupted() const {
    return interrupted != nullptr && interrupted->load(std::memory_order_relaxed);
  }
};

enum class RunStatus : std::uint8_t {
  Converged,  // the target precision, or a decision, was reached
  Budget,     // observations ran out first
  Unstable,   // the number in the system grows without bound: there is no steady state
};

/// "converged", "budget", "unstable".
[[nodiscard]] std::string_view to_string(RunStatus status);

/// What ended a run before it was precise enough.
enum class RunLimit : std::uint8_t {
  None,          // nothing did: it converged
  Observations,  // its budget was spent
  Source,        // nothing more was to come, as after the end of a trace
  Clock,         // simulated time was over
  Line,          // a line grew
};

/// What ended a run and, if a line grew, which one.
struct RunEnd {
  RunLimit limit = RunLimit::None;
  std::uint32_t line = 0;  // the line that grew, as the model counts its lines
};

/// The number of jobs in a system with `servers` servers that ends a run. Jobs in the system are
/// missing from what was observed, so a run with more than precision x budget of them cannot
/// converge. They also need memory, and that alone counts where the rule says that there is a
/// steady state.
[[nodiscard]] std::uint64_t most_in_system(const StopRule& rule, double servers);

/// Whether an estimate satisfies the rule: it is precise enough, or it answers the rule's question.
[[nodiscard]] bool precise_enough(const StopRule& rule, const Estimate& estimate);

/// Tells growth without bound from the fluctuations of a stable system, and from its filling up.
//
/// Over n completions, the number in a stable queue moves at most like a random walk whose
/// variance per step is the sum of the squared coefficients of variation of arrivals and services;
/// a drift beyond eight standard deviations of a walk with variance 8 (wider than every law in use)
/// cannot come from it. Many queues that start empty grow together at first, but ever more slowly:
/// at most by a factor of sqrt(2) from one stretch to the next of twice its length. Overload grows
/// by a factor of 2, so a factor of 1.8 is asked for besides. An overload of a share d of the
/// capacity is found after about 1000 / d² completions.
class GrowthTest {
 public:
  /// Whether the number in the system grows without bound. To be asked from time to time with the
  /// numbers so far; it compares them with those at a half and at a quarter of the completions, or
  /// fewer. Requires: completions that do not decrease.
  [[nodiscard]] bool grows(std::uint64_t completions, std::uint64_t in_system);

 private:
  std::uint64_t marked_completions_ = 0;
  std::uint64_t marked_in_system_ = 0;
  double last_growth_ = std::numeric_limits<double>::infinity();
};

}  // namespace cutpoint
