// Whether bytes are text. Private to results/.
#pragma once

#include <string_view>

namespace cutpoint {

/// Whether the bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing
/// beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace cutpoint
