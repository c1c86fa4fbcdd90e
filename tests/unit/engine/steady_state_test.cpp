// When a run may end, with observations that are all known and alike.
#include "sim/engine/steady_state.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Batch {
  double count = 0.0;
  double sum = 0.0;

  void merge(const Batch& later) {
    count += later.count;
    sum += later.sum;
  }
  void clear() { count = sum = 0.0; }
};

struct Mean {
  [[nodiscard]] double value(const Batch& batch) const { return batch.sum / batch.count; }
  [[nodiscard]] bool is_known(const StopRule& /*rule*/, std::span<const Batch> batches) const {
    return batches.size() >= 32;
  }
};

using Run = SteadyState<Batch, Mean>;

StopRule rule() {
  StopRule rule;
  rule.relative_precision = 0.05;
  rule.max_observations = 10'000;
  return rule;
}

/// Observes until the run ends; how many observations that took.
std::uint64_t observations_until_end(Run& run, std::uint64_t in_system, bool has_filled = true) {
  Batch open;
  for (std::uint64_t n = 1;; ++n) {
    open.count += 1.0;
    open.sum += n % 2 == 0 ? 1.0 : 3.0;
    if (run.step()) {
      run.close(open, in_system, has_filled);
    }
    if (run.is_over()) {
      return n;
    }
  }
}

TEST_CASE("a run ends at the first look at which its targets are known") {
  Run run{rule(), {Mean{}}, 2};
  CHECK(observations_until_end(run, 0) == 128);  // 64 batches of 2
  CHECK(run.status() == RunStatus::Converged);
  CHECK(run.steady_batches().size() == 63);  // the first one always goes
}

TEST_CASE("nothing is concluded before the system has filled") {
  Run run{rule(), {Mean{}}, 2};
  CHECK(observations_until_end(run, 0, false) == 10'000);
  CHECK(run.status() == RunStatus::Budget);
  CHECK(run.discarded_share() == 0.0);
}

TEST_CASE("those still in the system must be too few to matter") {
  // 5 % of the observations: 20 jobs need 400 of them in batches that are not discarded.
  Run run{rule(), {Mean{}}, 2};
  const std::uint64_t end = observations_until_end(run, 20);
  CHECK(run.status() == RunStatus::Converged);
  CHECK(end >= 400);
  CHECK(end <= 512);
}

TEST_CASE("a run has the fewest observations that are asked for") {
  StopRule longer = rule();
  longer.min_observations = 1'000;
  Run run{longer, {Mean{}}, 2};
  const std::uint64_t end = observations_until_end(run, 0);
  CHECK(end >= 1'000);
  CHECK(end <= 1'280);
}

TEST_CASE("a run is looked at when it has 64, 80 or 100 batches") {
  CHECK(next_checkpoint(0, 2) == 128);
  CHECK(next_checkpoint(128, 2) == 128);
  CHECK(next_checkpoint(129, 2) == 160);
  CHECK(next_checkpoint(161, 2) == 200);
  CHECK(next_checkpoint(201, 2) == 256);
  CHECK(next_checkpoint(1'000'000'000'000'000'000, 64) == 1'152'921'504'606'846'976);
  StopRule longer = rule();
  for (const std::uint64_t fewest : {200U, 201U, 300U, 1'000U}) {
    longer.min_observations = fewest;
    Run run{longer, {Mean{}}, 2};
    CHECK(observations_until_end(run, 0) == next_checkpoint(fewest, 2));
  }
}

TEST_CASE("the least warm-up is discarded in whole batches, and half of a run that is too short") {
  StopRule slow = rule();
  slow.min_observations = 1'024;
  slow.min_warm_up = 400;
  Run run{slow, {Mean{}}, 2};
  CHECK(observations_until_end(run, 0) == 1'024);  // 64 batches of 16
  CHECK(run.steady_batches().size() == 64 - 400 / 16);
  slow.min_warm_up = 415;  // 15 more do not fill another batch.
  Run uneven_run{slow, {Mean{}}, 2};
  CHECK(observations_until_end(uneven_run, 0) == 1'024);
  CHECK(uneven_run.steady_batches().size() == 64 - 400 / 16);
  slow.min_warm_up = 15;  // Less than a batch: only the first of the run goes, of 2 when it went.
  Run long_run{slow, {Mean{}}, 2};
  CHECK(observations_until_end(long_run, 0) == 1'024);
  CHECK(long_run.steady_batches().size() == 63);
  slow.min_warm_up = 1'000'000;
  slow.max_observations = 1'024;
  slow.min_observations = 2'000'000;
  Run short_run{slow, {Mean{}}, 2};
  CHECK(observations_until_end(short_run, 0) == 1'024);
  CHECK(short_run.discarded_share() == 0.5);
}

TEST_CASE("an interrupted run ends at once") {
  std::atomic<bool> interrupted{true};
  StopRule stopped = rule();
  stopped.interrupted = &interrupted;
  Run run{stopped, {Mean{}}, 2};
  CHECK(observations_until_end(run, 0) == 1);
  CHECK(run.status() == RunStatus::Budget);
}

TEST_CASE("a system that keeps growing is unstable, unless that is known to be impossible") {
  for (const bool may_be_unstable : {true, false}) {
    StopRule growing = rule();
    growing.max_observations = 1'000'000;
    growing.relative_precision = 1e-9;  // what is in the system always matters
    growing.may_be_unstable = may_be_unstable;
    Run run{growing, {Mean{}}, 2};
    Batch open;
    for (std::uint64_t n = 1; !run.is_over(); ++n) {
      open.count += 1.0;
      open.sum += 1.0;
      if (run.step()) {
        run.close(open, 1 + n / 5);
      }
    }
    CHECK(run.status() == (may_be_unstable ? RunStatus::Unstable : RunStatus::Budget));
  }
}

}  // namespace
}  // namespace cutpoint
