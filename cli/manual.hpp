// The manual page, made of what the commands say of themselves.
#pragma once

#include <string>

namespace cutpoint {

/// The manual page `cutpoint(1)` in roff.
[[nodiscard]] std::string manual_page();

}  // namespace cutpoint
