// The seal of a results file: what stands behind the end of HDF5's part and says whether a bit of
// it has changed. HDF5 and all that builds on it read a file with a seal as if there were none.
//
// It is 102 bytes of text, three lines: "cutpoint sha256", the length of HDF5's part in 20 decimal
// digits, and the SHA-256 of that part (docs/results-schema.md). Private to results/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cutpoint {

/// The length of a seal.
inline constexpr std::size_t kSealBytes = 102;

/// The seal of HDF5's part of a file.
[[nodiscard]] std::string seal_of(std::string_view content);

/// Whether a file ends as one with a seal does, be it right or not.
[[nodiscard]] bool has_seal(std::string_view file);

/// The content that the seal of a file stands behind; nothing if it is not the seal of that
/// content. O(bytes). Requires: has_seal(file).
[[nodiscard]] std::optional<std::string_view> sealed_content(std::string_view file);

}  // namespace cutpoint
