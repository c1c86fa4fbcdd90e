#include "scenario/scenario.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

TEST_CASE("an empty scenario is one point of defaults") {
  const Scenario scenario = parsed("");
  CHECK(scenario.path == "s.toml");
  CHECK(scenario.title == "s");
  CHECK(scenario.text.empty());
  CHECK(scenario.axes.empty());
  CHECK(scenario.published.empty());
  REQUIRE(scenario.points.size() == 1);

  const Point& point = scenario.points.front();
  CHECK(point.position.empty());
  CHECK(point.run.kind == ExperimentKind::SteadyState);
  CHECK(point.run.seed == 1);
  CHECK(point.run.precision.metrics == std::vector<std::string>{"latency_mean"});
  CHECK(point.run.precision.relative == 0.05);
  CHECK(point.run.max_observations == 10'000'000);
  CHECK(world_of(point)->clients.count == 1000);
  CHECK(world_of(point)->clients.link.name == "wifi");
  CHECK(world_of(point)->clients.cpu.name == "tk1-cpu");
  CHECK(world_of(point)->clients.gpu.name == "tk1-gpu");
  CHECK(world_of(point)->clients.gpu_share == 1.0);
  CHECK(world_of(point)->clients.policy == &find_policy("neurosurgeon"));
  CHECK(world_of(point)->clients.objective == Objective::Latency);
  CHECK(world_of(point)->clients.ping_period == Seconds{1.0});
  CHECK(world_of(point)->clients.ping_delay == Seconds{0.05});
  CHECK_FALSE(world_of(point)->clients.accounting.round_trip);
  CHECK_FALSE(world_of(point)->clients.accounting.download);
  CHECK(std::get<double>(world_of(point)->queries.intensity) == 0.5);
  CHECK(world_of(point)->queries.mix.size() == 8);
  CHECK(world_of(point)->server.processor.name == "k40");
  CHECK(world_of(point)->server.servers == 1);
  CHECK(world_of(point)->server.executors == 1);
  CHECK(world_of(point)->actual.misfit);
}

