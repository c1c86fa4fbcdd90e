// JSON of numbers that may be missing.
#pragma once

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// Keeps keys in the order in which they were written.
using Json = nlohmann::ordered_json;

/// JSON has neither NaN nor infinity; both become null, and a status says which.
[[nodiscard]] inline Json number_or_null(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// As it is printed. Names of files need not be UTF-8, JSON must: what is not becomes U+FFFD.
[[nodiscard]] inline std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

[[nodiscard]] inline Json estimate_json(const Estimate& estimate, std::string_view unit) {
  return {{"value", number_or_null(estimate.value)},
          {"ci95", number_or_null(estimate.half_width)},
          {"unit", unit}};
}

}  // namespace cutpoint
