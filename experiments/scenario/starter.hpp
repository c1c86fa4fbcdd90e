// What `cutpoint init` writes.
#pragma once

#include <string>

namespace cutpoint {

/// A commented scenario to start from; it loads as it is.
[[nodiscard]] std::string starter_scenario();

}  // namespace cutpoint
