// Collects a run's observations in batches and says when they are enough.
//
// How a run ends. Observations fill batches (batch_series.hpp). At the checkpoints, when 64, 80 or
// 100 batches are closed, the run is looked at, and the answers to three questions are combined:
//
// 1. Does the number in the system grow without bound? Then there is no steady state (GrowthTest),
//    and the run is unstable.
// 2. How much of the start is warm-up? There is no fixed length: the batches themselves say how
//    many of the first to discard (warm_up_batches(), MSER; White 1997), so the discarded part
//    scales with the system. The answer is taken once, at the first checkpoint at which the rule
//    leaves more than half of the batches for every target, and is kept in observations, since
//    batches merge later.
// 3. Is every target known precisely enough from the remaining batches (batch means, estimate.hpp)?
//    The run has converged if at least 32 batches remain and the jobs that are still in the system
//    are too few to matter. Those are missing from the observations, and they are the slow ones.
//
// Looking only when a run has grown by about a quarter, rather than after every batch, keeps the
// stopping rule itself from selecting runs whose intervals happen to be narrow.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/engine/stop_rule.hpp"
#include "sim/stats/batch_series.hpp"

namespace cutpoint {

/// The numbers of closed batches at which a run is looked at. From one to the next a run grows by
/// about a quarter: often enough to stop in time, rarely enough that looking does not itself select
/// lucky moments. At 128 batches they merge into 64, so the three numbers come round again at twice
/// the size.
inline constexpr std::array<std::uint64_t, 3> kCheckpoints{64, 80, 100};

/// The number of observations at the first checkpoint that comes with `observations` or more of
/// them, for batches that begin with `first_batch_size` each. O(log observations). Requires: at
/// most 2^60 observations.
[[nodiscard]] inline std::uint64_t next_checkpoint(std::uint64_t observations,
                                                   std::uint64_t first_batch_size) {
  for (std::uint64_t size = first_batch_size;; size *= 2) {
    for (const std::uint64_t batches : kCheckpoints) {
      if (batches * size >= observations) {
        return batches * size;
      }
    }
  }
}

/// The batches of one run, its warm-up and its end. `Target` names a metric, all of which must be
/// known precisely enough before the run converges. A target has two functions:
///
///   double value(const Batch&) const: the metric within one batch, NaN if the batch has none;
///   bool is_known(const StopRule&, std::span<const Batch>) const: whether it is precise enough.
template <class Batch, class Target>
class SteadyState {
 public:
  /// Requires: at least one target.
  SteadyState(StopRule rule, std::vector<Target> targets, std::uint64_t first_batch_size)
      : rule_{rule}, targets_{std::move(targets)}, series_{first_batch_size} {}

  /// Counts an observation, recorded into the caller's open batch. Returns whether that batch is
  /// full, and close() to be called.
  [[nodiscard]] bool step() { return series_.step(); }

  /// Takes over the open batch, clears it, and looks from time to time whether the run may end.
  /// `in_system` is the number of jobs in the system; nothing is concluded before `has_filled`.
  /// Amortized O(size of a batch).
  void close(Batch& open, std::uint64_t in_system, bool has_filled = true) {
    series_.close(open);
    if (has_filled && is_checkpoint()) {
      conclude(in_system);
    }
  }

  /// Ends the run as unstable, for a caller who has seen by itself that there is no steady state.
  void call_unstable() { status_ = RunStatus::Unstable; }

  /// Whether the run is to end; status() then says why.
  [[nodiscard]] bool is_over() const {
    return status_ != RunStatus::Budget || is_spent() || rule_.is_interrupted();
  }

  /// What has been concluded so far; Budget as long as nothing has.
  [[nodiscard]] RunStatus status() const { return status_; }
  /// What ended the run, if the model knows of no line that was too long.
  [[nodiscard]] RunLimit limit(bool clock_has_ended) const {
    switch (status_) {
      case RunStatus::Converged:
        return RunLimit::None;
      case RunStatus::Unstable:
        return RunLimit::Line;
      case RunStatus::Budget:
        break;
    }
    return clock_has_ended ? RunLimit::Clock
           : is_spent()    ? RunLimit::Observations
                           : RunLimit::Source;
  }
  /// How many observations there were, in closed batches and in the open one.
  [[nodiscard]] std::uint64_t observations() const { return series_.observations(); }

