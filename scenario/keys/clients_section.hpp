// The section [clients]: the phones.
#pragma once

#include "scenario/load/definitions.hpp"
#include "scenario/load/table_reader.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// All but clients.static_cut, see read_static_cuts(). Throws: InputError.
[[nodiscard]] ClientSettings read_clients(TableReader& root,
                                          const Definitions& definitions,
                                          ExperimentKind kind,
                                          Sweep& sweep);

}  // namespace cutpoint::scenario_file