TEST_CASE("every key of every section is read") {
  const Point point = point_of(R"(
[run]
experiment = "throughput"
seed = 7
precision = { metric = "throughput", relative = "3 %" }
max_queries = 2e6
[clients]
count = 20
link = "lte"
bandwidth = "12.8 Mbit/s"
cpu = "tk1-gpu"
gpu = "tk1-cpu"
gpu_share = 0.25
policy = ["oracle", "neurosurgeon"]
objective = "energy"
round_trip = true
download = true
predictor = "paper"
profile_noise = "7 %"
prediction_bias = "-10 %"
prediction_noise = "5 %"
jitter = "12 %"
link_jitter = "20 %"
estimator = "ewma"
ping = { period = "2 s", delay = "10 ms" }
[queries]
arrivals = "poisson"
mix = { dig = 2, imc = 1.5 }
items = { dig = 3 }
[server]
processor = "tk1-gpu"
servers = 4
executors = 8
[actual]
misfit = false
[throughput]
sojourn_bound = "200 ms"
rate_precision = "1 %"
baseline = "oracle"
)");
  CHECK(point.run.kind == ExperimentKind::Throughput);
  CHECK(point.run.seed == 7);
  CHECK(point.run.precision.metrics == std::vector<std::string>{"throughput"});
  CHECK(point.run.precision.relative == 0.03);
  CHECK(point.run.max_observations == 2'000'000);
  CHECK(world_of(point)->clients.count == 20);
  CHECK(world_of(point)->clients.link.name == "lte");
  CHECK(world_of(point)->clients.link.uplink.value == megabits_per_second(12.8));
  CHECK(world_of(point)->clients.cpu.name == "tk1-gpu");
  CHECK(world_of(point)->clients.gpu.name == "tk1-cpu");
  CHECK(world_of(point)->clients.gpu_share == 0.25);
  CHECK(world_of(point)->clients.policy == &find_policy("oracle"));
  CHECK(world_of(point)->clients.objective == Objective::Energy);
  CHECK(world_of(point)->clients.accounting.round_trip);
  CHECK(world_of(point)->clients.accounting.download);
  CHECK(world_of(point)->clients.prediction.costs == BelievedCosts::Paper);
  CHECK(world_of(point)->clients.prediction.profile_noise == 0.07);
  CHECK(world_of(point)->clients.prediction.bias == -0.1);
  CHECK(world_of(point)->clients.prediction.noise == 0.05);
  CHECK(world_of(point)->clients.variation.jitter == 0.12);
  CHECK(world_of(point)->clients.variation.link_jitter == 0.2);
  CHECK(world_of(point)->clients.variation.estimator_weight == 0.25);
  CHECK(world_of(point)->clients.ping_period == Seconds{2.0});
  CHECK(world_of(point)->clients.ping_delay == Seconds{0.01});
  CHECK(world_of(point)->queries.arrivals.description() == "Poisson");
  REQUIRE(world_of(point)->queries.mix.size() ==
          2);  // in the order of the applications, not of the keys
  CHECK(world_of(point)->queries.mix[0].application.get() == &find_application("imc"));
  CHECK(world_of(point)->queries.mix[0].weight == 1.5);
  CHECK(world_of(point)->queries.mix[0].query == find_application("imc").default_query);
  CHECK(world_of(point)->queries.mix[1].application.get() == &find_application("dig"));
  CHECK(world_of(point)->queries.mix[1].weight == 2.0);
  CHECK(world_of(point)->queries.mix[1].query.items == 3);
  CHECK(world_of(point)->server.processor.name == "tk1-gpu");
  CHECK(world_of(point)->server.servers == 4);
  CHECK(world_of(point)->server.executors == 8);
  CHECK_FALSE(world_of(point)->actual.misfit);
  for (const Processor& processor : {world_of(point)->clients.cpu,
                                     world_of(point)->clients.gpu,
                                     world_of(point)->server.processor}) {
    CHECK(processor.layer_misfit.value == 0.0);
    CHECK(processor.cache_bytes.value == Bytes{});
  }
  CHECK(throughput_of(point)->sojourn_bound == Seconds{0.2});
  CHECK(throughput_of(point)->rate_precision == 0.01);
  CHECK(throughput_of(point)->baseline == "oracle");
}

TEST_CASE("the intensity is an offered load or a rate") {
  CHECK(std::get<double>(world_of(point_of("queries.load = 1"))->queries.intensity) == 1.0);
  CHECK(std::get<double>(world_of(point_of("queries.load = 1.5"))->queries.intensity) == 1.5);
  CHECK(std::get<Rate>(world_of(point_of("queries.rate = '200 /s'"))->queries.intensity) ==
        per_second(200.0));
}

TEST_CASE("arrivals have the shape of a law") {
  const auto arrivals = [](const std::string& name) {
    return world_of(point_of("queries.arrivals = '" + name + "'"))->queries.arrivals;
  };
  const std::string google = ArrivalProcess{google_search_interarrival()}.description();
  CHECK(arrivals("google_search").description() == google);
  CHECK(arrivals("poisson").description() == "Poisson");
  CHECK(arrivals("deterministic").cv() == 0.0);
  CHECK(world_of(point_of(""))->queries.arrivals.description() == google);
}

TEST_CASE("a table of arrivals brings its own rate, which load and rate override") {
  const std::string table =
      "queries.arrivals = { law = 'mmpp', rates = ['10 /s', '30 /s'], "
      "holding = ['1 s', '1 s'] }";
  const Point own = point_of(table);
  CHECK(world_of(own)->queries.arrivals.cv() > 1.0);
  CHECK(std::get<Rate>(world_of(own)->queries.intensity).value() == Approx(20.0));
  CHECK(std::get<Rate>(world_of(point_of(table + "\nqueries.rate = '5 /s'"))->queries.intensity) ==
        per_second(5.0));
  CHECK(std::get<double>(world_of(point_of(table + "\nqueries.load = 0.3"))->queries.intensity) ==
        0.3);
  // A name stands for a shape alone.
  CHECK(std::get<double>(
            world_of(point_of("queries.arrivals = 'google_search'"))->queries.intensity) == 0.5);
}

