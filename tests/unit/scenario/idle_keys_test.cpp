// Keys that need values of others are refused where no point has those.
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

std::string refusal(const std::string& key, const std::string& needed) {
  return key + " has a meaning only with " + needed + "; set that, or leave it out";
}

TEST_CASE("a key that needs the value of another is refused without it") {
  struct Case {
    std::string text;
    std::string key;
    std::string needed;
  };
  const std::string trace = "link.x.trace.mean = '1 Mbit/s'\nlink.x.trace.duration = '1 s'\n";
  const std::string decisions = "run.experiment = 'decisions'\n";
  const std::string predicting =
      "clients.policy = \"neurosurgeon\" or \"min_cut\" or \"maui\", or run.experiment = "
      "\"decisions\"";
  const std::vector<Case> cases{
      {"clients.estimator = 'exact'\nclients.estimator_weight = 0.5",
       "clients.estimator_weight",
       "clients.estimator = \"ewma\""},
      {"clients.estimator = 'ewma'\nclients.probe_period = '1 s'",
       "clients.probe_period",
       "clients.estimator = \"probe\""},
      {"clients.threshold = '1 Mbit/s'", "clients.threshold", "clients.policy = \"threshold\""},
      {"clients.static_cut = 'input'", "clients.static_cut", "clients.policy = \"static\""},
      {"clients.static_cut.imc = 'input'", "clients.static_cut", "clients.policy = \"static\""},
      {"clients.objective = ['latency', 'energy']\nclients.charge = '5 %'",
       "clients.charge",
       "clients.objective = \"battery\""},
      {"clients.cpu = 'k40'", "clients.cpu", "clients.gpu_share below 1"},
      {"clients.gpu_share = 0\nclients.gpu = 'k40'", "clients.gpu", "clients.gpu_share above 0"},
      {"clients.predictor = 'exact'\nclients.profile_noise = '1 %'",
       "clients.profile_noise",
       "clients.predictor other than \"exact\""},
      {"clients.policy = 'oracle'\nclients.predictor = 'paper'", "clients.predictor", predicting},
      {"clients.policy = 'random'\nclients.prediction_bias = '1 %'",
       "clients.prediction_bias",
       predicting},
      {"server.background = { load = 0, mix = { imc = 1 } }",
       "server.background.mix",
       "server.background.load above 0"},
      {trace + "link.x.trace.correlation_time = '1 s'",
       "link.x.trace.correlation_time",
       "link.x.trace.variation above 0"},
      {trace + "link.x.trace.seed = 3",
       "link.x.trace.seed",
       "link.x.trace.variation above 0, or outages"},
  };
  for (const auto& [text, key, needed] : cases) {
    CAPTURE(text);
    const std::string error = error_of(text);
    CHECK(error.ends_with(refusal(key, needed)));
    CHECK(error.starts_with("s.toml:"));
  }
  for (const std::string line : {"clients.count = 3",
                                 "clients.jitter = '1 %'",
                                 "clients.link_jitter = '1 %'",
                                 "clients.decision_overhead = '1 s'",
                                 "clients.ping.period = '1 s'",
                                 "clients.ping.delay = '1 s'",
                                 "clients.load_form = 'wait'",
                                 "queries.arrivals = 'poisson'",
                                 "run.max_queries = 3",
                                 "run.precision.relative = '1 %'",
                                 "server.servers = 2",
                                 "server.executors = 2"}) {
    CAPTURE(line);
    CHECK(error_of(line).empty());
    CHECK(error_of(decisions + line).find("only with run.experiment other than \"decisions\"") !=
          std::string::npos);
  }
}

TEST_CASE("in a sweep one point that uses a key is enough") {
  CHECK(
      error_of("clients.policy = ['oracle', 'threshold']\nclients.threshold = '1 Mbit/s'").empty());
  CHECK(error_of("clients.estimator = ['exact', 'ewma']\nclients.estimator_weight = 0.5").empty());
  CHECK(error_of("clients.gpu_share = [1, 0.5]\nclients.cpu = 'k40'").empty());
  CHECK(error_of("clients.objective = ['latency', 'battery']\nclients.charge = '5 %'").empty());
  CHECK(error_of("server.background = { load = [0, 0.1], arrivals = 'poisson' }").empty());
}

TEST_CASE(
    "what a base says for values that are replaced passes, and what an override says does not") {
  const std::string base = "clients.policy = 'threshold'\nclients.threshold = '1 Mbit/s'\n";
  CHECK(error_of(base, {{"clients.policy", "oracle"}}).empty());
  CHECK(error_of("clients.policy = 'oracle'", {{"clients.threshold", "1 Mbit/s"}}) ==
        "--set clients.threshold=1 Mbit/s: error: " +
            refusal("clients.threshold", "clients.policy = \"threshold\""));

  const std::string variant = base + "[variant.other]\nclients.policy = 'oracle'\n";
  CHECK_FALSE(parse_scenario(variant, "s.toml", {}, "other").points.empty());
  CHECK(error_of("clients.threshold = '1 Mbit/s'\n[variant.t]\nclients.policy = 'threshold'\n")
            .empty());
  CHECK_THROWS_AS(
      parse_scenario("[variant.t]\nclients.threshold = '1 Mbit/s'\n", "s.toml", {}, "t"),
      InputError);
}

TEST_CASE("what a base says passes whichever of the values that it needs is replaced") {
  const std::string decisions =
      "run.experiment = 'decisions'\n"
      "clients = { policy = 'oracle', predictor = 'paper' }\n";
  CHECK(error_of(decisions).empty());
  CHECK(error_of(decisions, {{"run.experiment", "steady_state"}}).empty());
  CHECK_FALSE(error_of("clients.policy = 'oracle'\n",
                       {{"run.experiment", "steady_state"}, {"clients.predictor", "paper"}})
                  .empty());

  const std::string predicting =
      "clients = { policy = 'oracle', predictor = 'paper' }\n"
      "[variant.shown]\nrun.experiment = 'decisions'\n";
  CHECK(error_of(predicting).empty());
  const std::string steady =
      "link.x.trace = { mean = '1 Mbit/s', duration = '60 s', step = '1 s', seed = 3 }\n";
  CHECK_FALSE(error_of(steady).empty());
  CHECK(error_of(steady +
                 "[variant.gaps]\nlink.x.trace.outages = { share = '5 %', length = '1 s' }\n")
            .empty());
}

TEST_CASE("results of a scenario with a key that had no effect can still be read") {
  const std::string text = "clients.threshold = '1 Mbit/s'\n";
  CHECK_FALSE(error_of(text).empty());
  const ScenarioSource source{
      .variant = {},
      .overrides = {},
      .inputs = {{.name = "s.toml", .size = text.size(), .sha256 = {}, .bytes = text}}};
  CHECK_FALSE(restore_scenario("s.toml", source).points.empty());
}

}  // namespace
}  // namespace cutpoint
