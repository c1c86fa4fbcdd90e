// How many queries per second a data center serves: saturated, and within a bound on the time that
// they spend there.
#pragma once

#include "runner/kinds/kind.hpp"

namespace cutpoint {

[[nodiscard]] const Kind& throughput_kind();

}  // namespace cutpoint
