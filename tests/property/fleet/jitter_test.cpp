// Method: a fleet in which nobody waits, so that latencies are sums of planned times multiplied by
// independent factors, whose mean and variance are known.
#include <cmath>

#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

constexpr std::uint64_t kQueries = 40'000;

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

/// From quantiles in the middle of equal shares.
Moments moments_of(const Histogram& latency) {
  constexpr int kShares = 4000;
  Moments moments;
  for (int i = 0; i < kShares; ++i) {
    const double x = Seconds{latency.quantile((i + 0.5) / kShares)}.count();
    moments.mean += x / kShares;
    moments.variance += x * x / kShares;
  }
  moments.variance -= moments.mean * moments.mean;
  return moments;
}

TEST_CASE("jitter leaves the mean latency of an idle fleet and gives it the variance asked for") {
  struct Case {
    const char* policy;
    double mean;     // in s
    double squares;  // of the planned runs on phone and server, in s^2
  };
  const auto [policy, mean, squares] =
      GENERATE(Case{"mobile_only", 0.100, 0.100 * 0.100},
               Case{"cloud_only", 0.110, 0.010 * 0.010},
               Case{"neurosurgeon", 0.035, 0.020 * 0.020 + 0.005 * 0.005});
  const double variation = GENERATE(0.1, 0.3, 0.6);
  CAPTURE(policy, variation);
  FleetSettings settings = hand_made_fleet(policy, Rate{0.1}, 100'000);
  settings.jitter = variation;
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = kQueries;
  const FleetResult result = run_fleet(settings);

  const double variance = variation * variation * squares;
  const double standard_error = std::sqrt(variance / kQueries);
  CHECK(std::abs(result["latency_mean"].value - mean) <= 5.0 * standard_error);
  if (std::sqrt(variance) > 0.02 * mean) {  // more than the histogram's resolution
    // By the fourth moment of a lognormal law, which a sum of two does not exceed.
    const double w = 1.0 + variation * variation;
    const double kurtosis = std::pow(w, 4.0) + 2.0 * std::pow(w, 3.0) + 3.0 * w * w - 3.0;
    const double error = 5.0 * std::sqrt((kurtosis - 1.0) / kQueries) + 0.02;
    CHECK(moments_of(result.steady.latency).variance == Approx(variance).epsilon(error));
  }
}

}  // namespace
}  // namespace cutpoint
