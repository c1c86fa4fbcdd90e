#include <string>
#include <variant>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

using Labels = std::vector<std::string>;
using Numbers = std::vector<double>;

/// The keys of the axes, in their order.
Labels keys(const Scenario& scenario) {
  Labels keys;
  for (const Axis& axis : scenario.axes) {
    keys.push_back(axis.key);
  }
  return keys;
}

TEST_CASE("lists are axes in the order of the file, and points are row-major over them") {
  const Scenario scenario = parsed(R"(
[server]
servers = [1, 2]
[clients]
policy = ["cloud_only", "oracle"]
link = ["wifi", "lte", "3g"]
)");
  CHECK(keys(scenario) == Labels{"server.servers", "clients.policy", "clients.link"});
  CHECK(std::get<Numbers>(scenario.axes[0].values) == Numbers{1.0, 2.0});
  CHECK(std::get<Labels>(scenario.axes[1].values) == Labels{"cloud_only", "oracle"});
  CHECK(std::get<Labels>(scenario.axes[2].values) == Labels{"wifi", "lte", "3g"});

  REQUIRE(scenario.points.size() == 12);
  CHECK(scenario.points[0].position == std::vector<std::size_t>{0, 0, 0});
  CHECK(scenario.points[1].position == std::vector<std::size_t>{0, 0, 1});
  CHECK(world_of(scenario.points[1])->clients.link.name == "lte");
  CHECK(world_of(scenario.points[1])->clients.policy->name == "cloud_only");
  CHECK(scenario.points[3].position == std::vector<std::size_t>{0, 1, 0});
  CHECK(world_of(scenario.points[3])->clients.policy->name == "oracle");
  CHECK(world_of(scenario.points[3])->clients.link.name == "wifi");
  CHECK(world_of(scenario.points[5])->server.servers == 1);
  CHECK(scenario.points[6].position == std::vector<std::size_t>{1, 0, 0});
  CHECK(world_of(scenario.points[6])->server.servers == 2);
  CHECK(scenario.points[11].position == std::vector<std::size_t>{1, 1, 2});
}

TEST_CASE(
    "any scalar of the sections may be an axis, nested ones too, with numbers in base units") {
  struct Case {
    std::string text;
    std::string name;
    std::variant<Labels, Numbers> values;
    std::string unit;
  };
  const std::vector<Case> cases = {
      {"run.precision.metric = ['latency_p95', 'throughput']",
       "metric",
       Labels{"latency_p95", "throughput"},
       ""},
      {"run.precision.relative = ['1 %', '50 %']", "relative", Numbers{0.01, 0.5}, ""},
      {"run.max_queries = [1000, 1e4]", "max_queries", Numbers{1000.0, 10000.0}, ""},
      {"clients.count = [10, 20]", "count", Numbers{10.0, 20.0}, ""},
      {"clients.bandwidth = ['8 kbit/s', '1 MB/s']", "bandwidth", Numbers{8e3, 8e6}, "bit/s"},
      {"clients = { gpu_share = 0, cpu = ['tk1-cpu', 'tk1-gpu'] }",
       "cpu",
       Labels{"tk1-cpu", "tk1-gpu"},
       ""},
      {"clients.gpu = ['tk1-cpu', 'tk1-gpu']", "gpu", Labels{"tk1-cpu", "tk1-gpu"}, ""},
      {"clients.gpu_share = [0, 0.5]", "gpu_share", Numbers{0.0, 0.5}, ""},
      {"clients.objective = ['energy', 'latency']", "objective", Labels{"energy", "latency"}, ""},
      {"clients.ping = { period = ['1 s', '500 ms'] }", "period", Numbers{1.0, 0.5}, "s"},
      {"clients.ping.delay = ['0 s', '2 min']", "delay", Numbers{0.0, 120.0}, "s"},
      {"clients.round_trip = [false, true]", "round_trip", Labels{"false", "true"}, ""},
      {"clients.download = [true, false]", "download", Labels{"true", "false"}, ""},
      {"queries.load = [0.5, 1.1]", "load", Numbers{0.5, 1.1}, ""},
      {"queries.rate = ['200 /s', '30 /min']", "rate", Numbers{200.0, 0.5}, "1/s"},
      {"queries.arrivals = ['poisson', 'deterministic']",
       "arrivals",
       Labels{"poisson", "deterministic"},
       ""},
      {"queries.items.dig = [1, 100]", "dig", Numbers{1.0, 100.0}, ""},
      {"server.processor = ['k40', 'tk1-gpu']", "processor", Labels{"k40", "tk1-gpu"}, ""},
      {"server.executors = [1, 8]", "executors", Numbers{1.0, 8.0}, ""},
  };
  for (const Case& tried : cases) {
    CAPTURE(tried.text);
    const Scenario scenario = parsed(tried.text);
    REQUIRE(scenario.axes.size() == 1);
    CHECK(scenario.axes[0].name == tried.name);
    CHECK(scenario.axes[0].values == tried.values);
    CHECK(scenario.axes[0].unit == tried.unit);
    CHECK(scenario.points.size() == 2);
  }
}

