// Collects a run's observations in batches and says when they are enough.
//
// There is no fixed warm-up: at every checkpoint the batches themselves tell how many of the first
// to discard, so the discarded part scales with the system. Nothing may end while warm-up could
// still be going on, or while neighboring batches are correlated.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/engine/stop_rule.hpp"
#include "sim/stats/batch_series.hpp"

namespace cutpoint {

/// `Target` names the metric that must be precise. It has
///   double value(const Batch&) const               the metric within one batch
///   Estimate estimate(std::span<const Batch>) const
template <class Batch, class Target>
class SteadyState {
 public:
  SteadyState(StopRule rule, Target target, std::uint64_t first_batch_size)
      : rule_{rule}, target_{target}, series_{first_batch_size} {}

  /// The batch to record the next observation into.
  [[nodiscard]] Batch& current() { return series_.current(); }

  /// Counts the observation just recorded; `in_system` is the number of jobs then in the system.
  /// Returns true when the run is to end; status() then says why. Amortized O(1).
  bool step(std::uint64_t in_system) {
    const std::size_t closed_before = series_.closed().size();
    series_.step();
    if (series_.closed().size() != closed_before && is_checkpoint()) {
      return check(in_system);
    }
    return spend_budget();
  }

  [[nodiscard]] RunStatus status() const { return status_; }
  [[nodiscard]] std::uint64_t observations() const { return series_.observations(); }

  /// The closed batches after warm-up; all of them if there are too few to tell.
  [[nodiscard]] std::span<const Batch> steady_batches() const {
    return series_.closed().subspan(discarded_batches());
  }
  [[nodiscard]] double discarded_share() const {
    const auto closed = series_.closed().size();
    return closed == 0 ? 0.0
                       : static_cast<double>(discarded_batches()) / static_cast<double>(closed);
  }

 private:
  // Each time the run has grown by about a quarter: often enough to stop in time, rarely enough
  // that looking does not itself select lucky moments.
  [[nodiscard]] bool is_checkpoint() const {
    const std::size_t n = series_.closed().size();
    return n == 32 || n == 40 || n == 50;
  }

  bool check(std::uint64_t in_system) {
    if (growth_.grows(series_.observations(), in_system)) {
      status_ = RunStatus::Unstable;
      return true;
    }
    const std::span<const Batch> closed = series_.closed();
    values_.clear();
    for (const Batch& batch : closed) {
      values_.push_back(target_.value(batch));
    }
    if (!std::all_of(values_.begin(), values_.end(), [](double v) { return std::isfinite(v); })) {
      return spend_budget();  // Some batches have no observation of the target yet.
    }
    settle_warm_up();
    const std::span<const double> steady{std::span{values_}.subspan(discarded_batches())};
    if (warm_up_ && steady.size() >= kFewestBatches && looks_uncorrelated(steady) &&
        precise_enough(rule_, target_.estimate(steady_batches()))) {
      status_ = RunStatus::Converged;
      return true;
    }
    return spend_budget();
  }

  /// Decides once how many observations to discard, at the first look at which the rule leaves more
  /// than half; choosing anew at every look would pick lucky truncations and narrow the intervals.
  void settle_warm_up() {
    if (warm_up_) {
      return;
    }
    const std::size_t batches = warm_up_batches(values_);
    if (2 * batches < values_.size()) {
      warm_up_ = batches * series_.batch_size();
    }
  }

  /// The closed batches that hold the warm-up; none before it is known.
  [[nodiscard]] std::size_t discarded_batches() const {
    const std::uint64_t size = series_.batch_size();
    return static_cast<std::size_t>((warm_up_.value_or(0) + size - 1) / size);
  }

  bool spend_budget() {
    status_ = RunStatus::Budget;
    return series_.observations() >= rule_.max_observations ||
           (rule_.interrupted != nullptr && rule_.interrupted->load(std::memory_order_relaxed));
  }

  static constexpr std::size_t kFewestBatches = 16;

  StopRule rule_;
  Target target_;
  BatchSeries<Batch> series_;
  GrowthTest growth_;
  std::vector<double> values_;
  std::optional<std::uint64_t> warm_up_;  // observations to discard, once that is known
  RunStatus status_ = RunStatus::Budget;
};

}  // namespace cutpoint
