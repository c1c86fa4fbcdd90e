// What scenarios may hold as a JSON schema, for editors that complete and check TOML.
#pragma once

#include "cli/json.hpp"

namespace cutpoint {

/// A schema of draft 4 that accepts what the loader accepts, as far as one value tells: limits,
/// units and names are checked, what keys need of each other is not.
[[nodiscard]] Json scenario_schema();

}  // namespace cutpoint
