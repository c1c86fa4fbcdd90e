#include <filesystem>

#include <fmt/core.h>

#include "base/input_file.hpp"
#include "cli/accuracy_report.hpp"
#include "cli/options.hpp"
#include "cli/shown.hpp"
#include "predictor/device_file.hpp"
#include "results/store/part_file.hpp"

namespace cutpoint {
namespace {

po::options_description fit_options() {
  po::options_description options{"options"};
  auto add = options.add_options();
  add("profile", po::value<std::string>(), "profile of the device (CSV, docs/profiles.md)");
  add("output,o", po::value<std::string>(), "device file to write (JSON)");
  add("force", "overwrite the device file if it exists");
  add("against",
      po::value<std::string>(),
      "profile to judge the predictions by: whole networks, measured layer by layer");
  add("report", "print how good the predictions are");
  add("simulated", "report on the built-in processors in place of a profile");
  add("json", "print the report as one JSON document");
  return options;
}

void write_device(const std::filesystem::path& path, const FittedDevice& device) {
  PartFile{path}.publish(device_text(device));
}

void expect_consistent(const po::variables_map& values) {
  const bool simulated = values.count("simulated") > 0;
  for (const char* other : {"profile", "output", "against"}) {
    if (simulated && values.count(other) > 0) {
      throw InputError{{},
                       fmt::format("--simulated reports on the built-in processors; leave out "
                                   "{}",
                                   other)};
    }
  }
  const auto output = value_of<std::string>(values, "output");
  if (output && values.count("force") == 0 && std::filesystem::exists(*output)) {
    throw InputError{{*output}, "the file exists; choose another name, or --force to overwrite it"};
  }
}

}  // namespace

ExitCode fit_command(const Arguments& arguments) {
  const Usage usage{.command = "fit",
                    .synopsis = "fit PROFILE.csv [-o DEVICE.json] [--report] [options]",
                    .description =
                        "Fits a device to a profile. The device file can stand wherever a "
                        "processor can:\nclients.gpu = \"file:DEVICE.json\".",
                    .positional = "profile"};
  const auto values = parse_options(usage, fit_options(), arguments);
  if (!values) {
    return ExitCode::Done;
  }
  expect_consistent(*values);
  const bool as_json = values->count("json") > 0;
  if (values->count("simulated") > 0) {
    print_simulated_report(as_json);
    return ExitCode::Done;
  }
  const std::string path = required_value(*values, "profile", "cutpoint fit my-phone.csv");
  const Profile profile = read_profile(read_input(path, InputKind::Profile));
  const auto device = fit_device(profile, path);
  const auto against = value_of<std::string>(*values, "against");
  const Profile measured =
      against ? read_profile(read_input(*against, InputKind::Profile)) : profile;
  const auto output = value_of<std::string>(*values, "output");
  if (output) {
    write_device(*output, *device);
  }
  if (as_json || !output || against || values->count("report") > 0) {
    print_accuracy_report(*device, measured, as_json);
  }
  if (output && !as_json) {
    fmt::print("wrote {0}; use it as clients.gpu = \"file:{0}\" or --mobile file:{0}\n",
               shown(*output));
  }
  return ExitCode::Done;
}

}  // namespace cutpoint
