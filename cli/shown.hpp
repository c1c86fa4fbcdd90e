// Text of others on the terminal: titles, labels, names of files and layers.
#pragma once

#include <string>
#include <string_view>

namespace cutpoint {

/// What a terminal would obey is spelled out in place of being sent: control characters, line
/// breaks among them, as \n or \x1b; marks that turn the direction of writing around, and other
/// invisible ones, as \u202e; bytes that are not UTF-8 as \xff. All else is left as it is.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace cutpoint
