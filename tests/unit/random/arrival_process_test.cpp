#include "sim/random/arrival_process.hpp"

#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/random/counter_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using namespace std::chrono_literals;

Approx close_to(double value) { return Approx(value).epsilon(1e-9); }

ArrivalProcess trace(bool loop) { return ArrivalProcess{Trace{{10ns, 0ns, 50ns}, loop}}; }

std::vector<Duration> first(ArrivalProcess process, std::size_t count) {
  RandomStream stream{{}};
  std::vector<Duration> intervals(count);
  for (Duration& interval : intervals) {
    interval = process.next(stream).value();
  }
  return intervals;
}

TEST_CASE("A renewal process draws its law's times, rounded to nanoseconds") {
  for (const Distribution& law :
       {Distribution{Exponential{Seconds{1e-3}}}, google_search_interarrival()}) {
    RandomStream same{{}};
    for (const Duration interval : first(ArrivalProcess{law}, 100)) {
      REQUIRE(interval == to_duration(law.sample(same)));
    }
    CHECK(ArrivalProcess{law}.mean() == law.mean());
    CHECK(ArrivalProcess{law}.cv() == std::sqrt(law.scv()));
  }
}

TEST_CASE("A trace is replayed in order and then ends") {
  ArrivalProcess process = trace(false);
  CounterStream stream{{}};
  for (const Duration expected : {10ns, 0ns, 50ns}) {
    CHECK_FALSE(process.has_ended());
    CHECK(process.next(stream) == expected);
  }
  CHECK(process.has_ended());
  CHECK(process.next(stream) == std::nullopt);
  CHECK(process.next(stream) == std::nullopt);
  CHECK(stream.draws() == 0);
}

TEST_CASE("A repeated trace starts again") {
  CHECK(first(trace(true), 7) == std::vector<Duration>{10ns, 0ns, 50ns, 10ns, 0ns, 50ns, 10ns});
}

TEST_CASE("A trace has the mean and cv of its intervals") {
  CHECK(trace(false).mean().count() == close_to(20e-9));
  CHECK(trace(false).cv() == close_to(std::sqrt((100.0 + 400.0 + 900.0) / 3.0) / 20.0));
}

TEST_CASE("A copy of a process goes on by itself, and with_mean from the start") {
  ArrivalProcess process = trace(false);
  RandomStream stream{{}};
  CHECK(process.next(stream) == 10ns);
  ArrivalProcess copy = process;
  CHECK(process.next(stream) == 0ns);
  CHECK(copy.next(stream) == 0ns);
  CHECK(process.with_mean(Seconds{40e-9}).next(stream) == 20ns);
}

TEST_CASE("Rounding does not add up in a scaled trace") {
  ArrivalProcess process =
      ArrivalProcess{Trace{std::vector<Duration>(1000, 10ns)}}.with_mean(Seconds{1.4e-9});
  RandomStream stream{{}};
  Duration total{};
  while (!process.has_ended()) {
    total += process.interval(stream);
  }
  CHECK(total == 1400ns);
}

TEST_CASE("A rate schedule spends one unit exponential on each arrival") {
  // Method: at 1 and 3 per second for 2 s and 1 s, 5 arrivals are expected in a period. The time
  // of the n-th arrival follows from the sum of the first n exponentials.
  RandomStream same{{}};
  double sum = 0.0;
  Duration now{};
  for (const Duration interval :
       first(ArrivalProcess{RateSchedule{{{2s, Rate{1.0}}, {1s, Rate{3.0}}}}}, 1000)) {
    sum += same.exponential();
    now += interval;
    const double in_period = std::fmod(sum, 5.0);
    const double expected =
        3.0 * std::floor(sum / 5.0) + (in_period < 2.0 ? in_period : 2.0 + (in_period - 2.0) / 3.0);
    REQUIRE(Seconds{now}.count() == Approx(expected).epsilon(0.0).margin(2e-6));
  }
}

