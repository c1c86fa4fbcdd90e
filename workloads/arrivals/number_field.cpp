#include "workloads/arrivals/number_field.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace cutpoint {
namespace {

constexpr std::string_view kBlanks = " \t";

/// The part of a line from column `begin` to before column `end`, both counted from 0.
Field field_at(std::string_view text, std::size_t begin, std::size_t end, SourceLocation line) {
  line.column = static_cast<int>(begin) + 1;
  return {.text = text.substr(begin, end - begin), .where = std::move(line)};
}

/// What a text is as a number. A number may be out of range: too large, infinite or NaN.
struct Parsed {
  double value = 0.0;
  bool is_number = false;
  bool is_in_range = false;
};

Parsed parse(std::string_view text) {
  double value = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return {.value = value,
          .is_number = error != std::errc::invalid_argument && rest == text.data() + text.size(),
          .is_in_range = error == std::errc{} && std::isfinite(value)};
}

}  // namespace

std::vector<std::string_view> lines_of(const InputFile& file) {
  if (file.bytes.empty()) {
    throw InputError{{file.path.string()}, "the file is empty"};
  }
  std::vector<std::string_view> lines;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(line);
  }
  return lines;
}

SourceLocation start_of_line(const InputFile& file, std::size_t index) {
  return {.path = file.path.string(), .line = static_cast<int>(index) + 1, .column = 1};
}

std::vector<Field> split_at_blanks(std::string_view text, const SourceLocation& line) {
  std::vector<Field> fields;
  std::size_t begin = text.find_first_not_of(kBlanks);
  while (begin != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, begin), text.size());
    fields.push_back(field_at(text, begin, end, line));
    begin = text.find_first_not_of(kBlanks, end);
  }
  return fields;
}

std::vector<Field> split_at_commas(std::string_view text, const SourceLocation& line) {
  std::vector<Field> fields;
  std::size_t begin = 0;
  while (true) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::size_t first = std::min(text.find_first_not_of(kBlanks, begin), comma);
    std::size_t end = comma;
    while (end > first && kBlanks.find(text[end - 1]) != std::string_view::npos) {
      --end;
    }
    fields.push_back(field_at(text, first, end, line));
    if (comma == text.size()) {
      return fields;
    }
    begin = comma + 1;
  }
}

bool is_number(std::string_view text) { return parse(text).is_number; }

double parse_number(const Field& field) {
  const Parsed parsed = parse(field.text);
  const std::string quoted = '"' + std::string{field.text} + '"';
  if (!parsed.is_number) {
    throw InputError{field.where, quoted + " is not a number"};
  }
  if (!parsed.is_in_range) {
    throw InputError{field.where, quoted + " is infinite, not a number, or out of range"};
  }
  if (parsed.value < 0.0) {
    throw InputError{field.where, quoted + " is negative"};
  }
  return parsed.value;
}

}  // namespace cutpoint
