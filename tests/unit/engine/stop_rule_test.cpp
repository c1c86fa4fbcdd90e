#include "sim/engine/stop_rule.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("an estimate is precise enough at the target, not above it") {
  StopRule rule;
  rule.relative_precision = 0.05;
  CHECK(precise_enough(rule, {20.0, 1.0}));
  CHECK_FALSE(precise_enough(rule, {20.0, 1.01}));
  CHECK_FALSE(precise_enough(rule, Estimate{}));
}

TEST_CASE("a decision needs an interval that leaves out the bound and is not too wide") {
  StopRule rule;
  rule.relative_precision = 0.001;
  rule.decision = Decision{.bound = 10.0, .relative_precision = 0.1};
  CHECK(precise_enough(rule, {9.5, 0.49}));
  CHECK(precise_enough(rule, {10.5, 0.49}));
  CHECK_FALSE(precise_enough(rule, {9.5, 0.5}));
  CHECK(precise_enough(rule, {5.0, 0.5}));
  CHECK_FALSE(precise_enough(rule, {5.0, 0.51}));
  CHECK_FALSE(precise_enough(rule, Estimate{}));
}

TEST_CASE("growth is told from fluctuation") {
  // After 1,000 and 2,000 completions a stable system may differ by 4 sqrt(8 x 1,000) = 357.8 jobs.
  GrowthTest stable;
  CHECK_FALSE(stable.grows(999, 500));
  CHECK_FALSE(stable.grows(1'000, 10));
  CHECK_FALSE(stable.grows(1'999, 10'000));
  CHECK_FALSE(stable.grows(2'000, 10 + 357));

  GrowthTest growing;
  CHECK_FALSE(growing.grows(1'000, 10));
  CHECK(growing.grows(2'000, 10 + 358));
}

}  // namespace
}  // namespace cutpoint
