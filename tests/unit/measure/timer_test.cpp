#include "predictor/measure/timer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

/// A world in which only actions take time, each as told.
struct FakeHost {
  Seconds clock{100.0};
  Seconds busy{5.0};
  std::vector<double> run_times{};  // in turn, the last one again and again
  std::vector<double> stolen{};     // by other programs, likewise
  Seconds prepare_time{};
  std::size_t runs = 0;
  std::size_t stop_after_runs = std::numeric_limits<std::size_t>::max();

  static double in_turn(const std::vector<double>& times, std::size_t i) {
    return times.empty() ? 0.0 : times[std::min(i, times.size() - 1)];
  }
  TimedAction action() {
    return {.prepare = [this] { clock += prepare_time; },
            .run =
                [this] {
                  const Seconds time{in_turn(run_times, runs)};
                  busy += time;
                  clock += time + Seconds{in_turn(stolen, runs)};
                  ++runs;
                }};
  }
  TimerHooks hooks() {
    return {.now = [this] { return clock; },
            .busy = {},
            .is_interrupted = [this] { return runs >= stop_after_runs; }};
  }
};

TEST_CASE("Equal times need no more repeats than are trusted") {
  FakeHost host{.run_times = {0.01, 0.01, 0.25}};
  const Timing timing =
      time_median(host.action(), {.trusted_repeats = 6, .budget = Seconds{100.0}}, host.hooks());
  CHECK(timing.is_complete);
  CHECK(timing.is_precise);
  CHECK(timing.repeats == 6);
  CHECK(host.runs == 8);  // two of them warmed up
  CHECK(timing.median.count() == Approx(0.25));
  CHECK(timing.least.count() == Approx(0.25));
  CHECK(timing.mean.count() == Approx(0.25));
}

TEST_CASE("A long first run is the only one to warm up") {
  FakeHost host{.run_times = {0.06, 0.25}};
  CHECK(time_median(host.action(), {.budget = Seconds{100.0}}, host.hooks()).repeats == 15);
  CHECK(host.runs == 16);
}

TEST_CASE("The median, the least and the mean are those of the repeats") {
  FakeHost host{.run_times = {0.0, 0.0, 4.0, 1.0, 7.0, 3.0, 5.0}};
  const Timing timing =
      time_median(host.action(), {.most_repeats = 5, .budget = Seconds{100.0}}, host.hooks());
  CHECK_FALSE(timing.is_precise);
  CHECK(timing.repeats == 5);
  CHECK(timing.median.count() == Approx(4.0));
  CHECK(timing.least.count() == Approx(1.0));
  CHECK(timing.mean.count() == Approx(4.0));
  host = {.run_times = {0.0, 0.0, 4.0, 1.0, 7.0, 3.0, 5.0, 6.0}};
  CHECK(time_median(host.action(), {.most_repeats = 6, .budget = Seconds{100.0}}, host.hooks())
            .median.count() == Approx(4.5));
}

TEST_CASE("Repeats end with the budget, which preparations use up as well, but not too few") {
  FakeHost host{.run_times = {0.0, 0.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0}};
  CHECK(time_median(host.action(), {.budget = Seconds{10.0}}, host.hooks()).repeats == 7);
  host = {.run_times = host.run_times, .prepare_time = Seconds{1.0}};
  CHECK(time_median(host.action(), {.budget = Seconds{10.0}}, host.hooks()).repeats == 5);
  host = {.run_times = host.run_times};
  CHECK(time_median(host.action(), {.budget = Seconds{1.0}}, host.hooks()).repeats == 5);
}

TEST_CASE("A budget that ends before the trusted repeats may still leave a precise median") {
  FakeHost host{.run_times = {1.0}};
  const Timing timing = time_median(host.action(), {.budget = Seconds{8.0}}, host.hooks());
  CHECK(timing.repeats == 8);
  CHECK(timing.is_precise);
}

TEST_CASE("Repeats go on until the median's interval is narrow") {
  // Outliers, which a median shrugs off: of 8 sorted times the 2nd to the 7th count.
  FakeHost host{.run_times = {0.0, 0.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}};
  const Timing timing =
      time_median(host.action(), {.trusted_repeats = 5, .budget = Seconds{100.0}}, host.hooks());
  CHECK(timing.is_precise);
  CHECK(timing.repeats == 8);
  CHECK(timing.median.count() == Approx(1.0));
}

TEST_CASE("Time that other programs take does not count where the thread's own is known") {
  FakeHost host{.run_times = {1.0}, .stolen = {0.0, 3.0, 0.0, 0.5, 2.0, 0.25}};
  TimerHooks hooks = host.hooks();
  hooks.busy = [&] { return host.busy; };
  CHECK(time_median(host.action(), {}, hooks).mean.count() == Approx(1.0));
}

TEST_CASE("An interrupted measurement is not complete") {
  FakeHost host{.run_times = {0.25}, .stop_after_runs = 4};
  CHECK_FALSE(time_median(host.action(), {}, host.hooks()).is_complete);
  CHECK(host.runs == 4);
}

TEST_CASE("A time too short for the clock is a nanosecond") {
  FakeHost host{.run_times = {0.0}};
  const Timing timing = time_median(host.action(), {}, host.hooks());
  CHECK(timing.median == Seconds{1e-9});
  CHECK(timing.least == Seconds{1e-9});
}

TEST_CASE("The interval of the median is that of the binomial distribution") {
  // Ranks from below of 90 % intervals, from tables of the sign test.
  struct Case {
    int n;
    int rank;
  };
  for (const auto& [n, rank] : {Case{5, 1},
                                Case{7, 1},
                                Case{8, 2},
                                Case{10, 2},
                                Case{11, 3},
                                Case{20, 6},
                                Case{50, 19},
                                Case{100, 42}}) {
    CAPTURE(n);
    std::vector<Seconds> sorted;
    for (int i = 1; i <= n; ++i) {
      sorted.emplace_back(i);
    }
    CHECK(median_precision(sorted) ==
          Approx((n + 1 - 2 * rank) / 2.0 / ((n + 1) / 2.0)).epsilon(1e-12));
  }
  CHECK(std::isinf(median_precision(std::vector<Seconds>(4, Seconds{1.0}))));
  CHECK(std::isinf(median_precision({})));
}

TEST_CASE("A precision must be positive and repeats possible") {
  const ThrowingContracts contracts;
  FakeHost host{.run_times = {1.0}};
  CHECK_THROWS_AS(time_median(host.action(), {.precision = 0.0}, host.hooks()), ContractBroken);
  CHECK_THROWS_AS(time_median(host.action(), {.least_repeats = 0}, host.hooks()), ContractBroken);
  CHECK_THROWS_AS(time_median(host.action(), {.most_repeats = 4}, host.hooks()), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
