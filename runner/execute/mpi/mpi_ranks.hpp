// Ranks on MPI. Only compiled where MPI is.
#pragma once

#include <memory>
#include <string>

#include "runner/execute/ranks.hpp"

namespace cutpoint {

/// Initializes MPI; null if there is only one process.
[[nodiscard]] std::unique_ptr<Ranks> join_mpi();

/// The MPI library with its version, as listings show it.
[[nodiscard]] std::string mpi_version();

}  // namespace cutpoint
