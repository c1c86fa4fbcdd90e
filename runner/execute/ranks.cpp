#include "runner/execute/ranks.hpp"

#include <array>
#include <cstdlib>
#include <string_view>

#include "base/input_error.hpp"

#ifdef CUTPOINT_MPI
#include "runner/execute/mpi/mpi_ranks.hpp"
#endif

namespace cutpoint {
namespace {

/// Variables that tell a process that it was started together with others: by Open MPI, by starters
/// that speak PMI (MPICH, Slurm), and by those that speak PMIx.
constexpr std::array<const char*, 3> kStartedByMpi{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};

bool is_started_by_mpi() {
  for (const char* variable : kStartedByMpi) {
    const char* value = std::getenv(variable);
    if (value != nullptr) {
      return std::string_view{variable}.ends_with("RANK") || std::string_view{value} != "1";
    }
  }
  return false;
}

}  // namespace

#ifdef CUTPOINT_MPI

std::unique_ptr<Ranks> join_ranks() { return is_started_by_mpi() ? join_mpi() : nullptr; }

std::string mpi_library() { return mpi_version(); }

#else

std::unique_ptr<Ranks> join_ranks() {
  if (is_started_by_mpi()) {
    throw InputError{{},
                     "started by mpirun, but built without MPI; install libopenmpi-dev and build "
                     "again, or split the runs by --shard"};
  }
  return nullptr;
}

std::string mpi_library() { return {}; }

#endif

}  // namespace cutpoint
