#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/scenario_schema.hpp"
#include "cli/shown.hpp"
#include "results/store/dataset.hpp"
#include "scenario/keys/reference.hpp"
#include "scenario/load/starter.hpp"

namespace cutpoint {

namespace {

/// Where scenarios look for the schema of their keys: beside themselves.
constexpr const char* kSchemaFile = "cutpoint.schema.json";

const ScenarioTemplate& find_template(const std::string& name) {
  return *find_or_suggest(
      scenario_templates(), {.name = name, .what = "template"}, &ScenarioTemplate::name);
}

void write_scenario(std::filesystem::path path, const ScenarioTemplate& chosen) {
  if (path.extension() != ".toml") {
    path += ".toml";
  }
  if (std::filesystem::exists(path)) {
    throw InputError{{path.string()}, "the file exists and is left as it is; choose another name"};
  }
  std::ofstream file{path};
  if (std::filesystem::exists(path.parent_path() / kSchemaFile)) {
    file << "#:schema ./" << kSchemaFile << '\n';  // for editors with Taplo
  }
  file << chosen.text;
  file.close();
  if (!file) {
    throw ResultsError{path, "cannot write the file"};
  }
  fmt::print("wrote {0}; next: cutpoint check {0}, cutpoint run {0}\n", shown(path.string()));
}

}  // namespace

ExitCode init_command(const Arguments& arguments) {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("name", po::value<std::string>(), "name of the scenario, e.g. my-fleet");
  add("template,t",
      po::value<std::string>()->default_value("fleet"),
      "what to start from; --list shows the choices");
  add("list", "list the templates");
  add("reference", "print what scenarios may say, as Markdown");
  add("schema",
      "print it as a JSON schema. In cutpoint.schema.json beside them, editors complete and check "
      "the scenarios that init writes");
  const Usage usage{.command = "init",
                    .synopsis = "init NAME [--template fleet|queue|figure|sweep]",
                    .description = "Writes NAME.toml, a commented scenario to start from.",
                    .positional = "name"};
  const auto values = parse_options(usage, options, arguments);
  if (!values) {
    return ExitCode::Done;
  }
  if (values->count("reference") > 0) {
    fmt::print("{}", scenario_reference());
  } else if (values->count("schema") > 0) {
    fmt::print("{}\n", text_of(scenario_schema()));
  } else if (values->count("list") > 0) {
    for (const ScenarioTemplate& one : scenario_templates()) {
      fmt::print("{:<8} {}\n", one.name, one.summary);
    }
  } else {
    const ScenarioTemplate& chosen = find_template((*values)["template"].as<std::string>());
    write_scenario(required_value(*values, "name", "cutpoint init my-fleet"), chosen);
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
