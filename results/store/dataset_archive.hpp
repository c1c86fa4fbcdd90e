// A data set as plain bytes, to be sent from one process to another of the same program. Private to
// results/.
#pragma once

#include <optional>
#include <string>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// The data set as bytes. O(size).
[[nodiscard]] std::string encode_dataset(const Dataset& dataset);

/// The data set that encode_dataset() made the bytes of; nothing if it did not. O(size).
[[nodiscard]] std::optional<Dataset> decode_dataset(const std::string& bytes);

/// The reason, in words, why write_dataset() could not have written this data set; nothing if it
/// could. O(size).
[[nodiscard]] std::optional<std::string> inconsistency(const Dataset& dataset);

}  // namespace cutpoint
