// The columns of a profile file: which there are, and which stand where in one file.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/arrivals/number_field.hpp"

namespace cutpoint {

/// The columns that a profile file may have; docs/profiles.md says what each holds.
enum class ProfileColumn : std::size_t {
  Type,
  Kernel,
  Stride,
  Pad,
  Group,
  InChannels,
  InHeight,
  InWidth,
  OutChannels,
  OutHeight,
  OutWidth,
  Items,
  Threads,
  TimeMedian,
  TimeMin,
  TimeMean,
  Repeats,
  Power,
  Network,
  Layer,
};
inline constexpr std::size_t kProfileColumnCount = 20;

/// The names of all columns in the order of the enumerators, times in seconds.
[[nodiscard]] const std::vector<std::string>& profile_column_names();

/// Where the columns of one file stand. Times are named with their unit: time_median_ms.
class ProfileColumns {
 public:
  /// Reads the line of names. Throws: InputError for a name that is unknown or there twice, for
  /// times in two units, and for a column that is missing and has no default.
  explicit ProfileColumns(const std::vector<Field>& names);

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] double seconds_per_unit() const { return seconds_per_unit_; }
  /// The column's position in each line, if the file has it.
  [[nodiscard]] std::optional<std::size_t> position(ProfileColumn column) const {
    return positions_[static_cast<std::size_t>(column)];
  }

 private:
  void add(const Field& name, std::size_t position);

  std::size_t count_;
  std::array<std::optional<std::size_t>, kProfileColumnCount> positions_{};
  double seconds_per_unit_ = 1.0;
  std::string time_name_;  // the first column of times; others must have its unit
};

}  // namespace cutpoint
