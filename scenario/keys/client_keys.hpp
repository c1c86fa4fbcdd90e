// The section [clients]: the phones.
#pragma once

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

/// All keys; what `static_cut` says is set by read_static_cuts(), once the mix is known.
[[nodiscard]] const Keys<ClientSettings>& client_keys();

/// What the keys of the section say together. Throws: InputError.
void check_clients(TableReader& section, Draft& draft);

}  // namespace cutpoint::scenario_file
