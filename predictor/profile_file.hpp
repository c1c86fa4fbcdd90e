// Profiles as files: measured layer configurations of one device, in CSV (docs/profiles.md).
#pragma once

#include <string>
#include <vector>

#include "base/input_file.hpp"
#include "predictor/profile.hpp"

namespace cutpoint {

/// What a profile says about itself. Free text, one line each; empty if unknown.
struct ProfileMetadata {
  std::string device;    // "Jetson TX1 GPU"
  std::string library;   // what computed the layers: "oneDNN 2.6.3"
  std::string versions;  // those of compiler, driver and system
  std::string date;      // ISO 8601
};

/// One row of a profile file: a measured layer configuration and where it comes from.
struct MeasuredRow {
  ProfileRow row;        // its time is the median; its layer's name is the row's "layer"
  Seconds least_time{};  // least time of the repeats
  Seconds mean_time{};   // mean time of the repeats
  int repeats = 1;
  int threads = 1;
  bool has_power = false;  // if not, row.power is 0
  std::string network;     // the network of the layer; empty for a grid
};

/// A profile file: what it says about itself, and its rows in the order of the file.
struct Profile {
  ProfileMetadata metadata;
  std::vector<MeasuredRow> rows;
};

/// Reads a profile. O(bytes). Throws: InputError at file:line:column for a missing or unknown
/// column, a value that is not a number, not finite or out of range, a shape that does not follow
/// from the window, times in two units, and a layer type with power in some of its rows only.
[[nodiscard]] Profile read_profile(const InputFile& file);

/// The first lines of a profile file: format, metadata and column names. Requires: metadata of one
/// line each.
[[nodiscard]] std::string profile_header(const ProfileMetadata& metadata);

/// One line of a profile file, with its end; numbers read back as the same. Requires: names without
/// commas and line ends, a layer with a square window (there are no columns for another) and
/// parameters that follow from type and shapes.
[[nodiscard]] std::string profile_line(const MeasuredRow& row);

/// The rows of a profile as the fits take them: a power that is not known is NaN.
[[nodiscard]] std::vector<ProfileRow> rows_of(const Profile& profile);

}  // namespace cutpoint
