// A profile file that grows row by row, so that a measurement can stop and go on.
#pragma once

#include <filesystem>
#include <fstream>
#include <vector>

#include "predictor/profile_file.hpp"

namespace cutpoint {

/// A profile file that is open for appending, and the rows that it has.
class ProfileLog {
 public:
  /// Creates the file, or takes the one that is there with its rows and its date; what follows its
  /// last line's end is dropped, as nobody knows how it would have gone on. `threads` is what all
  /// of its rows must have. Throws: InputError if the file is no profile, not one of this command,
  /// or its metadata differ in more than the date; ResultsError if it cannot be written.
  ProfileLog(std::filesystem::path path, const ProfileMetadata& metadata, int threads);

  [[nodiscard]] const std::vector<MeasuredRow>& rows() const { return rows_; }

  /// Whether there is a row of this layer, by name and shape, with as many items and of the same
  /// network. O(rows).
  [[nodiscard]] bool has(const LayerConfiguration& configuration, const std::string& network) const;

  /// Writes the row to the system at once. Throws: ResultsError if the file cannot be written.
  void append(const MeasuredRow& row);

 private:
  void take_rows(const ProfileMetadata& metadata, int threads);
  void write(const std::string& text, std::ios::openmode mode);

  std::filesystem::path path_;
  std::vector<MeasuredRow> rows_;
};

}  // namespace cutpoint
