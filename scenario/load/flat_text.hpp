// A scenario's tree as one text that loads to the same.
#pragma once

#include <string>

#include "scenario/load/document.hpp"

namespace cutpoint::scenario_file {

/// One line per value, "clients.count = 10", in the order of the keys, so that the axes keep
/// theirs. Without the keys that name other files and variants.
[[nodiscard]] std::string flat_text(const Document& document);

}  // namespace cutpoint::scenario_file