TEST_CASE("A rate schedule passes over steps of rate 0 and over whole periods") {
  // Method: a hundredth of an arrival is expected in a period of 10 s, all of it in the last 1 s.
  const RateSchedule schedule{{{4s, Rate{}}, {5s, Rate{}}, {1s, Rate{0.01}}}};
  Duration now{};
  for (const Duration interval : first(ArrivalProcess{schedule}, 100)) {
    now += interval;
    REQUIRE(now % 10s >= 9s - 1us);
  }
  CHECK(now > 50'000s);
}

TEST_CASE("Constant rates make every Poisson process the same") {
  const Rate rate{4.0};
  for (const ArrivalProcess& process :
       {ArrivalProcess{Distribution{Exponential{Seconds{0.25}}}},
        ArrivalProcess{MarkovModulatedPoisson{{{rate, Seconds{2.0}}, {rate, Seconds{0.1}}}}},
        ArrivalProcess{RateSchedule{{{2s, rate}, {1ms, rate}}}}}) {
    CAPTURE(process.description());
    CHECK(process.mean().count() == close_to(0.25));
    CHECK(process.cv() == close_to(1.0));
  }
}

TEST_CASE("Modulated processes have the moments of the textbooks") {
  // MMPP(2) with rates a, b and transition rates q, r: scv = 1 + 2 q r (a - b)² /
  // ((q + r)² (a b + a r + b q)) (Fischer and Meier-Hellstern 1993, sec. 1.3).
  const double a = 5.0;
  const double b = 0.5;
  const double q = 0.7;
  const double r = 0.2;
  const ArrivalProcess process{
      MarkovModulatedPoisson{{{Rate{a}, Seconds{1.0 / q}}, {Rate{b}, Seconds{1.0 / r}}}}};
  CHECK(process.mean().count() == close_to((q + r) / (a * r + b * q)));
  const double scv =
      1.0 + 2.0 * q * r * (a - b) * (a - b) / ((q + r) * (q + r) * (a * b + a * r + b * q));
  CHECK(process.cv() == close_to(std::sqrt(scv)));

  // On and off, with b = 0, is a renewal process with hyperexponential intervals (Kuczura 1973):
  // E[X] = (q + r) / (a r).
  const ArrivalProcess bursts{
      MarkovModulatedPoisson{{{Rate{}, Seconds{1.0 / r}}, {Rate{a}, Seconds{1.0 / q}}}}};
  CHECK(bursts.mean().count() == close_to((q + r) / (a * r)));
  CHECK(bursts.cv() == close_to(std::sqrt(1.0 + 2.0 * q * a / ((q + r) * (q + r)))));

  // A schedule that is on at rate a for one second in two. E[R] at the start of a step on is v with
  // v = (1 - e^-a) / a + e^-a (1 + v); its mean is known for the steps on, off is 1/2 + v.
  const ArrivalProcess shifts{RateSchedule{{{1s, Rate{a}}, {1s, Rate{}}}}};
  CHECK(shifts.mean().count() == close_to(2.0 / a));
  const double none = std::exp(-a);
  const double v = ((1.0 - none) / a + none) / (1.0 - none);
  const double on = 1.0 / a - (1.0 - none) / (a * a) + (1.0 + v) * (1.0 - none) / a;
  CHECK(shifts.cv() == close_to(std::sqrt(2.0 * (0.5 * (on + 0.5 + v)) * a / 2.0 - 1.0)));
}

TEST_CASE("Cutting a step of a schedule into small ones does not change the process") {
  // Method: so small that the cv is worked out by a series.
  const RateSchedule whole{{{1s, Rate{1.0}}, {1s, Rate{0.1}}}};
  RateSchedule cut{std::vector<RateSchedule::Step>(2'000, {500us, Rate{1.0}})};
  cut.steps.push_back(whole.steps.back());
  CHECK(ArrivalProcess{cut}.cv() == Approx(ArrivalProcess{whole}.cv()).epsilon(1e-10));
  CHECK(std::chrono::abs(first(ArrivalProcess{cut}, 20).back() -
                         first(ArrivalProcess{whole}, 20).back()) < 1us);
}

TEST_CASE("with_mean changes the mean and not the cv, but for a schedule") {
  const MarkovModulatedPoisson modulated{{{Rate{5.0}, Seconds{3.0}}, {Rate{0.5}, Seconds{2.0}}}};
  for (const ArrivalProcess& process : {ArrivalProcess{google_search_interarrival()},
                                        ArrivalProcess{modulated},
                                        ArrivalProcess{Trace{{1s, 3s}, true}}}) {
    const ArrivalProcess slower = process.with_mean(Seconds{7.0});
    CAPTURE(process.description());
    CHECK(slower.description() == process.description());
    CHECK(slower.mean().count() == close_to(7.0));
    CHECK(slower.cv() == close_to(process.cv()));
  }
  const ArrivalProcess slower =
      ArrivalProcess{RateSchedule{{{2s, Rate{1.0}}, {1s, Rate{4.0}}}}}.with_mean(Seconds{1.0});
  CHECK(slower.mean().count() == close_to(1.0));
  CHECK(slower.cv() ==
        close_to(ArrivalProcess{RateSchedule{{{2s, Rate{0.5}}, {1s, Rate{2.0}}}}}.cv()));
}

TEST_CASE("A process describes itself") {
  CHECK(ArrivalProcess{Distribution{Exponential{Seconds{1.0}}}}.description() == "Poisson");
  CHECK(ArrivalProcess{google_search_interarrival()}.description() ==
        "renewal, Weibull, shape 0.8376");
  CHECK(ArrivalProcess{MarkovModulatedPoisson{{{Rate{1.0}, Seconds{1.0}}}}}.description() ==
        "Markov-modulated Poisson, states 1");
  CHECK(ArrivalProcess{RateSchedule{{{1s, Rate{1.0}}}}}.description() == "rate schedule, steps 1");
  CHECK(trace(false).description() == "trace, intervals 3");
  CHECK(trace(true).description() == "trace, intervals 3, repeated");
}

TEST_CASE("An impossible process breaks the contract") {
  const ThrowingContracts contracts;
  const auto refused = [](const auto& parameters) {
    CHECK_THROWS_AS(ArrivalProcess{parameters}, ContractBroken);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  refused(Distribution{Deterministic{Seconds{}}});
  refused(MarkovModulatedPoisson{});
  refused(MarkovModulatedPoisson{{{Rate{}, Seconds{1.0}}}});
  refused(RateSchedule{});
  refused(RateSchedule{{{1s, Rate{}}}});
  refused(RateSchedule{{{0s, Rate{1.0}}}});
  refused(Trace{});
  refused(Trace{{0ns}});
  refused(Trace{{5ns, -1ns}});
  for (const double bad : {-1.0, nan, std::numeric_limits<double>::infinity()}) {
    refused(MarkovModulatedPoisson{{{Rate{1.0}, Seconds{1.0}}, {Rate{bad}, Seconds{1.0}}}});
    refused(MarkovModulatedPoisson{{{Rate{1.0}, Seconds{1.0}}, {Rate{1.0}, Seconds{bad}}}});
    refused(RateSchedule{{{1s, Rate{1.0}}, {1s, Rate{bad}}}});
  }
  CHECK_THROWS_AS(trace(false).with_mean(Seconds{0.0}), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
