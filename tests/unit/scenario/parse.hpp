// Short ways to a scenario, or to the complaint about one.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace cutpoint {

inline Scenario parsed(const std::string& text, const std::vector<Override>& overrides = {}) {
  return parse_scenario(text, "s.toml", overrides);
}

/// The first point.
inline Point point_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  return parsed(text, overrides).points.front();
}

/// What an invalid scenario is refused with; empty if it is not refused.
inline std::string error_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  try {
    static_cast<void>(parsed(text, overrides));
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// The message for a mistake in the second line, under a section.
inline std::string error_in(const std::string& section, const std::string& line) {
  const std::string message = error_of('[' + section + "]\n" + line + '\n');
  const std::string start = "s.toml:2:";
  return message.starts_with(start) ? message.substr(start.size()) : "not in line 2: " + message;
}

}  // namespace cutpoint
