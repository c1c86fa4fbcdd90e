// Can runs that were kept before still be read? Their records have the layout that they always had.
// If it moves on purpose, earlier records are refused: CHANGELOG.md says so.
#include "runner/execute/run_scenario.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/result_variables.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("records have the layout that they had when versions 1 and 2 were written") {
  CHECK(fingerprint_text(record_layout()) == "952ad82eb76c9be3");
}

TEST_CASE("records are of version 2, which programs before this one read") {
  const char* const scenario = GENERATE(R"(
run = { seed = 7, replications = 2, record = 3, precision = { relative = "20 %" } }
clients = { count = 50, link = "3g", gpu_share = 0.5 }
queries = { load = 0.3, mix = { dig = 1, pos = 1 } }
)",
                                        R"(
run = { replications = 2, precision = { metric = "sojourn_time_mean", relative = "20 %" } }
source = { load = 0.5 }
station.server.service = { law = "exponential", mean = "10 ms" }
)");
  for (const auto& [key, bytes] : run_scenario(parse_scenario(scenario, "golden.toml"), {}).runs) {
    CHECK(bytes.front() == '\x02');
  }
}

}  // namespace
}  // namespace cutpoint
