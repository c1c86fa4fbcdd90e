// Bare queues, simulated until their metrics are precise.
#pragma once

#include <cstdint>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// The kind of experiments with bare queues.
[[nodiscard]] const Kind& queue_kind();

/// How one replication of bare queues is run.
[[nodiscard]] QueueRunSettings queue_run_settings(const RunSettings& run,
                                                  std::uint32_t replication);

}  // namespace cutpoint
