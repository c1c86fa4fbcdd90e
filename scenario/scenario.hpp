// A checked description of an experiment. After load_scenario() returns there is no invalid
// scenario.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/input_error.hpp"
#include "scenario/axes.hpp"
#include "scenario/point.hpp"
#include "scenario/scenario_source.hpp"

namespace cutpoint {

/// What is allowed and yet odd, with the place where it is written.
struct Warning {
  SourceLocation where;
  std::string message;

  friend bool operator==(const Warning&, const Warning&) = default;
};

/// A warning as it is printed: "path:line:column: warning: message".
[[nodiscard]] std::string to_string(const Warning& warning);

/// An experiment as plain data: its points, and where they were written.
struct Scenario {
  std::filesystem::path path;
  std::string title;
  std::string text;       // as in the file, or all its files put together; before the overrides
  ScenarioSource source;  // what it was loaded from
  std::map<std::string, SourceLocation> origins{};  // where values are written, by full key
  std::vector<std::string> variants{};              // all that it has, whichever was chosen
  std::vector<Axis> axes;
  std::vector<Point> points;  // row-major over the axes, the last axis fastest; excluded ones too
  std::vector<Published> published;
  std::vector<Warning> warnings{};
};

/// Reads and checks a TOML scenario, with the files that it extends and includes and one of its
/// variants, none if that is empty. Of the files that it uses, those of up to `most_kept` bytes are
/// kept. Throws: InputError with file:line:column.
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& path,
                                     const std::vector<Override>& overrides = {},
                                     const std::string& variant = {},
                                     std::uint64_t most_kept = kMostKeptBytes);

/// Reads and checks a scenario whose text is already in memory. `path` names it in messages, and
/// its folder is where other files are looked for. Throws: as load_scenario().
[[nodiscard]] Scenario parse_scenario(const std::string& text,
                                      const std::filesystem::path& path,
                                      const std::vector<Override>& overrides = {},
                                      const std::string& variant = {});

/// Loads the scenario again whose path and source these were. Files that are kept are taken from
/// the source; others are read as if the path were that of a file, and must be what they were. The
/// same bytes are kept again, or those of files of up to `most_kept` bytes. Throws: as
/// load_scenario().
[[nodiscard]] Scenario restore_scenario(const std::filesystem::path& path,
                                        const ScenarioSource& source,
                                        std::optional<std::uint64_t> most_kept = std::nullopt);

/// The values that are in force in a scenario, a line per value: "clients.count = 10". They are the
/// same for scenarios that say the same in other words or files. Throws: InputError.
[[nodiscard]] std::vector<std::string> settings_of(const std::filesystem::path& path,
                                                   const ScenarioSource& source);

/// The names that `precision.metric` may have, for fleets or for bare queues.
[[nodiscard]] std::vector<std::string> precision_metrics(bool of_queues);

}  // namespace cutpoint
