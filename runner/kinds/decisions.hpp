// One query of each application, alone: what every cut between layers costs it, and where the
// point's policy cuts. No events, no queue, no chance.
#pragma once

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// The kind of experiments that make decisions without simulated time.
[[nodiscard]] const Kind& decision_kind();

}  // namespace cutpoint
