// Where numbers came from: enough to repeat a run.
#pragma once

#include <string>
#include <vector>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// What the build knows: cutpoint_version, git_describe ("unknown" outside git), compiler,
/// build_type, compiler_flags, and the versions of this room's libraries: hdf5_version,
/// openssl_version.
[[nodiscard]] std::vector<Attribute> build_provenance();

/// What this process knows: host, operating_system, and start_time, the time of this call in UTC
/// ("2026-01-31T23:59:59Z"), so call it when a run starts.
[[nodiscard]] std::vector<Attribute> host_provenance();

}  // namespace cutpoint
