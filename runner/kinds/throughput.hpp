// How many queries per second a data center serves: saturated, and within a bound on the time that
// they spend there.
#pragma once

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// The kind of experiments that search for the throughput.
[[nodiscard]] const Kind& throughput_kind();

}  // namespace cutpoint
