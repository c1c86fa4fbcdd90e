#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/format.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/run_report.hpp"
#include "cli/scenario_options.hpp"
#include "cli/shown.hpp"
#include "cli/warnings.hpp"
#include "runner/kinds/kind.hpp"
#include "runner/kinds/representable.hpp"
#include "scenario/keys/resolved.hpp"

namespace cutpoint {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

/// What follows from a point's values and is worth knowing before it runs.
Values derived_values(const Point& point) {
  Values values;
  for (const auto& [name, value] : kind_of(point).derived_values(point)) {
    values.emplace_back(name, format_quantity(value.value, value.unit));
  }
  return values;
}

Json to_json(const Values& values) {
  Json json = Json::object();
  for (const auto& [key, value] : values) {
    json[key] = value;
  }
  return json;
}

void print_values(const Values& values) {
  for (const auto& [key, value] : values) {
    fmt::print("  {} = {}\n", shown(key), shown(value));
  }
}

/// Values and where they come from, in columns.
void print_origins(const Scenario& scenario, const Values& values) {
  std::size_t width = 0;
  for (const auto& [key, value] : values) {
    width = std::max(width, key.size() + value.size());
  }
  for (const auto& [key, value] : values) {
    const std::size_t gap = width - key.size() - value.size();
    fmt::print("  {} = {}{:{}}  # {}\n",
               shown(key),
               shown(value),
               "",
               gap,
               shown(origin_of(scenario, key)));
  }
}

void print_json(const Scenario& scenario) {
  Json points = Json::array();
  for (const Point& point : scenario.points) {
    if (point.is_excluded) {
      continue;
    }
    points.push_back(
        {{"values", to_json(resolved_values(point))}, {"derived", to_json(derived_values(point))}});
  }
  Json origins = Json::object();
  for (const auto& [key, value] : resolved_values(scenario.points.front())) {
    origins[key] = origin_of(scenario, key);
  }
  fmt::print("{}\n",
             text_of(Json{{"scenario", scenario.title},
                          {"warnings", warnings_json(scenario.warnings)},
                          {"origins", origins},
                          {"points", points}}));
}

/// Adds the warnings about a variant that no other variant had before.
void add_new(std::vector<Warning>& warnings, const std::vector<Warning>& more) {
  for (const Warning& warning : more) {
    if (std::ranges::find(warnings, warning) == warnings.end()) {
      warnings.push_back(warning);
    }
  }
}

void print_text(const Scenario& scenario) {
  fmt::print("{}: {}\n", shown(scenario.path.string()), shown(scenario.title));
  const auto excluded = std::ranges::count(scenario.points, true, &Point::is_excluded);
  fmt::print("points: {}{}, axes: {}\n",
             scenario.points.size() - static_cast<std::size_t>(excluded),
             excluded == 0 ? "" : fmt::format(" ({} excluded)", excluded),
             scenario.axes.size());
  for (const auto& [axis, dimension] : coordinates(scenario.axes)) {
    const Axis& along = scenario.axes[dimension];
    std::string line;
    const auto size = std::visit([](const auto& v) { return v.size(); }, axis->values);
    for (std::size_t i = 0; i < size; ++i) {
      line += (i == 0 ? "" : ", ") + axis_value_text(*axis, i);
    }
    fmt::print("  {} ({}{}): {}\n",
               shown(axis->name),
               shown(axis->key),
               axis == &along ? "" : ", with " + shown(along.name),
               shown(line));
  }
  if (!scenario.variants.empty()) {
    fmt::print("variants: {}\n", shown(fmt::format("{}", fmt::join(scenario.variants, ", "))));
  }
  fmt::print("first point:\n");
  print_origins(scenario, resolved_values(scenario.points.front()));
  fmt::print("which gives:\n");
  print_values(derived_values(scenario.points.front()));
}

}  // namespace

ExitCode check_command(const Arguments& arguments) {
  po::options_description options{"options"};
  auto add = options.add_options();
  add_scenario_options(options);
  add("json", "print all points as JSON");
  const Usage usage{.command = "check",
                    .synopsis = "check SCENARIO.toml [options]",
                    .description =
                        "Loads a scenario, complains about what is wrong with it or one of "
                        "its variants, and shows what it resolves to.",
                    .positional = "scenario"};
  const auto values = parse_options(usage, options, arguments);
  if (!values) {
    return ExitCode::Done;
  }
  Scenario scenario = load_scenario(*values, "cutpoint check my.toml");
  expect_representable(scenario);
  if (values->count("variant") == 0) {
    for (const std::string& variant : scenario.variants) {
      const Scenario other = load_scenario(scenario.path, {}, variant);
      expect_representable(other);
      add_new(scenario.warnings, other.warnings);
    }
  }
  print_warnings(scenario.warnings);
  if (values->count("json") > 0) {
    print_json(scenario);
  } else {
    print_text(scenario);
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
