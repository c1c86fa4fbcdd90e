#include "runner/kinds/result_variables.hpp"

#include <cmath>
#include <limits>
#include <string_view>

#include "base/contract.hpp"

namespace cutpoint {

ResultVariables::ResultVariables(Dataset& dataset,
                                 const Scenario& scenario,
                                 std::span<const PointResult> results)
    : dataset_{dataset}, scenario_{scenario}, results_{results} {
  CUTPOINT_EXPECTS(results.size() == scenario.points.size());
  for (const Axis& axis : scenario.axes) {
    axes_.push_back(axis.name);
  }
}

void ResultVariables::add_estimates(const std::string& name,
                                    const std::vector<Estimate>& estimates,
                                    const std::string& unit,
                                    const std::string& long_name) const {
  std::vector<double> values;
  std::vector<double> half_widths;
  for (const Estimate& estimate : estimates) {
    values.push_back(estimate.value);
    half_widths.push_back(std::isnan(estimate.value) ? std::numeric_limits<double>::quiet_NaN()
                                                     : estimate.half_width);
  }
  dataset_.variables.push_back({name, axes_, std::move(values), unit, long_name});
  dataset_.variables.push_back({name + "_ci95",
                                axes_,
                                std::move(half_widths),
                                unit,
                                "half-width of the 95 % interval of " + name});
}

std::string fingerprint_text(std::uint64_t fingerprint) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[text.size() - 1 - i] = kDigits[(fingerprint >> (4 * i)) & 0xfU];
  }
  return text;
}

}  // namespace cutpoint
