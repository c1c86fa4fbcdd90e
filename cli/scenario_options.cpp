#include "cli/scenario_options.hpp"

#include <fmt/core.h>

#include "base/input_error.hpp"

namespace cutpoint {
void add_scenario_options(po::options_description& options) {
  auto add = options.add_options();
  add("scenario", po::value<std::string>(), "scenario file (TOML)");
  add("set",
      po::value<std::vector<std::string>>()->composing(),
      "KEY=VALUE: replace a value of the scenario; may be repeated");
  add("seed", po::value<std::string>(), "the same as --set run.seed=N");
  add("trace", po::value<std::string>(), "the same as --set run.record=N: keep single queries");
  add("variant", po::value<std::string>(), "NAME: lay [variant.NAME] over the scenario");
}

std::vector<Override> overrides_of(const po::variables_map& values) {
  std::vector<Override> overrides;
  for (const std::string& text :
       value_of<std::vector<std::string>>(values, "set").value_or(std::vector<std::string>{})) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw InputError{{},
                       fmt::format("--set {}: expected KEY=VALUE, e.g. clients.count=100", text)};
    }
    overrides.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  if (const auto seed = value_of<std::string>(values, "seed")) {
    overrides.push_back({"run.seed", *seed});
  }
  if (const auto queries = value_of<std::string>(values, "trace")) {
    overrides.push_back({"run.record", *queries});
  }
  return overrides;
}

Scenario load_scenario(const po::variables_map& values,
                       std::string_view example,
                       std::uint64_t most_kept) {
  return load_scenario(required_value(values, "scenario", example),
                       overrides_of(values),
                       value_of<std::string>(values, "variant").value_or(""),
                       most_kept);
}

}  // namespace cutpoint
