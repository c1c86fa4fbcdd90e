// Fields of text files that hold numbers, with where they stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "base/input_file.hpp"

namespace cutpoint {

/// A part of a line, and where it begins.
struct Field {
  std::string_view text;
  SourceLocation where;
};

/// The file's lines without their ends (LF or CR LF), as long as the file is there. Throws
/// InputError if it is empty.
[[nodiscard]] std::vector<std::string_view> lines_of(const InputFile& file);

/// Where line `index` of a file, counted from 0, begins.
[[nodiscard]] SourceLocation start_of_line(const InputFile& file, std::size_t index);

/// The fields of a line that runs of spaces and tabs separate. `line` is where the text begins;
/// columns count bytes from 1. O(length).
[[nodiscard]] std::vector<Field> split_at_blanks(std::string_view text, const SourceLocation& line);

/// The fields of a line that commas separate, without blanks around them. `line` is where the text
/// begins. O(length).
[[nodiscard]] std::vector<Field> split_at_commas(std::string_view text, const SourceLocation& line);

[[nodiscard]] bool is_number(std::string_view text);

/// The number that a field holds. Throws: InputError at the field unless all of it is a finite
/// number >= 0.
[[nodiscard]] double parse_number(const Field& field);

}  // namespace cutpoint