TEST_CASE("the values of an axis reach the points") {
  const Scenario scenario = parsed("queries.items.dig = [1, 100]\nqueries.mix.dig = 1");
  REQUIRE(scenario.points.size() == 2);
  CHECK(world_of(scenario.points[0])->queries.mix[0].query.items == 1);
  CHECK(world_of(scenario.points[1])->queries.mix[0].query.items == 100);

  const Scenario rates = parsed("queries.rate = ['200 /s', '30 /min']");
  CHECK(std::get<Rate>(world_of(rates.points[1])->queries.intensity) == per_second(0.5));
  const Scenario uplinks = parsed("clients.bandwidth = ['8 kbit/s', '1 MB/s']");
  CHECK(world_of(uplinks.points[1])->clients.link.uplink.value == BytesPerSecond{1e6});
}

TEST_CASE("an axis of the throughput section is read like the others") {
  const Scenario scenario = parsed(R"(
run.experiment = "throughput"
clients.policy = ["cloud_only", "oracle"]
throughput.sojourn_bound = ["100 ms", "1 s"]
throughput.rate_precision = ["5 %", "2 %"]
)");
  CHECK(keys(scenario) ==
        Labels{"clients.policy", "throughput.sojourn_bound", "throughput.rate_precision"});
  CHECK(std::get<Numbers>(scenario.axes[1].values) == Numbers{0.1, 1.0});
  CHECK(throughput_of(scenario.points[2])->sojourn_bound == Seconds{1.0});
  CHECK(throughput_of(scenario.points[2])->rate_precision == 0.05);
  CHECK(throughput_of(scenario.points[3])->rate_precision == 0.02);
}

TEST_CASE("a list of one value is an axis too") {
  const Scenario scenario = parsed("clients.link = ['lte']");
  REQUIRE(scenario.axes.size() == 1);
  CHECK(std::get<Labels>(scenario.axes[0].values) == Labels{"lte"});
  CHECK(scenario.points.size() == 1);
}

TEST_CASE("an empty list is refused") {
  CHECK(error_of("[clients]\nlink = []\n") ==
        "s.toml:2:8: error: clients.link = []; a list needs at least one value");
}

TEST_CASE("a value that an axis has twice is refused, however it is written") {
  CHECK(error_of("[clients]\nlink = ['lte', 'wifi', 'lte']\n") ==
        "s.toml:2:24: error: clients.link has the same value twice: string \"lte\"");
  CHECK(error_of("[clients]\nbandwidth = ['8 Mbit/s', '1 MB/s']\n") ==
        "s.toml:2:26: error: clients.bandwidth has the same value twice: string \"1 MB/s\"");
  CHECK(error_of("[clients]\ngpu_share = [0, 0.0]\n") ==
        "s.toml:2:17: error: clients.gpu_share has the same value twice: number 0");
  CHECK(error_of("[server]\nservers = [1, 2, 2]\n") ==
        "s.toml:2:18: error: server.servers has the same value twice: integer 2");
}

TEST_CASE("every value of a list is checked where it stands") {
  CHECK(error_of("[clients]\nlink = ['lte', 'wfi']\n") ==
        "s.toml:2:16: error: unknown link \"wfi\"; did you mean \"wifi\"?");
  CHECK(error_of("[clients]\ngpu_share = [0.5, 1.5]\n") ==
        "s.toml:2:19: error: clients.gpu_share = 1.5; must be from 0 to 1");
  CHECK(error_of("[server]\nservers = [1, [2]]\n") ==
        "s.toml:2:15: error: server.servers: expected a whole number, found a list");
  CHECK(error_of("[clients]\nlink = ['lte', 3]\n") ==
        "s.toml:2:16: error: clients.link: expected a string, found integer 3");
}

TEST_CASE("a list where one value belongs is refused") {
  CHECK(error_of("title = ['a', 'b']") ==
        "s.toml:1:9: error: title cannot be a list; give one value");
  CHECK(error_of("run.experiment = ['throughput']") ==
        "s.toml:1:18: error: run.experiment cannot be a list; give one value");
  CHECK(error_of("run.replications = [1, 2]") ==
        "s.toml:1:20: error: run.replications cannot be a list; give one value");
  CHECK(error_of("run.experiment = 'throughput'\nclients.policy = 'cloud_only'\n"
                 "throughput.baseline = ['cloud_only']") ==
        "s.toml:3:23: error: throughput.baseline cannot be a list; give one value");
  CHECK(error_of("queries.mix = [1, 2]") ==
        "s.toml:1:15: error: queries.mix: expected a table, found a list");
  CHECK(error_of("queries.mix.imc = [1, 2]") ==
        "s.toml:1:19: error: queries.mix.imc cannot be a list; give one value");
  CHECK(error_of("link.my-5g.uplink = ['1 Mbit/s', '2 Mbit/s']") ==
        "s.toml:1:21: error: link.my-5g.uplink cannot be a list; give one value");
}

TEST_CASE("a sweep of more points than can be held is refused") {
  std::string list = "1";
  for (int i = 2; i <= 50'001; ++i) {
    list += ", " + std::to_string(i);
  }
  CHECK(error_of("[clients]\ncount = [" + list + "]\n[server]\nservers = [1, 2]\n") ==
        "s.toml:4:11: error: server.servers: the lists together make more than 100000 points; "
        "shorten one");
}

}  // namespace
}  // namespace cutpoint
