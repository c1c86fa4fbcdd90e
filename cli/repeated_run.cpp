#include "cli/repeated_run.hpp"

#include <vector>

#include "base/input_error.hpp"
#include "cli/reading_options.hpp"
#include "cli/scenario_options.hpp"
#include "runner/keep/run_origin.hpp"

namespace cutpoint {

Scenario repeated_scenario(const po::variables_map& values, RunRequest& request) {
  const std::filesystem::path path = values["scenario"].as<std::string>();
  if (values.count("variant") > 0) {
    throw InputError{{"--variant"},
                     "the run of a results file is repeated with the variant that it had; to take "
                     "another, give the scenario"};
  }
  const Reading reading = reading_of(request.verified_only);
  RunOrigin origin = read_origin(read_dataset(path, reading), path);
  if (origin.version != version_text()) {
    reading.about(path,
                  "it was written by " + origin.version + ", this is " + version_text() +
                      "; the fingerprint may be another");
  }
  request.replications = origin.replications;
  if (request.shard == Shard{}) {
    request.shard = origin.shard;
  }
  const std::vector<Override> overrides = overrides_of(values);
  if (overrides.empty()) {
    return restore(origin, path, request.most_kept);
  }
  if (origin.names_inputs) {
    origin.source.is_complete = false;  // Overrides may name a file that was not used before.
  } else {
    // A fault of the file itself is found here, so that it is not blamed on the overrides.
    static_cast<void>(restore(origin, path));
  }
  origin.source.overrides.insert(origin.source.overrides.end(), overrides.begin(), overrides.end());
  Scenario scenario = restore_scenario(origin.scenario_path, origin.source, request.most_kept);
  expect_possible(origin, scenario, path);
  return scenario;
}

}  // namespace cutpoint
