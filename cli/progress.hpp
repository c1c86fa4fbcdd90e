// Shows on stderr how far a run has come.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// How far a run has come, as a line with a bar that leaves the last of `columns` columns free.
/// Where the line would be longer, what matters least is left out: the precision, the speed, the
/// points, the time, the bar. Requires: some runs are to be done.
[[nodiscard]] std::string progress_line(const RunProgress& progress,
                                        std::string_view what,
                                        std::size_t columns);

/// What to do with each report. `style` is auto (a bar on a terminal, else none), plain (a line
/// now and then), json (a line of JSON per point) or none. `what` is the word for what is counted.
/// Throws: InputError for any other style.
[[nodiscard]] std::function<void(const RunProgress&)> make_progress(const std::string& style,
                                                                    std::string_view what = "runs");

}  // namespace cutpoint
