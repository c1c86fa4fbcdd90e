// Search for the largest query rate that keeps a percentile within a bound (docs/model.md, A20).
//
// The idea. Let q(r) be the 95th percentile of the server sojourn time when queries arrive at rate
// r. It rises with r, so the largest r with q(r) <= bound is bracketed and bisected. The search
// starts at 0.7 of the saturation throughput, inside of what the pool can do, and multiplies or
// divides the rate by 1.3 until one rate holds and the next one up fails. Then it halves the
// bracket on the logarithmic scale, r = sqrt(low high), as rates may lie orders of magnitude apart,
// until high / low is within the precision asked for. Every rate is tried with the same random
// numbers, only stretched in time, so q is nearly monotone in r although each q(r) is an estimate
// (common random numbers, sim/random/random_stream.hpp). A trial ends as soon as its interval
// leaves the bound out and is no wider than a tenth of the estimate to either side. A rate at which
// the fleet is unstable fails.
//
// The half-width of the answer has two parts. The bracket leaves (high - low) / 2. And q is known
// to a relative precision p, which near the bound moves the rate by r p / e, where e = (ln q(high)
// - ln q(low)) / (ln high - ln low) is the elasticity of q across the first bracket: the steeper q
// rises, the less its error matters.
#include "runner/kinds/throughput_search.hpp"

#include <cmath>

namespace cutpoint {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The search starts well inside what the pool can do and gives up far outside it.
constexpr double kFirstShare = 0.7;
constexpr double kStep = 1.3;
constexpr double kHighestShare = 32.0;
constexpr double kLowestShare = 1e-3;

/// Near the bound a percentile need not be known better than this, because it rises much faster
/// than the rate there; how much faster decides what it adds to the half-width of the rate.
constexpr double kPercentilePrecision = 0.05;

class BoundedRateSearch {
 public:
  BoundedRateSearch(FleetSettings& settings, const ThroughputSettings& bound)
      : settings_{settings}, bound_{bound}, shape_{settings.arrivals} {
    settings_.source = SourceKind::Open;
    settings_.targets = {"server_sojourn_p95"};
    settings_.stop.relative_precision = kPercentilePrecision;
    settings_.stop.decision =
        Decision{.bound = bound.sojourn_bound.count(), .relative_precision = 0.1};
  }

  Throughput run(double saturation) {
    Trial low = attempt(kFirstShare * saturation);
    Trial high = low;
    if (holds(low)) {
      do {
        low = high;
        if (low.rate * kStep > kHighestShare * saturation) {
          return out_of_budget_ ? Throughput{}
                                : Throughput{ThroughputStatus::Unbounded, {kInfinity, 0.0}};
        }
        high = attempt(low.rate * kStep);
      } while (holds(high));
    } else {
      do {
        high = low;
        if (high.rate / kStep < kLowestShare * saturation) {
          return out_of_budget_ ? Throughput{} : Throughput{ThroughputStatus::Unreachable, {}};
        }
        low = attempt(high.rate / kStep);
      } while (!holds(low));
    }
    const double steepness = elasticity(low, high);
    while (high.rate > (1.0 + bound_.rate_precision) * low.rate) {
      const Trial middle = attempt(std::sqrt(low.rate * high.rate));
      (holds(middle) ? low : high) = middle;
    }
    const double rate = std::sqrt(low.rate * high.rate);
    const Estimate estimate{rate,
                            (high.rate - low.rate) / 2.0 + rate * kPercentilePrecision / steepness};
    return {out_of_budget_ ? ThroughputStatus::Budget : ThroughputStatus::Converged, estimate};
  }

  /// The number of events that were simulated at all the rates that were tried.
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  struct Trial {
    double rate;
    double p95;  // infinite if the fleet is unstable, NaN if nothing reached the pool
  };

  Trial attempt(double rate) {
    settings_.arrivals = shape_.with_mean(Seconds{1.0 / rate});
    const FleetResult result = run_fleet(settings_);
    events_ += result.events;
    out_of_budget_ = out_of_budget_ || result.status == RunStatus::Budget;
    const bool unstable = result.status == RunStatus::Unstable;
    return {rate, unstable ? kInfinity : result["server_sojourn_p95"].value};
  }

  [[nodiscard]] bool holds(const Trial& trial) const {
    return !(trial.p95 > bound_.sojourn_bound.count());
  }

  /// The elasticity e: the power of the rate by which the percentile rises across the first
  /// bracket. It is taken as at least 1, so that the half-width is rather too wide than too narrow.
  [[nodiscard]] static double elasticity(const Trial& low, const Trial& high) {
    const double power = std::log(high.p95 / low.p95) / std::log(high.rate / low.rate);
    return power > 1.0 ? std::min(power, kSteepest) : 1.0;
  }

  static constexpr double kSteepest = 20.0;

  FleetSettings& settings_;
  const ThroughputSettings& bound_;
  ArrivalProcess shape_;
  std::uint64_t events_ = 0;
  bool out_of_budget_ = false;  // some percentile is not known as well as asked for
};

}  // namespace

std::string_view to_string(ThroughputStatus status) {
  switch (status) {
    case ThroughputStatus::Converged:
      return "converged";
    case ThroughputStatus::Unbounded:
      return "unbounded";
    case ThroughputStatus::Unreachable:
      return "unreachable";
    case ThroughputStatus::Budget:
      return "budget";
  }
  return "unknown";
}

Saturation saturate(FleetSettings& settings) {
  if (!reaches_servers(settings)) {
    return {{ThroughputStatus::Unbounded, {kInfinity, 0.0}}, std::nullopt};
  }
  settings.source = SourceKind::Backlogged;
  settings.targets = {"throughput"};
  FleetResult run = run_fleet(settings);
  const auto status =
      run.status == RunStatus::Converged ? ThroughputStatus::Converged : ThroughputStatus::Budget;
  return {{status, run["throughput"]}, std::move(run)};
}

BoundedRate bounded_rate(FleetSettings& settings,
                         const ThroughputSettings& bound,
                         Rate saturation) {
  BoundedRateSearch search{settings, bound};
  const Throughput found = search.run(saturation.value());
  return {found, search.events()};
}

}  // namespace cutpoint
