// The section [clients]: the phones.
#pragma once

#include "experiments/scenario/definitions.hpp"
#include "experiments/scenario/scenario.hpp"
#include "experiments/scenario/table_reader.hpp"

namespace cutpoint::scenario_file {

/// All but clients.static_cut, see read_static_cuts(). Throws: InputError.
[[nodiscard]] ClientSettings read_clients(TableReader& root,
                                          const Definitions& definitions,
                                          ExperimentKind kind,
                                          Sweep& sweep);

}  // namespace cutpoint::scenario_file
