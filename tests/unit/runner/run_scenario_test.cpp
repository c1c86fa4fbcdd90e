#include "runner/execute/run_scenario.hpp"

#include "runner/keep/results_dataset.hpp"
#include "runner/kinds/fleet_assembly.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "runner/kinds/gains.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr const char* kSmallSweep = R"(
title = "small"
[run]
precision = { metric = "latency_mean", relative = "10 %" }
[clients]
count = 1000
link = ["wifi", "3g"]
policy = ["cloud_only", "neurosurgeon", "oracle"]
[queries]
load = 0.3
)";

constexpr const char* kSmallThroughput = R"(
title = "small throughput"
[run]
experiment = "throughput"
precision = { metric = "throughput", relative = "5 %" }
[clients]
count = 5000
link = ["wifi", "3g"]
gpu_share = [0.3, 1.0]
policy = ["cloud_only", "neurosurgeon"]
[published.throughput_gain]
axis = "link"
values = { wifi = 1.04, 3g = 2.36 }
source = "a paper"
)";

Scenario scenario_of(const std::string& text) { return parse_scenario(text, "test.toml"); }

const Variable& variable(const Dataset& dataset, const std::string& name) {
  for (const Variable& candidate : dataset.variables) {
    if (candidate.name == name) {
      return candidate;
    }
  }
  FAIL("no variable " + name);
  return dataset.variables.front();
}

TEST_CASE("the results do not depend on the number of threads") {
  const Scenario scenario = scenario_of(kSmallSweep);
  const ScenarioResult one = run_scenario(scenario, {.jobs = 1});
  const ScenarioResult three = run_scenario(scenario, {.jobs = 3});
  CHECK(one.fingerprint == three.fingerprint);
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    CAPTURE(i);
    REQUIRE(fleet_of(one.points[i]) != nullptr);
    REQUIRE(fleet_of(three.points[i]) != nullptr);
    CHECK(fleet_of(one.points[i])->fingerprint == fleet_of(three.points[i])->fingerprint);
    CHECK((*fleet_of(one.points[i]))["latency_p99"].value ==
          (*fleet_of(three.points[i]))["latency_p99"].value);
  }
}

TEST_CASE("the lives of the first queries are in the results") {
  const Scenario scenario = scenario_of(R"(
[run]
max_queries = 50
record = 60
[clients]
count = 10
policy = ["cloud_only", "mobile_only"]
[queries]
mix = { dig = 1 }
rate = "1 /s"
)");
  const Dataset dataset =
      to_dataset(scenario, run_scenario(scenario, {.jobs = 1}), {.command_line = "test"});
  REQUIRE(dataset.dimensions.back().name == "query");
  const auto numbers = [&](const std::string& name) {
    return std::get<std::vector<double>>(variable(dataset, name).values);
  };
  CHECK(variable(dataset, "query_latency").dimensions ==
        std::vector<std::string>{"policy", "query"});
  REQUIRE(numbers("query_latency").size() == 120);
  double sum = 0.0;
  for (const char* part : {"decision",
                           "phone_wait",
                           "phone_run",
                           "uplink_wait",
                           "upload",
                           "server_wait",
                           "server_run",
                           "download"}) {
    sum += numbers(std::string{"query_span_"} + part)[3];
  }
  CHECK(sum == Approx(numbers("query_latency")[3]));
  CHECK(numbers("query_arrival")[3] == numbers("query_arrival")[63]);
  const auto cuts = std::get<std::vector<std::string>>(variable(dataset, "query_cut").values);
  CHECK(cuts[3] == "input");
  CHECK(cuts[63] == "argmax");
  CHECK(cuts[59].empty());
  CHECK(std::isnan(numbers("query_latency")[59]));
}

