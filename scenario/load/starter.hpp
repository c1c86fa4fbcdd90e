// What `cutpoint init` writes.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cutpoint {

/// A commented scenario to start from; it loads and runs as it is.
struct ScenarioTemplate {
  std::string_view name;
  std::string_view summary;
  const char* text;
};

[[nodiscard]] std::span<const ScenarioTemplate> scenario_templates();

/// The template that is taken unless another is asked for: a fleet.
[[nodiscard]] std::string starter_scenario();

}  // namespace cutpoint
