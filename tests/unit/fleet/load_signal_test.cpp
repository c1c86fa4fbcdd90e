#include "fleet/datacenter/load_signal.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TimePoint at(Duration since_start) { return TimePoint{since_start}; }

TEST_CASE("levels lie a third of an octave apart, from 1 to 32") {
  CHECK(level_of(1.0) == 0);
  CHECK(slowdown_of(0) == 1.0);
  CHECK(slowdown_of(3) == 2.0);
  CHECK(slowdown_of(15) == 32.0);
  CHECK(level_of(2.0) == 3);
  // Halfway between two levels on the logarithmic scale: 2^(1/6) = 1.1225.
  CHECK(level_of(1.122) == 0);
  CHECK(level_of(1.123) == 1);
  CHECK(level_of(1e6) == 15);
}

TEST_CASE("a slowdown below one is a mistake of the caller") {
  const ThrowingContracts contracts;
  CHECK_THROWS_AS(level_of(0.99), ContractBroken);
}

TEST_CASE("a client hears the level that was published at its last answered ping") {
  // Period 1 s, delay 50 ms, phase 200 ms: pings at 1.2 s and 2.2 s, answers at 1.25 s and 2.25 s.
  LoadSignal signal{seconds{1}, milliseconds{50}};
  const Duration phase = milliseconds{200};

  signal.completed(milliseconds{20}, milliseconds{10});  // K = 2
  CHECK(signal.heard(at(milliseconds{999}), phase).slowdown == 1.0);
  signal.publish(false);  // at 1 s
  CHECK(signal.heard(at(milliseconds{1249}), phase).slowdown == 1.0);
  CHECK(signal.heard(at(milliseconds{1250}), phase).slowdown == 2.0);

  signal.completed(milliseconds{80}, milliseconds{10});  // K = 8
  signal.publish(false);                                 // at 2 s
  CHECK(signal.heard(at(milliseconds{2249}), phase).slowdown == 2.0);
  CHECK(signal.heard(at(milliseconds{2250}), phase).slowdown == 8.0);
}

TEST_CASE("a level is the period's total sojourn over its total service") {
  LoadSignal signal{seconds{1}, Duration{}};
  signal.completed(milliseconds{10}, milliseconds{10});
  signal.completed(milliseconds{70}, milliseconds{10});  // (10 + 70) / 20 = 4
  signal.publish(false);
  CHECK(signal.heard(at(seconds{1}), Duration{}).slowdown == 4.0);
}

TEST_CASE("a level has no end of time") {
  LoadSignal signal{seconds{1}, Duration{}};
  for (int i = 0; i < 100; ++i) {
    signal.completed(Duration::max() / 2, Duration::max() / 16);
  }
  signal.publish(false);
  CHECK(signal.heard(at(seconds{1}), Duration{}).slowdown == 8.0);
  const double wait = Seconds{Duration::max()}.count() * 7.0 / 16.0;
  CHECK(signal.heard(at(seconds{1}), Duration{}).wait.count() == Approx(wait).epsilon(1e-12));
}

TEST_CASE("the mean wait is heard beside the level, unrounded") {
  LoadSignal signal{seconds{1}, Duration{}};
  signal.completed(milliseconds{10}, milliseconds{10});
  signal.completed(milliseconds{71}, milliseconds{10});  // waits of 0 and 61 ms
  signal.publish(false);
  CHECK(signal.heard(at(seconds{1}), Duration{}).wait == Seconds{0.0305});
  signal.publish(false);  // stuck
  CHECK(signal.heard(at(seconds{2}), Duration{}).wait == Seconds{0.0305});
  signal.completed(milliseconds{12}, milliseconds{10});
  signal.publish(false);
  CHECK(signal.heard(at(seconds{3}), Duration{}).wait == Seconds{0.002});
  signal.publish(true);
  CHECK(signal.heard(at(seconds{4}), Duration{}).wait == Seconds{0.0});
}

TEST_CASE("an idle period publishes one, a stuck one repeats the former level") {
  LoadSignal signal{seconds{1}, Duration{}};
  signal.completed(milliseconds{40}, milliseconds{10});
  signal.publish(false);
  signal.publish(false);  // nothing completed, but the pool is busy
  CHECK(signal.heard(at(seconds{2}), Duration{}).slowdown == 4.0);
  signal.publish(true);
  CHECK(signal.heard(at(seconds{3}), Duration{}).slowdown == 1.0);
}