TEST_CASE("progress counts every point once") {
  const Scenario scenario = scenario_of(kSmallSweep);
  std::vector<std::size_t> seen;
  RunOptions options;
  options.jobs = 2;
  options.on_progress = [&](const RunProgress& progress) {
    CHECK(progress.runs == 6);
    seen.push_back(progress.runs_done);
  };
  (void)run_scenario(scenario, options);
  CHECK(seen == std::vector<std::size_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("an interrupted run keeps what it has and says what it has not") {
  const Scenario scenario = scenario_of(kSmallSweep);
  std::atomic<bool> interrupted{false};
  RunOptions options;
  options.on_progress = [&](const RunProgress& progress) { interrupted = progress.runs_done == 2; };
  options.interrupted = &interrupted;
  const ScenarioResult result = run_scenario(scenario, options);
  CHECK(result.points[1].status == PointStatus::Converged);
  CHECK(result.points[2].status == PointStatus::NotRun);
  CHECK(fleet_of(result.points[5]) == nullptr);
}

TEST_CASE("excluded points are not run, and are missing cells of the results") {
  const Scenario scenario = scenario_of(R"(
run = { seed = 1, replications = 2, max_jobs = [1000, 2000] }
source = { rate = "1 /s", copies = [1, 2] }
station.server = { service = { law = "deterministic", mean = "1 ms" }, servers = [1, 2] }
[sweep]
zip = [["copies", "run.max_jobs"]]
exclude = [{ copies = 1, servers = 2 }]
)");
  std::size_t runs = 0;
  const ScenarioResult result = run_scenario(
      scenario, {.on_progress = [&](const RunProgress& progress) { runs = progress.runs; }});
  CHECK(runs == 6);
  REQUIRE(result.points.size() == 4);
  CHECK(result.points[1].status == PointStatus::Excluded);
  CHECK_FALSE(std::holds_alternative<QueueResult>(result.points[1].outcome));
  CHECK(std::holds_alternative<QueueResult>(result.points[2].outcome));

  const Dataset dataset = to_dataset(scenario, result, {});
  REQUIRE(dataset.dimensions.size() == 2);
  const Variable& zipped = dataset.variables.front();
  CHECK(zipped.name == "max_jobs");
  CHECK(zipped.dimensions == std::vector<std::string>{"copies"});
  CHECK(std::get<std::vector<double>>(zipped.values) == std::vector{1000.0, 2000.0});
  CHECK(dataset.attributes.front().name == "coordinates");
  CHECK(std::get<std::string>(dataset.attributes.front().value) == "max_jobs");
  const auto status = std::ranges::find(dataset.variables, "status", &Variable::name);
  REQUIRE(status != dataset.variables.end());
  CHECK(std::get<std::vector<std::string>>(status->values)[1] == "excluded");
  CHECK(std::isnan(std::get<std::vector<double>>(dataset.variables[1].values)[1]));
  CHECK_FALSE(std::isnan(std::get<std::vector<double>>(dataset.variables[1].values)[2]));
}

TEST_CASE("at low load partitioning beats the cloud, and the oracle is no worse") {
  // Points: wifi x (cloud_only, neurosurgeon, oracle), then 3g. Same queries, so no noise between
  // them beyond the stopping times; 10 % intervals.
  const ScenarioResult result = run_scenario(scenario_of(kSmallSweep), {.jobs = 2});
  for (const std::size_t first : {0U, 3U}) {
    const auto latency = [&](std::size_t i) {
      return (*fleet_of(result.points[first + i]))["latency_mean"];
    };
    CHECK(latency(1).value + latency(1).half_width < latency(0).value - latency(0).half_width);
    CHECK(latency(2).value - latency(2).half_width <= latency(1).value + latency(1).half_width);
  }
}

TEST_CASE("an offered load becomes the query rate that causes it") {
  const Scenario scenario = scenario_of(R"(
[clients]
policy = "cloud_only"
[queries]
load = 0.6
mix = { vgg = 1 }
[server]
servers = 3
executors = 2
)");
  const Point& point = scenario.points.front();
  const double service = cloud_only_service_mean(*world_of(point)).count();
  CHECK(query_rate(*world_of(point)).value() == Approx(0.6 * 6 / service));
}

TEST_CASE("at equal load the size of the pool does not change what is known of slow uploads") {
  // With many servers thousands of queries are on their way, the slow ones longest: a run that
  // ended after a few thousand answers would know only the fast ones, or take the filling for
  // overload.
  const ScenarioResult result = run_scenario(scenario_of(R"(
clients = { count = 1_000_000, link = "3g", policy = "cloud_only" }
queries = { load = 0.5, mix = { imc = 1, dig = 1 } }
server = { servers = [1, 64] }
)"),
                                             {.jobs = 2});
  const PointResult& small = result.points[0];
  const PointResult& large = result.points[1];
  CHECK(small.status == PointStatus::Converged);
  CHECK(large.status == PointStatus::Converged);
  const Estimate& expected = (*fleet_of(small))["latency_mean"];
  const Estimate& latency = (*fleet_of(large))["latency_mean"];
  CAPTURE(expected.value, expected.half_width, latency.value, latency.half_width);
  CHECK(std::abs(latency.value - expected.value) <=
        2.0 * (latency.half_width + expected.half_width));
  CHECK((*fleet_of(large))["utilization"].value == Approx(0.5).margin(0.03));
}

TEST_CASE("a query that would take centuries is refused") {
  const Scenario scenario = scenario_of(R"(
[link.string-and-cans]
uplink = "1e-9 bit/s"
[clients]
link = "string-and-cans"
)");
  CHECK_THROWS_WITH(
      run_scenario(scenario, {.jobs = 1}),
      "test.toml:5:8: error: a query of \"imc\" on tk1-cpu over string-and-cans would "
      "take more than 1e9 s somewhere; check "
      "queries.items, the bandwidth and the rates of the processors");
}

TEST_CASE("a throughput experiment that is short of queries ends as such") {
  const ScenarioResult result = run_scenario(
      parse_scenario(kSmallThroughput, "test.toml", {{"run.max_queries", "10"}}), {.jobs = 2});
  for (const std::size_t i : {0U, 1U}) {  // wifi
    CHECK(result.points[i].status == PointStatus::Budget);
    CHECK(std::get<ThroughputResult>(result.points[i].outcome).bounded.status ==
          ThroughputStatus::Budget);
  }
}

Throughput& saturation_of(PointResult& point) {
  return std::get<ThroughputResult>(point.outcome).saturation;
}

TEST_CASE("gains compare with the baseline, and unbounded ones stay out of the mean") {
  const Scenario scenario = scenario_of(kSmallThroughput);
  std::vector<PointResult> points(8);
  // wifi: 100 -> 110 and 121; 3g: 100 -> 400 and unbounded. Order: link, gpu_share, policy.
  const std::vector<double> rates{
      100, 110, 100, 121, 100, 400, 100, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < rates.size(); ++i) {
    points[i].outcome = ThroughputResult{
        .saturation = {ThroughputStatus::Converged, {rates[i], 0.03 * rates[i]}}, .bounded = {}};
  }
  saturation_of(points[7]).rate.half_width = 0.0;
  const Gains compared = gains(scenario, points, &ThroughputResult::saturation);

  CHECK(compared.by_point[0].value == 1.0);
  CHECK(compared.by_point[1].value == Approx(1.10));
  CHECK(compared.by_point[1].half_width == Approx(1.10 * std::hypot(0.03, 0.03)));
  CHECK(std::isinf(compared.by_point[7].value));
  REQUIRE(compared.means.size() == 4);
  CHECK(compared.means[1].group == "wifi");
  CHECK(compared.means[1].policy == "neurosurgeon");
  CHECK(compared.means[1].gain.value == Approx(std::sqrt(1.10 * 1.21)));
  CHECK(compared.means[1].finite == 2);
  CHECK(compared.means[3].gain.value == Approx(4.0));
  CHECK(compared.means[3].finite == 1);
  CHECK(compared.means[3].unbounded == 1);

  // A throughput that is not known is left out and counted, and nothing is over an unbounded one.
  saturation_of(points[5]) = {};
  saturation_of(points[0]).rate = {std::numeric_limits<double>::infinity(), 0.0};
  const Gains partial = gains(scenario, points, &ThroughputResult::saturation);
  CHECK(partial.means[3].unknown == 1);
  CHECK(partial.means[3].finite == 0);
  CHECK(std::isnan(partial.by_point[1].value));
}

TEST_CASE("published gains are found by their name") {
  const std::string text = kSmallThroughput;
  const std::size_t at = text.find("[published.throughput_gain]");
  const std::string energy =
      "[published.energy]\naxis = 'gpu_share'\nvalues = { '1' = 700 }\nsource = 'a paper'\n";
  const Scenario both = scenario_of(text.substr(0, at) + energy + text.substr(at));
  REQUIRE(published_gain(both) != nullptr);
  CHECK(published_gain(both)->name == "throughput_gain");
  CHECK(published_gain(scenario_of(text.substr(0, at) + energy)) == nullptr);
}

TEST_CASE("a throughput experiment becomes a dataset with gains beside the published ones") {
  const Scenario scenario = scenario_of(kSmallThroughput);
  const ScenarioResult result = run_scenario(scenario, {.jobs = 2});
  const Dataset dataset = to_dataset(scenario, result, {.command_line = "cutpoint run", .jobs = 2});

  const Variable& gain = variable(dataset, "saturation_gain");
  CHECK(gain.dimensions == std::vector<std::string>{"link", "gpu_share", "policy"});
  CHECK(std::get<std::vector<double>>(gain.values).size() == 8);
  CHECK(std::get<std::vector<double>>(gain.values)[0] == 1.0);
  CHECK(std::get<std::vector<double>>(gain.values)[1] > 1.0);
  CHECK(std::get<std::vector<double>>(variable(dataset, "published_throughput_gain").values) ==
        std::vector<double>{1.04, 2.36});
  CHECK(std::get<std::vector<std::string>>(variable(dataset, "status").values)[0] == "converged");
  const Variable& labels = variable(dataset, "cut_label");
  CHECK(std::get<std::vector<std::string>>(labels.values)[0] == "input");
  CHECK(std::get<std::vector<std::string>>(labels.values)[15] == "pool5");
}

TEST_CASE("a fingerprint is sixteen hexadecimal digits") {
  CHECK(fingerprint_text(0) == "0000000000000000");
  CHECK(fingerprint_text(0x0123456789abcdefULL) == "0123456789abcdef");
}

/// Of the first point.
PointResult first_result(const std::string& text) {
  return run_scenario(scenario_of(text), {.jobs = 1}).points.front();
}

TEST_CASE("the distributions of times count every query once, where it belongs") {
  const Scenario scenario = scenario_of(kSmallSweep);
  const ScenarioResult result = run_scenario(scenario, {.jobs = 2});
  const Dataset dataset = to_dataset(scenario, result, {});
  const auto group = std::ranges::find(dataset.groups, "histograms", &Group::name);
  REQUIRE(group != dataset.groups.end());
  const auto& lower = std::get<std::vector<double>>(group->dimensions[1].values);
  const auto& upper = std::get<std::vector<double>>(group->variables[0].values);
  const auto& counts = std::get<std::vector<std::int64_t>>(group->variables[1].values);
  REQUIRE(counts.size() == result.points.size() * lower.size());
  for (std::size_t point = 0; point < result.points.size(); ++point) {
    CAPTURE(point);
    const FleetBatch& steady = fleet_of(result.points[point])->steady;
    std::int64_t queries = 0;
    double least = 0.0;
    double most = 0.0;
    for (std::size_t bin = 0; bin < lower.size(); ++bin) {
      const std::int64_t count = counts[point * lower.size() + bin];
      queries += count;
      least += static_cast<double>(count) * lower[bin];
      most += static_cast<double>(count) * upper[bin];
    }
    CHECK(queries == static_cast<std::int64_t>(steady.queries));
    const double mean = (*fleet_of(result.points[point]))["latency_mean"].value;
    CHECK(least <= mean * static_cast<double>(queries));
    CHECK(most >= mean * static_cast<double>(queries));
  }
}

TEST_CASE("if asked to, queries pay for the idle power of the phone that works for them") {
  constexpr double idle = 2.0;  // W, of the built-in phones
  const std::string clients =
      "queries.mix = { imc = 1 }\nclients.link = '3g'\nclients.download = true\n"
      "clients.objective = 'energy'\n";
  const std::string paid = clients + "clients.idle_power = true\n";
  const std::string decisions = "run.experiment = 'decisions'\n";
  const DecidedQuery free_query =
      std::get<DecisionResult>(first_result(decisions + clients).outcome).front();
  const DecidedQuery paid_query =
      std::get<DecisionResult>(first_result(decisions + paid).outcome).front();
  REQUIRE(free_query.cuts.size() == paid_query.cuts.size());
  for (std::size_t i = 0; i < free_query.cuts.size(); ++i) {
    CAPTURE(i);
    const ExplainedCut& cut = free_query.cuts[i];
    const Seconds works = cut.mobile_time + cut.upload_time + cut.download_time;
    CHECK(paid_query.cuts[i].actual.energy.value() ==
          Approx(cut.actual.energy.value() + idle * works.count()));
  }
  const ExplainedCost& expected = free_query.cuts.back().predicted;  // of the phone alone
  CHECK(paid_query.cuts.back().predicted.energy.value() ==
        Approx(expected.energy.value() + idle * expected.latency.count()));
  const FleetResult fleet = *fleet_of(first_result(paid));
  CHECK(fleet["mobile_energy_mean"].value == Approx(paid_query.chosen.actual.energy.value()));
}

TEST_CASE("an experiment of decisions has every cut's costs, and those of the policy's") {
  const Scenario scenario = parse_scenario(
      "run.experiment = 'decisions'\nqueries.mix = { imc = 1, pos = 1 }\n[clients]\n"
      "gpu_share = [0, 1]\npolicy = ['cloud_only', 'neurosurgeon', 'oracle', 'mobile_only']\n",
      "s.toml");
  const ScenarioResult result = run_scenario(scenario, {.jobs = 2});
  for (std::size_t phone = 0; phone < 2; ++phone) {
    const auto latency = [&](std::size_t policy, std::size_t application) {
      return std::get<DecisionResult>(result.points[4 * phone + policy].outcome)[application]
          .chosen.actual.latency;
    };
    for (std::size_t application = 0; application < 2; ++application) {
      CHECK(latency(2, application) <= latency(0, application));
      CHECK(latency(2, application) <= latency(1, application));
      CHECK(latency(2, application) <= latency(3, application));
      const DecidedQuery& cloud =
          std::get<DecisionResult>(result.points[4 * phone].outcome)[application];
      CHECK(cloud.chosen.after == "input");
      CHECK(cloud.chosen.actual.latency == cloud.cuts.front().actual.latency);
    }
  }
  const Dataset dataset = to_dataset(scenario, result, {});
  const auto& chosen = std::get<std::vector<std::string>>(variable(dataset, "chosen_cut").values);
  CHECK(chosen.size() == 2 * 4 * 2);
  CHECK(chosen[4 * 2 + 2] == "pool5");  // the GPU's, by neurosurgeon, of AlexNet over Wi-Fi
  const Variable& cuts = variable(dataset, "cut_latency");
  CHECK(cuts.dimensions == std::vector<std::string>{"gpu_share", "policy", "application", "cut"});
  CHECK(std::get<std::vector<double>>(cuts.values).size() == 2 * 4 * 2 * 25);
  CHECK(run_scenario(scenario, {.jobs = 1}).fingerprint == result.fingerprint);
}

}  // namespace
}  // namespace cutpoint
