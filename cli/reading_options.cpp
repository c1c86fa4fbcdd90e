#include "cli/reading_options.hpp"

#include "cli/shown.hpp"
#include "cli/streams.hpp"

namespace cutpoint {

void add_reading_option(po::options_description& options) {
  options.add_options()("verified-only",
                        "refuse results files without a SHA-256, of earlier versions");
}

Reading reading_of(bool verified_only) {
  return {.verified_only = verified_only,
          .warn = [](const std::string& message) { print_error("{}\n", shown(message)); }};
}

Reading reading_of(const po::variables_map& values) {
  return reading_of(values.count("verified-only") > 0);
}

}  // namespace cutpoint