  /// The closed batches, those of the warm-up included.
  [[nodiscard]] std::span<const Batch> closed_batches() const { return series_.closed(); }
  /// The closed batches after the warm-up. While the warm-up is not settled, these are all but the
  /// batches that are discarded in any case (StopRule::min_warm_up).
  [[nodiscard]] std::span<const Batch> steady_batches() const {
    return series_.closed().subspan(discarded_batches());
  }
  /// The share of the closed batches that is discarded as warm-up, 0 … 1/2.
  [[nodiscard]] double discarded_share() const {
    const auto closed = series_.closed().size();
    return closed == 0 ? 0.0
                       : static_cast<double>(discarded_batches()) / static_cast<double>(closed);
  }

 private:
  [[nodiscard]] bool is_spent() const { return series_.observations() >= rule_.max_observations; }

  [[nodiscard]] bool is_checkpoint() const {
    return std::ranges::count(kCheckpoints, series_.closed().size()) > 0;
  }

  /// Sets the status if the batches say enough to end the run.
  void conclude(std::uint64_t in_system) {
    if (rule_.may_be_unstable && growth_.grows(series_.observations(), in_system)) {
      status_ = RunStatus::Unstable;
      return;
    }
    settle_warm_up();
    if (is_settled_ && steady_batches().size() >= kFewestBatches && outweighs(in_system) &&
        series_.observations() >= rule_.min_observations &&
        std::ranges::all_of(targets_, [this](const Target& target) {
          return target.is_known(rule_, steady_batches());
        })) {
      status_ = RunStatus::Converged;
    }
  }

  /// Decides once how many observations to discard, at the first checkpoint at which the rule
  /// leaves more than half for every target. Choosing anew at every checkpoint would pick lucky
  /// truncations and narrow the intervals. The longest warm-up of any target counts.
  void settle_warm_up() {
    // The first batch always goes: the system is empty when it begins.
    std::size_t most = 1;
    for (const Target& target : targets_) {
      if (is_settled_ || !has_values(target, series_.closed())) {
        return;  // Settled, or some batches have no observation of the target yet.
      }
      most = std::max(most, warm_up_batches(values_));
    }
    if (2 * most < series_.closed().size()) {
      warm_up_ = most * series_.batch_size();
      is_settled_ = true;
    }
  }

  /// Whether the jobs that are still in the system are too few to matter: at most the precision
  /// times the observations. They are missing from what was observed, and it is the slow ones that
  /// are missing. This also keeps a run from ending before the system has filled.
  [[nodiscard]] bool outweighs(std::uint64_t in_system) const {
    const std::uint64_t observed = steady_batches().size() * series_.batch_size();
    return static_cast<double>(in_system) <=
           rule_.relative_precision * static_cast<double>(observed);
  }

  /// Fills `values_` with the target's value in each batch. Returns whether every batch has one.
  [[nodiscard]] bool has_values(const Target& target, std::span<const Batch> batches) {
    values_.clear();
    for (const Batch& batch : batches) {
      values_.push_back(target.value(batch));
    }
    return std::ranges::all_of(values_, [](double value) { return std::isfinite(value); });
  }

  /// How many closed batches the warm-up takes, from the first on; before it is settled, how many
  /// are discarded in any case.
  [[nodiscard]] std::size_t discarded_batches() const {
    const std::uint64_t size = series_.batch_size();
    const std::uint64_t known = (warm_up_ + size - 1) / size;
    // Only whole batches are discarded, so up to one batch less than asked for; in a run whose
    // batches are longer than the warm-up asked for, where it does not matter, none. A run that is
    // too short for it keeps half of its batches.
    const std::uint64_t least = std::min(rule_.min_warm_up / size, series_.closed().size() / 2);
    return static_cast<std::size_t>(std::max(known, least));
  }

  static constexpr std::size_t kFewestBatches = 32;

  StopRule rule_;
  std::vector<Target> targets_;
  BatchSeries<Batch> series_;
  GrowthTest growth_;
  std::vector<double> values_;
  std::uint64_t warm_up_ = 0;             // observations to discard, once that
  bool is_settled_ = false;               //   is settled
  RunStatus status_ = RunStatus::Budget;  // until something is concluded
};

}  // namespace cutpoint
