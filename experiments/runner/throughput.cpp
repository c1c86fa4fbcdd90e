#include "experiments/runner/throughput.hpp"

#include <cmath>

namespace cutpoint {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The search starts well inside what the pool can do and gives up far outside it.
constexpr double kFirstShare = 0.7;
constexpr double kStep = 1.3;
constexpr double kHighestShare = 32.0;
constexpr double kLowestShare = 1e-3;

class BoundedRateSearch {
 public:
  BoundedRateSearch(FleetSettings& settings, const ThroughputSettings& bound)
      : settings_{settings}, bound_{bound}, shape_{settings.interarrival} {
    settings_.source = SourceKind::Open;
    settings_.target = FleetMetric::ServerSojournP95;
    settings_.stop.relative_precision = bound.rate_precision / 2.0;
    settings_.stop.decide_against = bound.sojourn_bound.count();
  }

  Throughput run(double saturation) {
    double low = kFirstShare * saturation;
    double high = low;
    if (holds(low)) {
      do {
        low = high;
        high *= kStep;
        if (high > kHighestShare * saturation) {
          return {ThroughputStatus::Unbounded, {kInfinity, 0.0}};
        }
      } while (holds(high));
    } else {
      do {
        high = low;
        low /= kStep;
        if (low < kLowestShare * saturation) {
          return {ThroughputStatus::Unreachable, {}};
        }
      } while (!holds(low));
    }
    while (high > (1.0 + bound_.rate_precision) * low) {
      const double middle = std::sqrt(low * high);
      (holds(middle) ? low : high) = middle;
    }
    const double rate = std::sqrt(low * high);
    const Estimate estimate{rate, (high - low) / 2.0 + rate * bound_.rate_precision / 2.0};
    return {unknown_ ? ThroughputStatus::Budget : ThroughputStatus::Converged, estimate};
  }

 private:
  bool holds(double rate) {
    settings_.interarrival = shape_.with_mean(Seconds{1.0 / rate});
    const FleetResult result = run_fleet(settings_);
    if (result.status == RunStatus::Unstable) {
      return false;
    }
    unknown_ = unknown_ || result.status == RunStatus::Budget;
    const double p95 = result[FleetMetric::ServerSojournP95].value;
    return !(p95 > bound_.sojourn_bound.count());  // NaN: nothing reached the pool
  }

  FleetSettings& settings_;
  const ThroughputSettings& bound_;
  Distribution shape_;
  bool unknown_ = false;  // some verdict was given without the precision asked for
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
  settings.target = FleetMetric::Throughput;
  FleetResult run = run_fleet(settings);
  const auto status = run.status == RunStatus::Converged ? ThroughputStatus::Converged
                                                         : ThroughputStatus::Budget;
  return {{status, run[FleetMetric::Throughput]}, std::move(run)};
}

Throughput bounded_rate(FleetSettings& settings,
                        const ThroughputSettings& bound,
                        Rate saturation) {
  return BoundedRateSearch{settings, bound}.run(saturation.value());
}

}  // namespace cutpoint