TEST_CASE("answers that take longer than a period are still the right ones") {
  LoadSignal signal{seconds{1}, milliseconds{3500}};
  for (int period = 1; period <= 8; ++period) {
    const double slowdown = period % 2 == 0 ? 4.0 : 2.0;
    signal.completed(Duration{static_cast<Duration::rep>(1'000 * slowdown)}, Duration{1'000});
    signal.publish(false);
  }
  // At 8.5 s the ping of 5 s has just been answered; at 8.4 s that of 4 s was the last one.
  CHECK(signal.heard(at(milliseconds{8500}), Duration{}).slowdown == 2.0);
  CHECK(signal.heard(at(milliseconds{8499}), Duration{}).slowdown == 4.0);
}

TEST_CASE("a ping that is on its way over a publication brings what it was sent for") {
  // Period 1 s, delay 50 ms, phase 970 ms: the ping of 1.97 s is answered at 2.02 s, that of 2.97 s
  // at 3.02 s. Between 3 s and 3.02 s the last answer is two periods old, and so is its level.
  LoadSignal signal{seconds{1}, milliseconds{50}};
  const Duration phase = milliseconds{970};
  for (const double slowdown : {2.0, 4.0, 8.0}) {  // published at 1, 2 and 3 s
    signal.completed(Duration{static_cast<Duration::rep>(1'000 * slowdown)}, Duration{1'000});
    signal.publish(false);
  }
  CHECK(signal.heard(at(milliseconds{3'000}), phase).slowdown == 2.0);
  CHECK(signal.heard(at(Duration{milliseconds{3'020}} - Duration{1}), phase).slowdown == 2.0);
  CHECK(signal.heard(at(milliseconds{3'020}), phase).slowdown == 4.0);
  // With a phase of 950 ms the answer comes as the level is published.
  CHECK(signal.heard(at(milliseconds{3'000}), milliseconds{950}).slowdown == 4.0);
}

TEST_CASE("at a delay of 5 % of a period, 5 % of the clients have an answer of two periods ago") {
  LoadSignal signal{seconds{1}, milliseconds{50}};
  for (const double slowdown : {2.0, 4.0, 8.0}) {
    signal.completed(Duration{static_cast<Duration::rep>(1'000 * slowdown)}, Duration{1'000});
    signal.publish(false);
  }
  int two_periods = 0;
  int one_period = 0;
  for (int phase = 0; phase < 1'000; ++phase) {
    const double heard = signal.heard(at(seconds{3}), milliseconds{phase}).slowdown;
    two_periods += heard == 2.0 ? 1 : 0;
    one_period += heard == 4.0 ? 1 : 0;
  }
  CHECK(two_periods == 49);  // of the phases 951 … 999 ms
  CHECK(one_period == 951);
}

TEST_CASE("what a client has heard is what was published when its last answered ping was sent") {
  // Method: against the definition, ping by ping, for all delays and phases in eighths of a period.
  constexpr int kPeriods = 12;
  const int delay = GENERATE(range(0, 26));
  CAPTURE(delay);
  const Duration eighth{1'000};
  LoadSignal signal{8 * eighth, delay * eighth};
  const auto level = [](int published) {
    return published <= 0 ? 1.0 : slowdown_of(static_cast<std::uint8_t>(published));
  };
  for (int period = 0; period < kPeriods; ++period) {
    for (int phase = 0; phase < 8; ++phase) {
      for (int now = 8 * period; now < 8 * (period + 1); ++now) {
        // Pings are sent at n periods and a phase; the last one that was answered by now:
        int sent = phase - 8;
        while (sent + 8 + delay <= now) {
          sent += 8;
        }
        const int published = sent < 0 ? 0 : sent / 8;  // by the time at which it was sent
        CAPTURE(phase, now, sent);
        CHECK(signal.heard(at(now * eighth), phase * eighth).slowdown == level(published));
      }
    }
    const double slowdown = level(period + 1);
    signal.completed(Duration{static_cast<Duration::rep>(1e9 * slowdown)}, seconds{1});
    signal.publish(false);
  }
}

}  // namespace
}  // namespace cutpoint
