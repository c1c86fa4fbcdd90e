#include "sim/engine/stop_rule.hpp"

#include <cmath>
#include <limits>

#include "sim/stations/line_growth.hpp"
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

TEST_CASE("only what no run of its budget could outweigh is too much in a system") {
  StopRule rule;
  rule.relative_precision = 0.05;
  rule.max_observations = 1'000;
  CHECK(most_in_system(rule, 0.0) == 100'050);
  CHECK(most_in_system(rule, 1e4) == 200'050);
  rule.max_observations = 10'000'000;
  CHECK(most_in_system(rule, 0.0) == 600'000);
  rule.max_observations = std::numeric_limits<std::uint64_t>::max();
  CHECK(most_in_system(rule, 0.0) == 10'000'000);
  rule.may_be_unstable = false;
  CHECK(most_in_system(rule, 1e3) == 20'000'000);
}

TEST_CASE("the line that grows is told from one that is long") {
  LineGrowth growth{2};
  CHECK(growth.is_due(0));
  growth.mark(64, std::vector<std::uint64_t>{900, 1});
  CHECK(growth.greatest(std::vector<std::uint64_t>{950, 40}) == 0);  // since the beginning
  CHECK_FALSE(growth.is_due(127));
  CHECK(growth.is_due(128));
  growth.mark(128, std::vector<std::uint64_t>{901, 20});
  CHECK(growth.greatest(std::vector<std::uint64_t>{905, 40}) == 1);  // since the mark before
}

TEST_CASE("growth is told from fluctuation") {
  // From 2,000 to 4,000 completions a stable queue may gain 8 sqrt(8 x 2,000) = 1011.9 jobs.
  GrowthTest stable;
  CHECK_FALSE(stable.grows(999, 500));
  CHECK_FALSE(stable.grows(1'000, 10));
  CHECK_FALSE(stable.grows(1'999, 10'000));
  CHECK_FALSE(stable.grows(2'000, 510));
  CHECK_FALSE(stable.grows(4'000, 510 + 1'011));

  GrowthTest growing;
  CHECK_FALSE(growing.grows(1'000, 10));
  CHECK_FALSE(growing.grows(2'000, 510));
  CHECK(growing.grows(4'000, 510 + 1'012));
}

TEST_CASE("growth is told from filling up") {
  // Many queues that start empty hold a number like the square root of the time at first.
  GrowthTest filling;
  GrowthTest overloaded;
  bool ever_grows = false;
  bool is_found = false;
  for (std::uint64_t n = 1'000; n <= 10'000'000; n *= 2) {
    const double root = std::sqrt(static_cast<double>(n));
    ever_grows = ever_grows || filling.grows(n, static_cast<std::uint64_t>(100.0 * root));
    is_found = is_found || overloaded.grows(n, n / 50);
  }
  CHECK_FALSE(ever_grows);
  CHECK(is_found);
}

}  // namespace
}  // namespace cutpoint
