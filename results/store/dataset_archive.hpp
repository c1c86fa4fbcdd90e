// A data set as plain bytes, to be sent from one process to another of the same program. Private to
// results/.
#pragma once

#include <optional>
#include <string>

#include "results/store/dataset.hpp"

namespace cutpoint {

[[nodiscard]] std::string encode_dataset(const Dataset& dataset);

/// Nothing if the bytes are not what encode_dataset makes.
[[nodiscard]] std::optional<Dataset> decode_dataset(const std::string& bytes);

/// What keeps a data set from being one that write_dataset could have written, in words; nothing if
/// nothing does.
[[nodiscard]] std::optional<std::string> inconsistency(const Dataset& dataset);

}  // namespace cutpoint
