#include "cli/warnings.hpp"

#include "cli/shown.hpp"
#include "cli/streams.hpp"

namespace cutpoint {

void print_warnings(const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings) {
    print_error("{}\n", shown(to_string(warning)));
  }
}

Json warnings_json(const std::vector<Warning>& warnings) {
  Json json = Json::array();
  for (const auto& [where, message] : warnings) {
    json.push_back({{"file", where.path},
                    {"line", where.line},
                    {"column", where.column},
                    {"message", message}});
  }
  return json;
}

}  // namespace cutpoint
