// The bytes of a netCDF-4 file, built in memory: a full disk or a lost mount can then neither leave
// HDF5 with a file that it cannot close, nor a reader with half of one. Private to results/.
#pragma once

#include <filesystem>
#include <string>

#include "results/store/dataset.hpp"

namespace cutpoint {

/// The bytes of HDF5's part of the file; equal data sets give equal bytes. `path` is for messages.
/// Requires: what write_dataset() requires. Throws: ResultsError if HDF5 refuses something, such as
/// a name.
[[nodiscard]] std::string dataset_image(const std::filesystem::path& path, const Dataset& dataset);

}  // namespace cutpoint
