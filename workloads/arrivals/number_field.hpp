// Fields of text files that hold numbers, with where they stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "base/input_file.hpp"

namespace cutpoint {

struct Field {
  std::string_view text;
  SourceLocation where;
};

/// The file's lines without their ends (LF or CR LF), as long as the file is there. Throws
/// InputError if it is empty.
[[nodiscard]] std::vector<std::string_view> lines_of(const InputFile& file);

/// Where line `index` of a file, counted from 0, begins.
[[nodiscard]] SourceLocation start_of_line(const InputFile& file, std::size_t index);

/// The parts between runs of spaces and tabs. `line` is where they stand; columns count bytes.
[[nodiscard]] std::vector<Field> split_at_blanks(std::string_view text, const SourceLocation& line);

/// The parts between commas, without blanks around them.
[[nodiscard]] std::vector<Field> split_at_commas(std::string_view text, const SourceLocation& line);

[[nodiscard]] bool is_number(std::string_view text);

/// Throws InputError unless the whole field is a finite number >= 0.
[[nodiscard]] double parse_number(const Field& field);

}  // namespace cutpoint
