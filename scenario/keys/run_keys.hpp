// The section [run]: what is measured, and for how long.
#pragma once

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

[[nodiscard]] const Keys<Draft>& run_keys();

/// What the keys of the section say together. Throws: InputError.
void check_run(TableReader& section, Draft& draft);

}  // namespace cutpoint::scenario_file
