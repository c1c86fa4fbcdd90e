#include "runner/kinds/gains.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

const std::vector<std::string>& labels_of(const Axis& axis) {
  return std::get<std::vector<std::string>>(axis.values);
}

/// The row-major index of a position.
std::size_t index_of(const Scenario& scenario, const std::vector<std::size_t>& position) {
  std::size_t index = 0;
  for (std::size_t axis = 0; axis < position.size(); ++axis) {
    const auto size =
        std::visit([](const auto& v) { return v.size(); }, scenario.axes[axis].values);
    index = index * size + position[axis];
  }
  return index;
}

/// The throughput of a point, at saturation or within a bound; unknown for a point without
/// one.
Estimate rate_of(const PointResult& point, ThroughputMember throughput) {
  const auto* found = std::get_if<ThroughputResult>(&point.outcome);
  return found != nullptr ? (found->*throughput).rate : Estimate{};
}

/// a / b with the interval of first order for independent a and b: relative half-widths add up in
/// squares. An infinite a is a gain without bound, so it is exact.
Estimate quotient(const Estimate& a, const Estimate& b) {
  if (std::isinf(b.value)) {
    return {};  // A gain over a baseline without bound is not known.
  }
  const double value = a.value / b.value;
  if (std::isinf(value)) {
    return {value, 0.0};
  }
  return {value, value * std::hypot(a.relative_half_width(), b.relative_half_width())};
}

/// The geometric mean of the finite gains among `chosen`, exp(1/n sum ln g_i). Its relative
/// half-width is that of the mean of the logarithms, sqrt(sum r_i^2) / n with the relative
/// half-widths r_i. Gains without bound and unknown ones are left out and counted.
GainMean mean_of(const std::vector<Estimate>& chosen) {
  GainMean mean;
  double log_sum = 0.0;
  double variance = 0.0;  // squared half-widths of the logarithms, added up
  for (const Estimate& gain : chosen) {
    if (std::isinf(gain.value)) {
      ++mean.unbounded;
    } else if (std::isnan(gain.value)) {
      ++mean.unknown;
    } else {
      ++mean.finite;
      log_sum += std::log(gain.value);
      variance += gain.relative_half_width() * gain.relative_half_width();
    }
  }
  if (mean.finite > 0) {
    const auto n = static_cast<double>(mean.finite);
    const double value = std::exp(log_sum / n);
    mean.gain = {value, value * std::sqrt(variance) / n};
  }
  return mean;
}

/// The means over the points that share a value of the published axis and a policy; none if the
/// scenario says of no published gain.
std::vector<GainMean> means_of(const Scenario& scenario, const std::vector<Estimate>& by_point) {
  std::vector<GainMean> means;
  const Published* published = published_gain(scenario);
  if (published == nullptr) {
    return means;
  }
  const auto group_axis = static_cast<std::size_t>(
      std::ranges::find(scenario.axes, published->axis, &Axis::name) - scenario.axes.begin());
  const std::size_t policy_axis = find_axis(scenario, "clients.policy");
  const std::vector<std::string>& groups = labels_of(scenario.axes[group_axis]);
  const std::vector<std::string>& policies = labels_of(scenario.axes[policy_axis]);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (std::size_t policy = 0; policy < policies.size(); ++policy) {
      std::vector<Estimate> chosen;
      for (std::size_t i = 0; i < scenario.points.size(); ++i) {
        const std::vector<std::size_t>& position = scenario.points[i].position;
        if (position[group_axis] == group && position[policy_axis] == policy) {
          chosen.push_back(by_point[i]);
        }
      }
      GainMean& mean = means.emplace_back(mean_of(chosen));
      mean.group = groups[group];
      mean.policy = policies[policy];
    }
  }
  return means;
}

/// Adds the means to the results, with their half-widths and the numbers of gains left out, by
/// published axis and policy.
void add_gain_means(ResultVariables& variables,
                    const std::string& name,
                    const std::vector<GainMean>& means) {
  if (means.empty()) {
    return;
  }
  const Scenario& scenario = variables.scenario();
  const std::vector<std::string> dimensions{
      published_gain(scenario)->axis, scenario.axes[find_axis(scenario, "clients.policy")].name};
  std::vector<double> values;
  std::vector<double> half_widths;
  std::vector<std::int64_t> unbounded;
  for (const GainMean& mean : means) {
    values.push_back(mean.gain.value);
    half_widths.push_back(mean.finite > 0 ? mean.gain.half_width
                                          : std::numeric_limits<double>::quiet_NaN());
    unbounded.push_back(static_cast<std::int64_t>(mean.unbounded));
  }
  std::vector<Variable>& all = variables.dataset().variables;
  all.push_back({name, dimensions, std::move(values), "", "geometric mean of the finite gains"});
  all.push_back({name + "_ci95",
                 dimensions,
                 std::move(half_widths),
                 "",
                 "half-width of the 95 % interval of " + name});
  all.push_back(
      {name + "_unbounded", dimensions, std::move(unbounded), "", "unbounded gains left out"});
}

}  // namespace

std::size_t find_axis(const Scenario& scenario, const std::string& key) {
  const auto found = std::find_if(
      scenario.axes.begin(), scenario.axes.end(), [&](const Axis& a) { return a.key == key; });
  return static_cast<std::size_t>(found - scenario.axes.begin());
}

const Published* published_gain(const Scenario& scenario) {
  const auto found = std::ranges::find(scenario.published, "throughput_gain", &Published::name);
  return found == scenario.published.end() ? nullptr : &*found;
}

const std::string& baseline_of(const Scenario& scenario) {
  const ThroughputSettings* search = throughput_of(scenario.points.front());
  CUTPOINT_EXPECTS(search != nullptr);
  return search->baseline;
}

bool has_gains(const Scenario& scenario) {
  const std::size_t policy = find_axis(scenario, "clients.policy");
  return throughput_of(scenario.points.front()) != nullptr && policy < scenario.axes.size() &&
         scenario.axes[policy].zipped.empty();
}

Gains gains(const Scenario& scenario,
            std::span<const PointResult> points,
            ThroughputMember throughput) {
  CUTPOINT_EXPECTS(has_gains(scenario));

  const std::size_t policy_axis = find_axis(scenario, "clients.policy");
  const std::vector<std::string>& policies = labels_of(scenario.axes[policy_axis]);
  Gains result;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& point = scenario.points[i];
    const auto baseline = std::ranges::find(policies, baseline_of(scenario));
    CUTPOINT_EXPECTS(baseline != policies.end());
    std::vector<std::size_t> position = point.position;
    position[policy_axis] = static_cast<std::size_t>(baseline - policies.begin());
    const PointResult& compared = points[index_of(scenario, position)];
    result.by_point.push_back(
        quotient(rate_of(points[i], throughput), rate_of(compared, throughput)));
  }
  result.means = means_of(scenario, result.by_point);
  return result;
}

void add_gains(ResultVariables& variables,
               const std::string& name,
               ThroughputMember throughput,
               const std::string& condition) {
  const Gains compared = gains(variables.scenario(), variables.results(), throughput);
  variables.add_estimates(name + "_gain",
                          compared.by_point,
                          "",
                          "throughput over that of the baseline policy, " + condition);
  add_gain_means(variables, name + "_gain_geometric_mean", compared.means);
}

}  // namespace cutpoint
