// What of [clients] says how a client decides: policy, objective and what these need.
#pragma once

#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// All but the cuts of the policy static. Throws: InputError.
void read_policy(TableReader& section, ClientSettings& clients);

/// clients.static_cut, a layer for all networks of the mix or a table with one for each; each must
/// have that layer. Throws: InputError. Requires: the point's mix has been read.
void read_static_cuts(TableReader& section, FleetWorld& world);

}  // namespace cutpoint::scenario_file