TEST_CASE("without a mix all eight applications are asked for alike") {
  const Point point = point_of("");
  REQUIRE(world_of(point)->queries.mix.size() == applications().size());
  for (std::size_t i = 0; i < applications().size(); ++i) {
    CHECK(world_of(point)->queries.mix[i].application.get() == &applications()[i]);
    CHECK(world_of(point)->queries.mix[i].weight == 1.0);
    CHECK(world_of(point)->queries.mix[i].query == applications()[i].default_query);
  }
}

TEST_CASE("a link of one's own differs from its base in the constants that it gives") {
  const Scenario scenario = parsed(R"(
clients.link = ["my-5g", "like-wifi"]
[link.my-5g]
uplink = "40 Mbit/s"
upload_power = "2.1 W"
[link.like-wifi]
base = "wifi"
round_trip = "5 ms"
)");
  REQUIRE(scenario.points.size() == 2);
  const auto built_in = [](std::string_view name) {
    for (const Link& link : built_in_links()) {
      if (link.name == name) {
        return link;
      }
    }
    return Link{};
  };
  const Link& first = world_of(scenario.points[0])->clients.link;
  CHECK(first.name == "my-5g");
  CHECK(first.uplink.value == megabits_per_second(40.0));
  CHECK(first.downlink.value == built_in("lte").downlink.value);
  CHECK(upload_power(first) == Watts{2.1});
  const Link& second = world_of(scenario.points[1])->clients.link;
  CHECK(second.name == "like-wifi");
  CHECK(second.uplink.value == built_in("wifi").uplink.value);
  CHECK(second.round_trip.value == Seconds{0.005});
}

TEST_CASE("a processor of one's own differs from its base in the constants that it gives") {
  const Point point = point_of(R"(
clients.gpu = "my-phone"
[processor.my-phone]
base = "tk1-gpu"
conv_rate = "150 GFLOP/s"
)");
  const Point plain = point_of("");
  CHECK(world_of(point)->clients.gpu.name == "my-phone");
  CHECK(world_of(point)->clients.gpu.conv_rate.value == FlopPerSecond{150e9});
  CHECK(world_of(point)->clients.gpu.gemm_rate.value ==
        world_of(plain)->clients.gpu.gemm_rate.value);
}

TEST_CASE("published values are held per label of their axis, NaN where there is none") {
  const Scenario scenario = parsed(R"(
clients.link = ["3g", "wifi", "lte"]
clients.gpu_share = [0, 0.5]
[published.gain]
axis = "link"
values = { wifi = 1.04, 3g = 2 }
source = "a paper"
[published.cost]
axis = "clients.gpu_share"
values = { "0" = 1, "0.5" = -1 }
source = "another"
)");
  REQUIRE(scenario.published.size() == 2);
  const Published& gain = scenario.published[0];
  CHECK(gain.name == "gain");
  CHECK(gain.axis == "link");
  CHECK(gain.source == "a paper");
  REQUIRE(gain.values.size() == 3);
  CHECK(gain.values[0] == 2.0);
  CHECK(gain.values[1] == 1.04);
  CHECK(std::isnan(gain.values[2]));
  CHECK(scenario.published[1].name == "cost");
  CHECK(scenario.published[1].axis == "gpu_share");
  CHECK(scenario.published[1].values == std::vector<double>{1.0, -1.0});
}

TEST_CASE("there are eight metrics for the precision") {
  for (const std::string& metric : precision_metrics(false)) {
    CHECK(point_of("run.precision.metric = '" + metric + "'").run.precision.metrics ==
          std::vector{metric});
  }
  CHECK(precision_metrics(false).size() == 8);
}

