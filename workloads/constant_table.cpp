#include "workloads/constant_table.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/core.h>

#include "base/unit_grammar.hpp"

namespace cutpoint {

void parse_constant(std::string_view text, const SourceLocation& where, FlopPerSecond& value) {
  value = parse_flop_rate(text, where);
}

void parse_constant(std::string_view text, const SourceLocation& where, BytesPerSecond& value) {
  value = parse_bandwidth(text, where);
}

void parse_constant(std::string_view text, const SourceLocation& where, Bytes& value) {
  value = parse_bytes(text, where);
}

void parse_constant(std::string_view text, const SourceLocation& where, Seconds& value) {
  value = parse_seconds(text, where);
}

void parse_constant(std::string_view text, const SourceLocation& where, Watts& value) {
  value = parse_watts(text, where);
}

void parse_constant(std::string_view text, const SourceLocation& where, JoulesPerByte& value) {
  constexpr std::string_view per_rate = " per Mbit/s";
  if (!text.ends_with(per_rate)) {
    throw InputError{
        where,
        fmt::format("\"{}\" is no power per rate; write it like \"283 mW per Mbit/s\"", text)};
  }
  const Watts power = parse_watts(text.substr(0, text.size() - per_rate.size()), where);
  value = JoulesPerByte{power.value() / megabits_per_second(1.0).value()};
}

double parse_count(std::string_view text, std::string_view unit, const SourceLocation& where) {
  if (unit == "%") {
    return parse_percentage(text, where);
  }
  double value = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view found = text.substr(static_cast<std::size_t>(rest - text.data()));
  if (error != std::errc{} || found != ' ' + std::string{unit} || !std::isfinite(value)) {
    throw InputError{
        where, fmt::format("\"{}\" is no number of {}; write it like \"30 {}\"", text, unit, unit)};
  }
  return value;
}

bool is_in(Range range, double value) {
  return value > 0.0 || (value == 0.0 && range == Range::NonNegative);
}

std::string out_of_range(Range range, const Setting& setting, std::string_view unit) {
  const char* rule = range == Range::Positive ? "above 0" : "0 or more";
  return fmt::format(
      "{} = \"{}\"; it must be {}, like \"1 {}\"", setting.name, setting.text, rule, unit);
}

}  // namespace cutpoint
