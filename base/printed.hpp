// How numbers stand in descriptions.
#pragma once

#include <string>

namespace cutpoint {

/// Nine digits: more than any constant is known to, and free of traces of binary fractions.
[[nodiscard]] std::string printed(double number);

}  // namespace cutpoint
