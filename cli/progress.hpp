// Shows on stderr how far a run has come.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runner/execute/run_scenario.hpp"

namespace cutpoint {

/// What to do with each report. `style` is auto (a bar on a terminal, else none), plain (a line
/// now and then), json (a line of JSON per point) or none. `what` is the word for what is counted.
/// Throws: InputError for any other style.
[[nodiscard]] std::function<void(const RunProgress&)> make_progress(const std::string& style,
                                                                    std::string_view what = "runs");

}  // namespace cutpoint
