// A fleet at the given rate or load, simulated until its metrics are precise.
#pragma once

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// The kind of experiments with one run at a given rate or load.
[[nodiscard]] const Kind& steady_state_kind();

}  // namespace cutpoint
