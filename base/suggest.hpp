// Helps a user who misspelled a name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cutpoint {

/// "; did you mean \"link\"?" for the known name nearest to `name` by edit distance, or
/// "; known: a, b, c" if none is near. For the end of an error message. O(known x length²).
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string> known);

}  // namespace cutpoint
