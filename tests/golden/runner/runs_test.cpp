// Have any numbers moved? Small runs of every kind, whose fingerprints and metrics are the same to
// the last bit with every compiler and build type. If they move on purpose, the commit says why.
#include <string>

#include "experiments/runner/results_dataset.hpp"
#include "experiments/runner/run_scenario.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

ScenarioResult run(const std::string& text) {
  return run_scenario(parse_scenario(text, "golden.toml"), {.jobs = 2});
}

double metric(const ScenarioResult& result, std::size_t point, FleetMetric which) {
  return (*result.points.at(point).fleet)[which].value;
}

TEST_CASE("a mixed fleet over LTE gives the numbers it always gave") {
  const ScenarioResult result = run(R"(
run = { seed = 7, precision = { metric = "latency_mean", relative = "10 %" } }
clients = { count = 300, link = "lte", gpu_share = 0.5, policy = ["neurosurgeon", "oracle"] }
queries = { load = 0.6 }
)");
  CHECK(fingerprint_text(result.fingerprint) == "60e6bab3f39a504d");
  CHECK(metric(result, 0, FleetMetric::LatencyMean) == 0.14179858463760084);
  CHECK(metric(result, 0, FleetMetric::LatencyP95) == 1.153433599);
  CHECK(metric(result, 1, FleetMetric::LatencyMean) == 0.14164561643346771);
}

TEST_CASE("clients that save energy over 3G give the numbers they always gave") {
  const ScenarioResult result = run(R"(
run = { seed = 8, precision = { metric = "server_sojourn_mean", relative = "5 %" } }
clients = { count = 50, link = "3g", objective = "energy" }
queries = { rate = "0.5 /s", arrivals = "poisson", mix = { imc = 3, asr = 1 } }
server = { processor = "k40", servers = 2, executors = 2 }
)");
  CHECK(fingerprint_text(result.fingerprint) == "f82e4e65080c6ad4");
  CHECK(metric(result, 0, FleetMetric::MobileEnergyMean) == 0.87556503931186869);
  CHECK(metric(result, 0, FleetMetric::LatencyMean) == 0.21510157244052505);
}

TEST_CASE("a throughput search gives the numbers it always gave") {
  const ScenarioResult result = run(R"(
[run]
seed = 9
experiment = "throughput"
precision = { metric = "throughput", relative = "5 %" }
[clients]
count = 500
link = "wifi"
gpu_share = 0.7
policy = ["cloud_only", "neurosurgeon"]
[queries]
mix = { imc = 1, dig = 1 }
)");
  CHECK(fingerprint_text(result.fingerprint) == "8ee488f7c016ee9a");
  CHECK(result.points.at(0).saturation->rate.value == 317.02007813693547);
  CHECK(result.points.at(1).saturation->rate.value == 546.37089096747934);
  CHECK(result.points.at(1).bounded->rate.value == 526.56750395777453);
}

}  // namespace
}  // namespace cutpoint
