// A range as a sweep axis: { from = 0.1, to = 100, steps = 13, log = true } or
// { from = "1 Mbit/s", to = "20 Mbit/s", step = "1 Mbit/s" }.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

/// Reads one value of a range as the swept key would be read.
using RangeRead = std::function<std::optional<double>(
    TableReader& range, std::string_view key, const Limits& limits)>;

/// The values of a range, from one end to the other, both exact; those between are rounded to
/// twelve significant digits, so that 0.1 + 0.2 is the 0.3 that a reader of results looks for.
/// Whole values of a logarithmic range are rounded to whole numbers. Throws: InputError.
[[nodiscard]] std::vector<double> read_range(TableReader& range,
                                             const Limits& limits,
                                             const RangeRead& read,
                                             bool is_whole);

}  // namespace cutpoint::scenario_file
