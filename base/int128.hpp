// The compiler's integers of 128 bits, which strict C++ has no names for.
#pragma once

namespace cutpoint {

// An alias declaration cannot be marked as an extension.
// NOLINTBEGIN(modernize-use-using)
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;
// NOLINTEND(modernize-use-using)

}  // namespace cutpoint
