// Sections that fill no draft: they are read once for all points, by functions of their own.
#pragma once

#include <vector>

#include "scenario/load/key.hpp"

namespace cutpoint::scenario_file {

/// Keys outside any section.
[[nodiscard]] SectionDescription top_level();

/// [sweep], [published.NAME], [link.NAME] and [processor.NAME].
[[nodiscard]] std::vector<SectionDescription> other_sections();

}  // namespace cutpoint::scenario_file
