#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "experiments/cli/options.hpp"
#include "experiments/scenario/starter.hpp"
#include "results/dataset.hpp"
#include "sim/units/input_error.hpp"

namespace cutpoint {

ExitCode init_command(const Arguments& arguments) {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("name", po::value<std::string>(), "name of the scenario, e.g. my-fleet");
  const Usage usage{.command = "init",
                    .synopsis = "init NAME",
                    .description = "Writes NAME.toml, a commented scenario to start from.",
                    .positional = "name"};
  const auto values = parse_options(usage, options, arguments);
  if (!values) {
    return ExitCode::Done;
  }
  std::filesystem::path path = required_value(*values, "name", "cutpoint init my-fleet");
  if (path.extension() != ".toml") {
    path += ".toml";
  }
  if (std::filesystem::exists(path)) {
    throw InputError{{path.string()}, "the file exists and is left as it is; choose another name"};
  }
  std::ofstream file{path};
  file << starter_scenario();
  file.close();
  if (!file) {
    throw ResultsError{path, "cannot write the file"};
  }
  fmt::print("wrote {0}; next: cutpoint check {0}, cutpoint run {0}\n", path.string());
  return ExitCode::Done;
}

}  // namespace cutpoint
