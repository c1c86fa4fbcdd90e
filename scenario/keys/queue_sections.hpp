// The sections of a scenario of bare queues: [source] and [station.NAME]. docs/scenario.md lists
// their keys.
#pragma once

#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// Whether the scenario is one of bare queues, by its sections.
[[nodiscard]] bool has_queues(const TableReader& root);

/// Throws: InputError.
[[nodiscard]] QueueSystem read_queues(TableReader& root, Sweep& sweep);

}  // namespace cutpoint::scenario_file
