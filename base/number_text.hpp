// Numbers as text, in the two forms that files, messages and listings need. What people read in
// tables, with prefixes of units and half-widths, is cli/format.hpp.
#pragma once

#include <string>

namespace cutpoint {

/// The shortest text that reads back as the same number, bit for bit; whole numbers below 1e15
/// without an exponent: "0.1", "100000", "1e-07". For what is read again, and for what a user
/// wrote.
[[nodiscard]] std::string number_text(double number);

/// Nine significant digits at most, in the notation of printf's %g: more than any constant is known
/// to, and free of the traces that arithmetic in binary fractions leaves: 0.1 + 0.2 is "0.3". For
/// what was computed and is shown.
[[nodiscard]] std::string rounded_text(double number);

/// The number that so many significant decimal digits can write and that is nearest to `number`.
/// Requires: digits from 1 to 17.
[[nodiscard]] double rounded(double number, int digits);

}  // namespace cutpoint
