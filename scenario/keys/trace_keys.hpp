// The key "trace" of [link.NAME]: how the link's rates vary over time.
#pragma once

#include "scenario/load/key.hpp"
#include "scenario/load/table_reader.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint::scenario_file {

/// The key with all that a trace may hold, whichever way it is given.
[[nodiscard]] KeyDescription trace_description();

/// Gives the link the trace that its section asks for, if any. Throws: InputError, also for a
/// file's faults.
void read_link_trace(TableReader& section, Link& link);

}  // namespace cutpoint::scenario_file
