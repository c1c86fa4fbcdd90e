// Scenarios that come with Cutpoint load, and say what they are meant to say.
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scenario/keys/resolved.hpp"
#include "scenario/load/starter.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

std::string value_of(const Values& values, const std::string& key) {
  const auto found = std::ranges::find(values, key, &Values::value_type::first);
  return found == values.end() ? "(none)" : found->second;
}

TEST_CASE("the starter scenario loads, also with its commented lines in force") {
  const Scenario scenario = parsed(starter_scenario());
  CHECK(scenario.axes.size() == 2);
  CHECK(scenario.points.size() == 12);

  std::string text = starter_scenario();
  for (const std::string line :
       {"bandwidth =", "items =", "[link", "base =", "uplink =", "[processor", "conv_rate ="}) {
    for (std::size_t at = 0; (at = text.find("# " + line, at)) != std::string::npos;) {
      text.erase(at, 2);
    }
  }
  const Point point = point_of(text, {{"clients.link", "my-5g"}, {"clients.gpu", "my-phone"}});
  CHECK(world_of(point)->clients.link.name == "my-5g");
  CHECK(world_of(point)->clients.gpu.conv_rate.value == FlopPerSecond{150e9});
  CHECK(world_of(point)->clients.link.uplink.value == megabits_per_second(12.8));
}

const std::filesystem::path kExperiments =
    std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path().parent_path() /
    "experiments";

TEST_CASE("every scenario that comes with Cutpoint loads") {
  int scenarios = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kExperiments}) {
    if (entry.path().extension() == ".toml" && entry.path().filename() != "published.toml") {
      CAPTURE(entry.path());
      CHECK_FALSE(load_scenario(entry.path()).points.empty());
      ++scenarios;
    }
  }
  CHECK(scenarios >= 20);
}

TEST_CASE("every template loads, with its variants") {
  for (const ScenarioTemplate& chosen : scenario_templates()) {
    CAPTURE(chosen.name);
    const Scenario scenario = parsed(chosen.text);
    CHECK(scenario.points.size() > 1);
    for (const std::string& variant : scenario.variants) {
      CHECK_FALSE(parse_scenario(chosen.text, "s.toml", {}, variant).points.empty());
    }
  }
}

TEST_CASE("the scenario of figure 16 asks for the published comparison") {
  const Scenario scenario = load_scenario(kExperiments / "figures/fig16_throughput/scenario.toml");
  CHECK(scenario.points.size() == 24);
  const Point& point = scenario.points.front();
  CHECK(point.run.kind == ExperimentKind::Throughput);
  CHECK(world_of(point)->queries.mix.size() == 8);
  CHECK(throughput_of(point)->baseline == "cloud_only");
  CHECK(throughput_of(point)->sojourn_bound == Seconds{0.1});
  REQUIRE(scenario.published.size() == 1);
  CHECK(scenario.published[0].name == "throughput_gain");
  CHECK(scenario.published[0].values == std::vector<double>{1.04, 1.43, 2.36});
  CHECK(scenario.published[0].maximum == 6.7);
}

TEST_CASE("the resolved values of a point are complete and have units") {
  const Values values = resolved_values(point_of(R"(
run.precision.relative = "2.5 %"
clients = { count = 20, link = "lte", bandwidth = "12.8 Mbit/s", gpu_share = 0.3 }
queries = { rate = "200 /s", mix = { dig = 2 }, items = { dig = 7 } }
)"));
  const Values expected = {
      {"run.experiment", "steady_state"},
      {"run.seed", "1"},
      {"run.precision.metric", "latency_mean"},
      {"run.precision.relative", "2.5 %"},
      {"run.replications", "1"},
      {"run.max_queries", "10000000"},
      {"clients.count", "20"},
      {"clients.link", "lte"},
      {"clients.gpu_share", "0.3"},
      {"clients.cpu", "tk1-cpu"},
      {"clients.gpu", "tk1-gpu"},
      {"clients.policy", "neurosurgeon"},
      {"clients.objective", "latency"},
      {"clients.decision_overhead", "0 s"},
      {"clients.ping.period", "1 s"},
      {"clients.ping.delay", "0.05 s"},
      {"clients.load_form", "slowdown"},
      {"clients.round_trip", "false"},
      {"clients.download", "false"},
      {"clients.radio_states", "false"},
      {"clients.idle_power", "false"},
      {"clients.predictor", "best"},
      {"clients.profile_noise", "2 %"},
      {"clients.prediction_bias", "0 %"},
      {"clients.prediction_noise", "0 %"},
      {"clients.jitter", "0 %"},
      {"clients.link_jitter", "0 %"},
      {"clients.estimator", "exact"},
      {"queries.rate", "200 /s"},
      {"queries.arrivals", "renewal, Weibull, shape 0.8376"},
      {"queries.mix.dig", "2"},
      {"queries.items.dig", "7"},
      {"server.processor", "k40"},
      {"server.servers", "1"},
      {"server.executors", "1"},
      {"actual.misfit", "true"},
      {"link.lte.uplink", "12.8 Mbit/s"},
  };
  REQUIRE(values.size() > expected.size());
  CHECK(Values(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(expected.size())) ==
        expected);
  const Point point = point_of("");
  CHECK(values.size() == expected.size() - 1 + catalog(world_of(point)->clients.link).size() +
                             3 * catalog(world_of(point)->clients.cpu).size());
}

TEST_CASE("a key is resolved where it has an effect, and nowhere else") {
  const Values decisions = resolved_values(point_of("run.experiment = 'decisions'\n"));
  CHECK(value_of(decisions, "clients.count") == "(none)");
  CHECK(value_of(decisions, "clients.objective") == "latency");
  const Values probed = resolved_values(point_of("clients.estimator = 'probe'\n"));
  CHECK(value_of(probed, "clients.probe_period") == "1 s");
  CHECK(value_of(probed, "clients.estimator_weight") == "(none)");
}

TEST_CASE("the constants of a processor are resolved once, whoever uses it") {
  const Values once = resolved_values(
      point_of("clients = { gpu_share = 0.5, cpu = 'k40', gpu = 'k40' }\nqueries.load = 0.25\n"));
  const auto is_conv_rate = [](const auto& value) { return value.first.ends_with("conv_rate"); };
  CHECK(std::ranges::count_if(once, is_conv_rate) == 1);
  CHECK(value_of(once, "queries.load") == "0.25");
  CHECK(value_of(once, "queries.rate") == "(none)");
  CHECK(value_of(once, "throughput.baseline") == "(none)");
}

TEST_CASE("a throughput point resolves its bound in place of an intensity") {
  const Values values =
      resolved_values(point_of("run.experiment = 'throughput'\nclients.policy = 'cloud_only'\n"
                               "queries.arrivals = 'poisson'\n"));
  CHECK(value_of(values, "run.experiment") == "throughput");
  CHECK(value_of(values, "queries.load") == "(none)");
  CHECK(value_of(values, "queries.arrivals") == "Poisson");
  CHECK(value_of(values, "throughput.sojourn_bound") == "0.1 s");
  CHECK(value_of(values, "throughput.rate_precision") == "2 %");
  CHECK(value_of(values, "throughput.baseline") == "cloud_only");
}

}  // namespace
}  // namespace cutpoint
