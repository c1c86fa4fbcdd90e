// The HDF5 image of a results file, taken apart. What is in it may have been made to do harm, and
// the HDF5 library does not withstand that: call it in a process of its own. Private to results/.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// The data set that an image holds, `schema_version` among its attributes; every type, shape and
/// size is checked before anything is read. `path` is for messages. Throws: ResultsError if there
/// is anything in it that write_dataset does not write, or more than `most` bytes of it.
[[nodiscard]] Dataset parse_dataset(std::string_view image,
                                    std::size_t most,
                                    const std::filesystem::path& path);

}  // namespace cutpoint
