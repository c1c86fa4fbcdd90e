// What scenarios must not bring along, whatever they mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <toml++/toml.h>

namespace cutpoint::scenario_file {

/// How deep keys, and lists and tables within each other, may be nested.
inline constexpr std::size_t kDeepest = 32;

/// Before a text is parsed: parsers, and whoever walks the tree later, call themselves as often as
/// it is deep. Throws: InputError for what is nested deeper than kDeepest. O(text).
void expect_shallow(std::string_view text, const std::string& path);

/// Throws: InputError for a key or string that holds the character NUL, where other programs
/// believe that it ends.
void expect_text(const toml::table& table);

}  // namespace cutpoint::scenario_file
