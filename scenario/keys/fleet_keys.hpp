// The sections [queries], [server], [actual] and [throughput] of fleets.
#pragma once

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

[[nodiscard]] const Keys<Draft>& query_keys();
[[nodiscard]] const Keys<Draft>& server_keys();
[[nodiscard]] const Keys<Draft>& actual_keys();
[[nodiscard]] const Keys<Draft>& throughput_keys();

// What the keys of a section say together. Throw: InputError.
void check_queries(TableReader& section, Draft& draft);
void check_server(TableReader& section, Draft& draft);

}  // namespace cutpoint::scenario_file
