// Numbers and tables as people read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shown.hpp"
#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// Four significant digits with the unit's fitting prefix: 0.1013, "s" -> "101.3 ms". "unbounded"
/// for infinity, "–" for NaN.
[[nodiscard]] std::string format_quantity(double value, std::string_view unit);

/// The value and its half-width in one prefix: "101.3 ± 0.5 ms".
[[nodiscard]] std::string format_estimate(const Estimate& estimate, std::string_view unit);

/// Rows of cells under a header, all shown(), columns aligned: the first `labels` to the left, the
/// rest to the right.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header, std::size_t labels = 1);

  /// Requires: as many cells as the header has.
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t labels_;
};

}  // namespace cutpoint
