// Numbers and tables as people read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/shown.hpp"
#include "sim/stats/estimate.hpp"

namespace cutpoint {

/// A number with four significant digits and the fitting prefix of its unit: 0.1013 and "s" give
/// "101.3 ms". Infinity is "unbounded", NaN is "–".
[[nodiscard]] std::string format_quantity(double value, std::string_view unit);

/// An estimate with its half-width, both with the same prefix and decimals: "101.3 ± 0.5 ms".
[[nodiscard]] std::string format_estimate(const Estimate& estimate, std::string_view unit);

/// A table of cells under a header. Columns are aligned: the first `labels` of them to the left,
/// the others to the right. Every cell is passed through shown().
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header, std::size_t labels = 1);

  /// Adds a row. Requires: as many cells as the header has.
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t labels_;
};

}  // namespace cutpoint
