// Looks up names that users write, and helps one who misspelled a name.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"

namespace cutpoint {

/// "; did you mean \"link\"?" for the known name nearest to `name` by edit distance, or
/// "; known: a, b, c" if none is near. For the end of an error message. O(known x length²).
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string> known);

/// A name that a user wrote, and how a message speaks of it.
struct AskedName {
  std::string_view name;
  std::string_view what;         // what it should name: "link"
  SourceLocation where{};        // the place of a message about it
  std::string_view within = {};  // what a message says behind the name: " of \"lte\""
};

/// Throws: InputError, always: unknown link "lnik"; did you mean "link"?
[[noreturn]] void refuse_unknown(const AskedName& asked, std::span<const std::string> known);

/// The place in a list of what bears the name. `name_of` gives the name of a member of the list.
/// Throws: InputError with a suggestion if none bears it. O(size).
template <class List, class NameOf = std::identity>
[[nodiscard]] auto find_or_suggest(const List& list, const AskedName& asked, NameOf name_of = {}) {
  std::vector<std::string> known;
  for (auto place = list.begin(); place != list.end(); ++place) {
    known.emplace_back(std::invoke(name_of, *place));
    if (known.back() == asked.name) {
      return place;
    }
  }
  refuse_unknown(asked, known);
}

}  // namespace cutpoint