TEST_CASE("a scenario is loaded from a file, with the path in its messages") {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "cutpoint_scenario_test.toml";
  std::ofstream{path} << "title = \"From a file\"\n[run]\nseed = 3\n";
  const Scenario scenario = load_scenario(path);
  CHECK(scenario.path == path);
  CHECK(scenario.title == "From a file");
  CHECK(scenario.text == "title = \"From a file\"\n[run]\nseed = 3\n");
  CHECK(scenario.points.front().run.seed == 3);

  std::ofstream{path} << "[run]\nsead = 3\n";
  CHECK_THROWS_WITH(
      load_scenario(path),
      path.string() + ":2:1: error: unknown key \"sead\" in [run]; did you mean \"seed\"?");
  std::ofstream{path} << "";
  CHECK(load_scenario(path).points.size() == 1);
  std::filesystem::remove(path);
  CHECK_THROWS_WITH(load_scenario(path),
                    path.string() + ": error: cannot read the scenario: there is no such file");
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  CHECK_THROWS_WITH(load_scenario(folder),
                    folder.string() + ": error: cannot read the scenario: it is a folder");
}

TEST_CASE("an objective may weigh energy, follow the battery or keep a bound") {
  const auto clients = [](const std::string& lines) {
    return world_of(parse_scenario("[clients]\n" + lines, "s.toml").points.front())->clients;
  };
  const ClientSettings weighted =
      clients("objective = 'weighted'\nenergy_weight = 0.3\njoule = '200 ms'");
  CHECK(weighted.objective.kind == Objective::Weighted);
  CHECK(weighted.objective.energy_weight == 0.3);
  CHECK(weighted.objective.joule == Seconds{0.2});
  CHECK(clients("objective = 'battery'\ncharge = '25 %'").charge == 0.25);
  CHECK_FALSE(clients("objective = 'battery'").charge.has_value());
  CHECK(clients("energy_bound = '500 mJ'").objective.energy_bound == Joules{0.5});
  CHECK(clients("objective = 'energy'\nlatency_bound = '1 s'").objective.latency_bound ==
        Seconds{1.0});
  CHECK(clients("policy = 'threshold'\nthreshold = '8 Mbit/s'").threshold == BytesPerSecond{1e6});
}

TEST_CASE("in a sweep of objectives each takes what is its own") {
  const Scenario scenario = parse_scenario(
      "[clients]\nobjective = ['latency', 'energy', 'weighted']\nenergy_weight = 0.3\n"
      "energy_bound = '1 J'\n",
      "s.toml");
  REQUIRE(scenario.points.size() == 3);
  CHECK(world_of(scenario.points[0])->clients.objective.energy_bound == Joules{1.0});
  CHECK_FALSE(world_of(scenario.points[1])->clients.objective.is_bounded());
  CHECK_FALSE(world_of(scenario.points[2])->clients.objective.is_bounded());
  CHECK(world_of(scenario.points[2])->clients.objective.energy_weight == 0.3);
}

TEST_CASE("a static cut is given for all networks or for each") {
  const auto cuts = [](const std::string& lines) {
    return world_of(
               parse_scenario(
                   "queries.mix = { imc = 1, pos = 1 }\n[clients]\npolicy = 'static'\n" + lines,
                   "s.toml")
                   .points.front())
        ->clients.static_cuts;
  };
  using Cuts = std::map<std::string, std::string>;
  CHECK(cuts("static_cut = 'input'") == Cuts{{"imc", "input"}, {"pos", "input"}});
  CHECK(cuts("static_cut = { imc = 'pool5', pos = 'input' }") ==
        Cuts{{"imc", "pool5"}, {"pos", "input"}});
}

TEST_CASE("the mix may ask for any built-in network, not only for the suite's") {
  const Point point =
      parse_scenario("queries.mix = { resnet50 = 2, imc = 1, \"bert-base:64\" = 3 }", "s.toml")
          .points.front();
  std::vector<std::string> names;
  for (const MixEntry& entry : world_of(point)->queries.mix) {
    names.push_back(entry.application->name);
  }
  CHECK(names == std::vector<std::string>{"imc", "resnet50", "bert-base:64"});
  CHECK(world_of(point)->queries.mix[1].weight == 2.0);
}

}  // namespace
}  // namespace cutpoint
