// Fields of text files that hold numbers, with where they stand.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/units/input_error.hpp"

namespace cutpoint {

struct Field {
  std::string_view text;
  SourceLocation where;
};

/// The file's lines without their ends (LF or CR LF). Throws InputError if it cannot be read or is
/// empty.
[[nodiscard]] std::vector<std::string> read_lines(const std::filesystem::path& path);

/// The parts between runs of spaces and tabs. `line` is where they stand; columns count bytes.
[[nodiscard]] std::vector<Field> split_at_blanks(std::string_view text, const SourceLocation& line);

/// The parts between commas, without blanks around them.
[[nodiscard]] std::vector<Field> split_at_commas(std::string_view text, const SourceLocation& line);

[[nodiscard]] bool is_number(std::string_view text);

/// Throws InputError unless the whole field is a finite number >= 0.
[[nodiscard]] double parse_number(const Field& field);

}  // namespace cutpoint
