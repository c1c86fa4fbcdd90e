// The keys of [clients] that say what a client decides by.
#pragma once

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

[[nodiscard]] Keys<ClientSettings> policy_keys();

/// Sets clients.static_cuts, once the mix is known. Throws: InputError, also for a layer that the
/// network has not, and if the policy needs cuts that are not given.
void read_static_cuts(TableReader& section, Draft& draft);

}  // namespace cutpoint::scenario_file
