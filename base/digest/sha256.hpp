// What tells two contents apart: SHA-256 (FIPS 180-4).
#pragma once

#include <string>
#include <string_view>

namespace cutpoint {

/// The digest of any bytes, as 64 lower-case hexadecimal digits. O(bytes).
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The first digits of a digest, as messages show it: "3fa2c9d07b11...".
[[nodiscard]] std::string short_digest(const std::string& digest);

}  // namespace cutpoint
