// A fleet at the given rate or load, simulated until its metrics are precise.
#pragma once

#include "runner/kinds/kind.hpp"

namespace cutpoint {

[[nodiscard]] const Kind& steady_state_kind();

}  // namespace cutpoint
