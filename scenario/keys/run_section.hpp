// The section [run]: what is measured, and for how long.
#pragma once

#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Throws: InputError.
[[nodiscard]] RunSettings read_run(TableReader& root, bool of_queues, Sweep& sweep);

}  // namespace cutpoint::scenario_file
