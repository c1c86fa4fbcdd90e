#include "workloads/arrivals/arrival_files.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "base/input_error.hpp"
#include "workloads/arrivals/number_field.hpp"

namespace cutpoint {
namespace {

/// The probability that a distribution in a file may lack at its end: BigHouse's own end at 0.999.
constexpr double kLeastLastProbability = 0.999;

/// The largest time that a file may hold: a hundred years still fit the clock, with room for sums.
constexpr Seconds kLongest{3.2e9};

std::string quoted(const Field& field) { return '"' + std::string{field.text} + '"'; }

[[noreturn]] void fail(const SourceLocation& where, const std::string& message) {
  throw InputError{where, message};
}

/// The number of a field as a time, in multiples of `unit`.
Seconds parse_time(const Field& field, Seconds unit) {
  const Seconds time = parse_number(field) * unit;
  if (time > kLongest) {
    fail(field.where, quoted(field) + " is more than 100 years in this unit");
  }
  return time;
}

/// Reads a point of a distribution function and checks that it does not lie below the point before
/// it.
CdfPoint parse_point(std::string_view line,
                     const SourceLocation& start,
                     Seconds unit,
                     const CdfPoint& previous) {
  const std::vector<Field> fields = split_at_blanks(line, start);
  if (fields.size() < 2) {
    fail(start, '"' + std::string{line} + "\": expected a value and its probability");
  }
  if (fields.size() > 2) {
    fail(fields[2].where, quoted(fields[2]) + " follows the two numbers of the line");
  }
  const CdfPoint point{.x = parse_time(fields[0], unit), .cdf = parse_number(fields[1])};
  if (point.cdf > 1.0) {
    fail(fields[1].where, quoted(fields[1]) + " is a probability above 1");
  }
  if (point.x < previous.x) {
    fail(fields[0].where, quoted(fields[0]) + " is below the value of the line before");
  }
  if (point.cdf < previous.cdf) {
    fail(fields[1].where, quoted(fields[1]) + " is below the probability of the line before");
  }
  return point;
}

/// The index of the column that the format names or counts. Requires: `fields` is the file's first
/// line.
std::size_t find_column(const std::vector<Field>& fields, const std::string& column) {
  const auto named = std::ranges::find(fields, std::string_view{column}, &Field::text);
  if (named != fields.end()) {
    return static_cast<std::size_t>(named - fields.begin());
  }
  std::size_t number = 0;
  const auto [rest, error] = std::from_chars(column.data(), column.data() + column.size(), number);
  const bool is_valid = error == std::errc{} && rest == column.data() + column.size();
  if (!is_valid || number == 0 || number > fields.size()) {
    fail(fields.front().where,
         "there is no column \"" + column + "\"; the first line has " +
             std::to_string(fields.size()) + ", to be named as there or counted from 1");
  }
  return number - 1;
}

}  // namespace

Distribution read_cdf(const InputFile& file, Seconds unit) {
  CUTPOINT_EXPECTS(unit > Seconds::zero());

  const std::vector<std::string_view> lines = lines_of(file);
  std::vector<CdfPoint> points;
  points.reserve(lines.size());
  CdfPoint point{.x = Seconds::zero(), .cdf = 0.0};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    point = parse_point(lines[i], start_of_line(file, i), unit, point);
    points.push_back(point);
  }
  const SourceLocation last = start_of_line(file, lines.size() - 1);
  const double total = points.back().cdf;
  if (total < kLeastLastProbability) {
    fail(last,
         '"' + std::string{lines.back()} + "\": the last probability must be 1, or 0.999 at least");
  }
  if (std::ranges::find(points, total, &CdfPoint::cdf)->x == Seconds::zero()) {
    fail(last, '"' + std::string{lines.back()} + "\": all values are 0");
  }
  // A distribution that lacks its last 0.1 % is taken as conditional on what is there.
  for (CdfPoint& any : points) {
    any.cdf /= total;
  }
  return Distribution{Empirical{std::move(points)}};
}

std::vector<Duration> read_trace(const InputFile& file, const TraceFormat& format) {
  CUTPOINT_EXPECTS(format.unit > Seconds::zero());

  const std::vector<std::string_view> lines = lines_of(file);
  const std::vector<Field> first = split_at_commas(lines.front(), start_of_line(file, 0));
  const std::size_t column = find_column(first, format.column);
  const bool has_header = !is_number(first[column].text);
  std::vector<Duration> interarrivals;
  interarrivals.reserve(lines.size());
  std::optional<Seconds> origin;  // what rounded arrival times are counted from
  Seconds last{};
  Duration last_rounded{};
  for (std::size_t i = has_header ? 1 : 0; i < lines.size(); ++i) {
    const std::vector<Field> fields = split_at_commas(lines[i], start_of_line(file, i));
    if (fields.size() != first.size()) {
      fail(fields.back().where,
           fmt::format(
               "\"{}\": {} columns, the first line has {}", lines[i], fields.size(), first.size()));
    }
    const Seconds value = parse_time(fields[column], format.unit);
    if (format.content == TraceContent::ArrivalTimes && !origin) {
      origin = last = value;
      continue;
    }
    const Seconds time = format.content == TraceContent::ArrivalTimes ? value : last + value;
    if (time < last) {
      fail(fields[column].where, quoted(fields[column]) + " is before the arrival above it");
    }
    if (time > kLongest) {
      fail(fields[column].where, quoted(fields[column]) + " is the end of more than 100 years");
    }
    // Arrival times are rounded, and intervals are their differences, so errors do not add up.
    const Duration rounded = to_duration(time - origin.value_or(Seconds{}));
    interarrivals.push_back(rounded - last_rounded);
    last = time;
    last_rounded = rounded;
  }
  if (last_rounded == Duration{}) {
    fail({.path = file.path.string()}, "the trace has no interval of a nanosecond or more");
  }
  return interarrivals;
}

}  // namespace cutpoint
