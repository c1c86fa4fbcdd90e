// What a scenario was loaded from: its files, its variant and its overrides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/input_file.hpp"

namespace cutpoint {

/// A value that `--set key=value` sets.
struct Override {
  std::string key;
  std::string value;

  friend bool operator==(const Override&, const Override&) = default;
};

/// A file that a scenario was put together from, or that it uses.
struct ScenarioInput {
  std::string name;  // as seen from the folder of the scenario: "phone.json", "../base.toml"
  InputKind kind = InputKind::Scenario;
  std::uint64_t size = 0;  // bytes
  std::string sha256;
  std::optional<std::string> bytes{};  // the content, if it is kept

  friend bool operator==(const ScenarioInput&, const ScenarioInput&) = default;
};

/// Files other than the scenario's own are kept up to this size, unless the caller says otherwise.
inline constexpr std::uint64_t kMostKeptBytes = 1'000'000;

/// All that a scenario was loaded from besides its path: enough to load it again.
struct ScenarioSource {
  std::string variant;  // empty: none
  std::vector<Override> overrides;
  std::vector<ScenarioInput> inputs;  // in the order of reading, its own file first
  /// Whether the inputs are all that there were. If not, a file that is not among them is taken as
  /// it is.
  bool is_complete = true;

  friend bool operator==(const ScenarioSource&, const ScenarioSource&) = default;
};

}  // namespace cutpoint
