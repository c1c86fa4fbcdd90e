#include "cli/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

struct Prefix {
  double factor;
  std::string_view text;
};

constexpr std::array<Prefix, 7> kPrefixes{
    {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1.0, ""}, {1e-3, "m"}, {1e-6, "u"}}};

/// The prefix with which the value lies between 1 and 1000. Rates, shares and counts have none.
Prefix prefix_for(double value, std::string_view unit) {
  const bool scales = !unit.empty() && unit.substr(0, 2) != "1/";
  for (const Prefix& prefix : kPrefixes) {
    if (scales && std::abs(value) >= prefix.factor) {
      return prefix;
    }
  }
  return {1.0, ""};
}

/// The number of decimals that gives a value four significant digits in fixed notation, at most 6.
int decimals_for(double value) {
  if (value == 0.0) {
    return 0;
  }
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 6);
}

std::string with_unit(const std::string& number, const Prefix& prefix, std::string_view unit) {
  return unit.empty() ? number : fmt::format("{} {}{}", number, prefix.text, unit);
}

/// The number of characters on the screen: bytes that do not continue a UTF-8 sequence.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string format_quantity(double value, std::string_view unit) {
  if (std::isnan(value)) {
    return "–";
  }
  if (std::isinf(value)) {
    return "unbounded";
  }
  const Prefix prefix = prefix_for(value, unit);
  const double scaled = value / prefix.factor;
  return with_unit(fmt::format("{:.{}f}", scaled, decimals_for(scaled)), prefix, unit);
}

std::string format_estimate(const Estimate& estimate, std::string_view unit) {
  if (!std::isfinite(estimate.value) || std::isnan(estimate.half_width)) {
    return format_quantity(estimate.value, unit);
  }
  const bool is_known = std::isfinite(estimate.half_width);
  // A value of 0, such as a difference of nothing, is shown with the digits of its interval.
  const double leading = estimate.value == 0.0 && is_known ? estimate.half_width : estimate.value;
  const Prefix prefix = prefix_for(leading, unit);
  const double value = estimate.value / prefix.factor;
  const int decimals = decimals_for(leading / prefix.factor);
  const std::string half_width =
      is_known ? fmt::format("{:.{}f}", estimate.half_width / prefix.factor, decimals) : "∞";
  return with_unit(fmt::format("{:.{}f} ± {}", value, decimals, half_width), prefix, unit);
}

TextTable::TextTable(std::vector<std::string> header, std::size_t labels) : labels_{labels} {
  std::ranges::transform(header, header.begin(), shown);
  rows_.push_back(std::move(header));
}

void TextTable::add(std::vector<std::string> row) {
  CUTPOINT_EXPECTS(row.size() == rows_.front().size());
  std::ranges::transform(row, row.begin(), shown);
  rows_.push_back(std::move(row));
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], width_of(row[column]));
    }
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string padding(widths[column] - width_of(row[column]), ' ');
      line += column == 0 ? "" : "  ";
      line += column < labels_ ? row[column] + padding : padding + row[column];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace cutpoint
