// Have any numbers moved? Small runs of every kind, whose fingerprints and metrics are the same to
// the last bit with every compiler and build type. If they move on purpose, the commit says why.
#include <string>

#include "runner/execute/run_scenario.hpp"
#include "runner/keep/results_dataset.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

// A failure shows all digits, so that a new number can be pinned.
[[maybe_unused]] const int all_digits = Catch::StringMaker<double>::precision = 17;

ScenarioResult run(const std::string& text) {
  return run_scenario(parse_scenario(text, "golden.toml"), {.jobs = 2});
}

double metric(const ScenarioResult& result, std::size_t point, FleetMetric which) {
  return (*fleet_of(result.points.at(point)))[which].value;
}

TEST_CASE("a mixed fleet over LTE gives the numbers it always gave") {
  const ScenarioResult result = run(R"(
run = { seed = 7, precision = { metric = "latency_mean", relative = "10 %" } }
clients = { count = 300, link = "lte", gpu_share = 0.5, policy = ["neurosurgeon", "oracle"] }
queries = { load = 0.6 }
)");
  CHECK(fingerprint_text(result.fingerprint) == "9dbcc1cb2162f1d7");
  CHECK(metric(result, 0, "latency_mean") == 0.15059030547792654);
  CHECK(metric(result, 0, "latency_p95") == 1.153433599);
  CHECK(metric(result, 1, "latency_mean") == 0.14957649505431542);
}

TEST_CASE("clients that save energy over 3G give the numbers they always gave") {
  const ScenarioResult result = run(R"(
run = { seed = 8, precision = { metric = "server_sojourn_mean", relative = "5 %" } }
clients = { count = 50, link = "3g", objective = "energy" }
queries = { rate = "0.5 /s", arrivals = "poisson", mix = { imc = 3, asr = 1 } }
server = { processor = "k40", servers = 2, executors = 2 }
)");
  CHECK(fingerprint_text(result.fingerprint) == "667dbd5634f4ecb9");
  CHECK(metric(result, 0, "mobile_energy_mean") == 0.8746444901694383);
  CHECK(metric(result, 0, "latency_mean") == 0.21532338515277788);
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
  CHECK(fingerprint_text(result.fingerprint) == "10df7dca22418fa6");
  CHECK(std::get<ThroughputResult>(result.points.at(0).outcome).saturation.rate.value ==
        297.65010082215053);
  CHECK(std::get<ThroughputResult>(result.points.at(1).outcome).saturation.rate.value ==
        521.4948192893906);
  CHECK(std::get<ThroughputResult>(result.points.at(1).outcome).bounded.rate.value ==
        519.3491414676851);
}

TEST_CASE("bare queues give the numbers they always gave") {
  const ScenarioResult result = run(R"(
[run]
seed = 10
replications = 2
precision = { metric = "sojourn_time_mean", relative = "50 %" }
[source]
load = 0.7
arrivals = { law = "mmpp", rates = ["50 /s", "150 /s"], holding = ["1 s", "2 s"] }
[station.first]
service = { law = "lognormal", mean = "5 ms", cv = 1.2 }
discipline = "processor_sharing"
[station.second]
service = { law = "gamma", mean = "8 ms", cv = 0.5 }
servers = 2
capacity = 50
)");
  CHECK(fingerprint_text(result.fingerprint) == "ef5f815858218c23");
  CHECK(std::get<QueueResult>(result.points.at(0).outcome)["sojourn_time_mean"].value ==
        0.04864075496379842);
}

}  // namespace
}  // namespace cutpoint
