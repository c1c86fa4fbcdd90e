// How numbers are written in messages and listings.
#pragma once

#include <string>

namespace cutpoint::scenario_file {

/// The shortest text that reads back as the same number; whole ones without an exponent.
[[nodiscard]] std::string number_text(double number);

}  // namespace cutpoint::scenario_file
