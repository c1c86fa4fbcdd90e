// The manual page, made of what the commands say of themselves.
#pragma once

#include <string>

namespace cutpoint {

/// In roff, section 1.
[[nodiscard]] std::string manual_page();

}  // namespace cutpoint
