#include <algorithm>
#include <string_view>

#include "experiments/scenario/document.hpp"
#include "experiments/scenario/read_scenario.hpp"
#include "experiments/scenario/scenario.hpp"

namespace cutpoint {
namespace {

/// As annotated() writes an override.
constexpr std::string_view kOverride = "# --set ";

/// Where the last line of a text begins.
std::size_t last_line(std::string_view text) {
  const std::size_t end = text.substr(0, text.size() - 1).rfind('\n');
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

Scenario restore_scenario(const std::string& text, const std::filesystem::path& path) {
  std::string_view rest = text;
  std::vector<Override> overrides;
  while (rest.ends_with('\n')) {
    std::string_view line = rest.substr(last_line(rest));
    const std::size_t equals = line.find('=');
    if (!line.starts_with(kOverride) || equals == std::string_view::npos) {
      break;
    }
    rest.remove_suffix(line.size());
    line.remove_suffix(1);
    overrides.push_back({std::string{line.substr(kOverride.size(), equals - kOverride.size())},
                         std::string{line.substr(equals + 1)}});
  }
  std::ranges::reverse(overrides);
  // Keys without an effect pass, as they did when the results were made.
  Scenario scenario = scenario_file::read_scenario(
      scenario_file::Document{std::string{rest}, path.string(), overrides}, path, overrides);
  scenario.text = text;
  return scenario;
}

}  // namespace cutpoint
