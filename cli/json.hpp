// JSON of numbers that may be missing.
#pragma once

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// A JSON value whose keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// JSON has neither NaN nor infinity; both become null, and a status says which.
[[nodiscard]] inline Json number_or_null(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// The text of a document as it is printed. JSON must be UTF-8, names of files need not: what is
/// not UTF-8 becomes U+FFFD.
[[nodiscard]] inline std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

/// An estimate with its half-width `ci95` and the unit of both.
[[nodiscard]] inline Json estimate_json(const Estimate& estimate, std::string_view unit) {
  return {{"value", number_or_null(estimate.value)},
          {"ci95", number_or_null(estimate.half_width)},
          {"unit", unit}};
}

}  // namespace cutpoint
