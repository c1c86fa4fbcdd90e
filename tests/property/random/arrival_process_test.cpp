#include "sim/random/arrival_process.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/random/counter_stream.hpp"
#include "tests/property/random/kolmogorov_smirnov.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

using namespace std::chrono_literals;

double unit_exponential_cdf(double x) { return -std::expm1(-x); }

RateSchedule schedule() {
  return {{{300ms, Rate{2.0}}, {500ms, Rate{}}, {200ms, Rate{50.0}}, {1s, Rate{0.3}}}};
}

MarkovModulatedPoisson three_states() {
  return {{{Rate{50.0}, Seconds{0.2}}, {Rate{}, Seconds{0.1}}, {Rate{3.0}, Seconds{1.0}}}};
}

/// The arrivals that a schedule leads one to expect up to a moment.
double expected_arrivals(const RateSchedule& schedule, Duration until) {
  Duration period{};
  double per_period = 0.0;
  for (const auto& step : schedule.steps) {
    period += step.length;
    per_period += step.rate * Seconds{step.length};
  }
  double expected = static_cast<double>(until / period) * per_period;
  Duration left = until % period;
  for (const auto& step : schedule.steps) {
    const Duration part = std::min(left, step.length);
    expected += step.rate * Seconds{part};
    left -= part;
  }
  return expected;
}

TEST_CASE("Intervals of a renewal process follow its law") {
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{4}));
  const Distribution law =
      GENERATE(Distribution{Exponential{Seconds{0.004}}}, Distribution{Gamma{0.757, Seconds{0.4}}});
  CAPTURE(seed, description(law));
  ArrivalProcess process{law};
  RandomStream stream{{.seed = seed}};
  std::vector<double> sample(20'000);
  for (double& x : sample) {
    x = Seconds{process.interval(stream)}.count();
  }
  CHECK(kolmogorov_smirnov(sample, [&](double x) { return law.cdf(Seconds{x}); }) < 1.95);
}

TEST_CASE("The arrivals expected between those of a schedule are unit exponentials") {
  // Method: the time change that makes any Poisson process one of rate 1 (Kleinrock 1975).
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{4}));
  CAPTURE(seed);
  ArrivalProcess process{schedule()};
  RandomStream stream{{.seed = seed}};
  std::vector<double> gaps(20'000);
  Duration now{};
  double expected = 0.0;
  for (double& gap : gaps) {
    now += process.interval(stream);
    gap = -expected;
    expected = expected_arrivals(schedule(), now);
    gap += expected;
  }
  CHECK(kolmogorov_smirnov(gaps, unit_exponential_cdf) < 1.95);
}

TEST_CASE("The first arrival of a modulated process is that after an arbitrary moment") {
  // Method: P(R > t) for two states by the exponential of the matrix Q - rates, which is
  // c exp(-s t) + (1 - c) exp(-u t) with its eigenvalues -s, -u; c follows from the density at 0,
  // the mean rate.
  const double a = 20.0;
  const double b = 1.0;
  const double q = 2.0;  // from the state of rate a
  const double r = 0.5;
  const double half = 0.5 * (a + b + q + r);
  const double root = std::sqrt(half * half - (a * b + a * r + b * q));
  const double s = half + root;
  const double u = half - root;
  const double mean_rate = (a * r + b * q) / (q + r);
  const double c = (mean_rate - u) / (s - u);

  std::vector<double> sample;
  for (std::uint64_t entity = 0; entity < 20'000; ++entity) {
    ArrivalProcess process{
        MarkovModulatedPoisson{{{Rate{a}, Seconds{1.0 / q}}, {Rate{b}, Seconds{1.0 / r}}}}};
    CounterStream stream{{.entity = entity}};
    sample.push_back(Seconds{process.interval(stream)}.count());
  }
  CHECK(kolmogorov_smirnov(sample, [&](double t) {
          return 1.0 - c * std::exp(-s * t) - (1.0 - c) * std::exp(-u * t);
        }) < 1.95);
}

/// A mean and its standard error, from batches that are long against all correlation.
struct Estimate {
  explicit Estimate(const std::vector<double>& batches) {
    const auto n = static_cast<double>(batches.size());
    for (const double batch : batches) {
      mean += batch / n;
    }
    for (const double batch : batches) {
      error += (batch - mean) * (batch - mean) / (n * (n - 1.0));
    }
    error = std::sqrt(error);
  }
  double mean = 0.0;
  double error = 0.0;
};

TEST_CASE("Modulated and scheduled processes have the mean and cv that they state") {
  // Method: 100 batches of 4,000 intervals; means of X and X² within five standard errors, which
  // are below 3 %.
  const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{3}));
  const auto which = GENERATE(range(0, 3));
  CAPTURE(seed, which);
  ArrivalProcess process{three_states()};
  if (which == 1) {
    process = ArrivalProcess{schedule()};
  } else if (which == 2) {
    process = process.with_mean(Seconds{3.0});
  }
  RandomStream stream{{.seed = seed}};
  std::vector<double> means;
  std::vector<double> squares;
  for (int batch = 0; batch < 100; ++batch) {
    double sum = 0.0;
    double square = 0.0;
    for (int i = 0; i < 4'000; ++i) {
      const double x = Seconds{process.interval(stream)}.count();
      sum += x / 4'000;
      square += x * x / 4'000;
    }
    means.push_back(sum);
    squares.push_back(square);
  }
  const double mean = process.mean().count();
  const double square = mean * mean * (1.0 + process.cv() * process.cv());
  const Estimate of_mean{means};
  const Estimate of_square{squares};
  CHECK(of_mean.error < 0.03 * mean);
  CHECK(of_square.error < 0.03 * square);
  CHECK(of_mean.mean == Approx(mean).epsilon(0.0).margin(5.0 * of_mean.error));
  CHECK(of_square.mean == Approx(square).epsilon(0.0).margin(5.0 * of_square.error));
}

TEST_CASE("A trace of a law's draws has about its moments and its distribution") {
  const Distribution law = google_search_interarrival();
  RandomStream stream{{}};
  Trace trace;
  for (int i = 0; i < 20'000; ++i) {
    trace.interarrivals.push_back(to_duration(law.sample(stream)));
  }
  ArrivalProcess process{trace};
  const double error = process.cv() / std::sqrt(20'000.0);  // relative, of the mean
  CHECK(process.mean() / law.mean() == Approx(1.0).epsilon(0.0).margin(5.0 * error));
  CHECK(process.cv() == Approx(std::sqrt(law.scv())).epsilon(0.05));
  std::vector<double> sample;
  while (!process.has_ended()) {
    sample.push_back(Seconds{process.interval(stream)}.count());
  }
  CHECK(kolmogorov_smirnov(sample, [&](double x) { return law.cdf(Seconds{x}); }) < 1.95);
}

}  // namespace
}  // namespace cutpoint
