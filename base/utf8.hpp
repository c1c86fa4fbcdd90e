// Whether bytes are text.
#pragma once

#include <string_view>

namespace cutpoint {

/// Whether the bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing
/// beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Whether results files can hold the bytes as text: UTF-8 without NUL.
[[nodiscard]] bool is_storable_text(std::string_view bytes);

}  // namespace cutpoint
