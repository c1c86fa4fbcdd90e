// Ranges, axes that advance together, and points that are left out.
#include <string>
#include <variant>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

using Labels = std::vector<std::string>;
using Numbers = std::vector<double>;

Numbers numbers(const std::string& text) {
  return std::get<Numbers>(parsed(text).axes.at(0).values);
}

TEST_CASE("a range has both its ends, and what lies between is what one would write") {
  CHECK(numbers("queries.load = { from = 0.1, to = 0.4, steps = 4 }") ==
        Numbers{0.1, 0.2, 0.3, 0.4});
  CHECK(numbers("queries.load = { from = 0.1, to = 0.4, step = 0.1 }") ==
        Numbers{0.1, 0.2, 0.3, 0.4});
  CHECK(numbers("queries.load = { from = 0.9, to = 0.3, step = 0.3 }") == Numbers{0.9, 0.6, 0.3});
  CHECK(numbers("queries.load = { from = 0.01, to = 10, steps = 4, log = true }") ==
        Numbers{0.01, 0.1, 1.0, 10.0});
  CHECK(numbers("queries.load = { from = 0.123456789012345, to = 1, steps = 2 }") ==
        Numbers{0.123456789012345, 1.0});
}

TEST_CASE("the ends of a range have the units of their key, each its own") {
  CHECK(numbers(
            "clients.bandwidth = { from = '500 kbit/s', to = '2 Mbit/s', step = '500 kbit/s' }") ==
        Numbers{5e5, 1e6, 1.5e6, 2e6});
  CHECK(numbers("clients.ping.delay = { from = '0 s', to = '1 s', steps = 3 }") ==
        Numbers{0.0, 0.5, 1.0});
  const Scenario scenario =
      parsed("clients.jitter = { from = '10 %', to = '30 %', step = '10 %' }");
  CHECK(std::get<Numbers>(scenario.axes[0].values) == Numbers{0.1, 0.2, 0.3});
  REQUIRE(scenario.points.size() == 3);
  CHECK(world_of(scenario.points[1])->clients.variation.jitter == 0.2);
  const Scenario uplinks =
      parsed("clients.bandwidth = { from = '8 Mbit/s', to = '16 Mbit/s', steps = 2 }");
  CHECK(uplinks.axes[0].unit == "bit/s");
  CHECK(world_of(uplinks.points[1])->clients.link.uplink.value == BytesPerSecond{2e6});
}

TEST_CASE("ranges of counts are whole, logarithmic ones by rounding") {
  CHECK(numbers("server.servers = { from = 1, to = 9, step = 4 }") == Numbers{1.0, 5.0, 9.0});
  CHECK(numbers("server.servers = { from = 1, to = 100, steps = 5, log = true }") ==
        Numbers{1.0, 3.0, 10.0, 32.0, 100.0});
  CHECK(error_of("server.servers = { from = 1, to = 4, steps = 3 }") ==
        "s.toml:1:38: error: server.servers.steps gives 2.5, but values are whole; choose another "
        "number of them");
  CHECK(error_of("server.servers = { from = 1, to = 3, steps = 6, log = true }") ==
        "s.toml:1:18: error: server.servers has the same value twice: 1");
}

TEST_CASE("what is wrong with a range is said where it stands") {
  const auto error = [](const std::string& range) {
    return error_of("clients.bandwidth = { " + range + " }");
  };
  const std::string ends = "from = '1 Mbit/s', to = '4 Mbit/s'";
  CHECK(error(ends) ==
        "s.toml:1:21: error: clients.bandwidth.steps, how many values, or step, how far apart: a "
        "range needs one of the two");
  CHECK(error(ends + ", steps = 3, step = '1 Mbit/s'").ends_with("a range needs one of the two"));
  CHECK(
      error(ends + ", step = '2 Mbit/s'") ==
      "s.toml:1:59: error: clients.bandwidth.step misses the end of the range, which is 1.5 steps "
      "away; choose another, or give steps");
  CHECK(error(ends + ", step = '0 Mbit/s'") ==
        "s.toml:1:66: error: clients.bandwidth.step = \"0 Mbit/s\"; must be above 0");
  CHECK(error(ends + ", step = '1 bit/s'") ==
        "s.toml:1:59: error: clients.bandwidth.step makes more than 100000 values; choose a longer "
        "one");
  CHECK(error(ends + ", steps = 1") ==
        "s.toml:1:67: error: clients.bandwidth.steps = 1; must be from 2 to 100000");
  CHECK(error(ends + ", step = '1 Mbit/s', log = true") ==
        "s.toml:1:78: error: clients.bandwidth.log needs steps, how many values, in place of step");
  CHECK(error("from = '1 Mbit/s', steps = 3") ==
        "s.toml:1:21: error: clients.bandwidth.to is missing; a range has both ends");
  CHECK(error("from = '1 Mbit/s', to = '1000 kbit/s', steps = 3") ==
        "s.toml:1:42: error: clients.bandwidth.to is where the range begins; give the value alone");
  CHECK(error("from = 1, to = '4 Mbit/s', steps = 3") ==
        "s.toml:1:30: error: clients.bandwidth.from: expected a string with a unit, e.g. \"10 "
        "Mbit/s\", found integer 1");
  CHECK(error("from = '0 bit/s', to = '4 Mbit/s', steps = 3") ==
        "s.toml:1:30: error: clients.bandwidth.from = \"0 bit/s\"; must be from 1 bit/s to 1000 "
        "Tbit/s");
  CHECK(
      error(ends + ", stepps = 3") ==
      "s.toml:1:59: error: unknown key \"stepps\" in [clients.bandwidth]; did you mean \"steps\"?");
  CHECK(error_of("clients.ping.delay = { from = '0 s', to = '1 s', steps = 3, log = true }") ==
        "s.toml:1:61: error: clients.ping.delay.log needs ends above 0");
  CHECK(error_of("clients.link = { from = 1, to = 3, steps = 3 }") ==
        "s.toml:1:16: error: clients.link: expected a string, found a table");
  CHECK(error_of("run.replications = { from = 1, to = 3, steps = 3 }") ==
        "s.toml:1:20: error: run.replications cannot be a range; give one value");
}

TEST_CASE("a range and a list take each other's place among the axes") {
  const std::string text = "queries.load = [0.1, 0.2]\nclients.link = ['lte', '3g']\n";
  const Scenario scenario = parsed(text, {{"queries.load", "{ from = 0.1, to = 0.3, steps = 3 }"}});
  REQUIRE(scenario.axes.size() == 2);
  CHECK(std::get<Numbers>(scenario.axes[0].values) == Numbers{0.1, 0.2, 0.3});
}

const std::string kZipped = R"(
clients.link = ["wifi", "lte", "3g"]
server.servers = [1, 2]
clients.count = [10, 20, 20]
sweep.zip = [["clients.link", "count"]]
)";

TEST_CASE("zipped axes advance together, along the dimension of the first") {
  const Scenario scenario = parsed(kZipped);
  REQUIRE(scenario.axes.size() == 2);
  CHECK(scenario.axes[0].name == "link");
  REQUIRE(scenario.axes[0].zipped.size() == 1);
  CHECK(scenario.axes[0].zipped[0].name == "count");
  CHECK(std::get<Numbers>(scenario.axes[0].zipped[0].values) == Numbers{10.0, 20.0, 20.0});
  CHECK(scenario.axes[1].zipped.empty());
  REQUIRE(scenario.points.size() == 6);
  CHECK(scenario.points[3].position == std::vector<std::size_t>{1, 1});
  CHECK(world_of(scenario.points[3])->clients.link.name == "lte");
  CHECK(world_of(scenario.points[3])->clients.count == 20);
  CHECK(world_of(scenario.points[1])->clients.count == 10);

  const std::vector<Coordinate> all = coordinates(scenario.axes);
  REQUIRE(all.size() == 3);
  CHECK(all[1].axis->name == "count");
  CHECK(all[1].dimension == 0);
  CHECK(all[2].dimension == 1);
}

TEST_CASE("the dimension of a zip stands where its first key does") {
  const Scenario scenario = parsed(
      "clients.count = [1, 2]\nserver.servers = [1, 2]\nclients.link = ['3g', 'lte']\n"
      "sweep.zip = [['link', 'count']]");
  REQUIRE(scenario.axes.size() == 2);
  CHECK(scenario.axes[0].name == "servers");
  CHECK(scenario.axes[1].name == "link");
  CHECK(world_of(scenario.points[1])->clients.count == 2);
}

TEST_CASE("a zipped key that an override has made one value is that at all points") {
  const Scenario scenario = parsed(kZipped, {{"clients.count", "7"}});
  CHECK(scenario.points.size() == 6);
  CHECK(world_of(scenario.points[5])->clients.count == 7);
  const Scenario other = parsed(kZipped, {{"clients.link", "lte"}, {"clients.count[2]", "30"}});
  CHECK(other.axes[1].name == "count");
}

TEST_CASE("axes that cannot be zipped are refused") {
  const auto error = [](const std::string& zip) {
    return error_of(
        "clients.count = [1, 2, 2]\nserver.servers = [1, 2, 3]\nrun.seed = [1, 2]\n"
        "sweep.zip = " +
        zip);
  };
  CHECK(error("[['clients.count', 'seed']]") ==
        "s.toml:3:12: error: run.seed has 2 values and clients.count has 3; lists that sweep.zip "
        "joins are of equal length");
  CHECK(error("[['clients.cuont', 'seed']]") ==
        "s.toml:4:15: error: sweep.zip: \"clients.cuont\" is no list or range; did you mean "
        "\"clients.count\"?");
  CHECK(error("[['servers', 'count'], ['count', 'servers']]") ==
        "s.toml:4:37: error: sweep.zip has \"count\" twice");
  CHECK(error("[['servers', 'count'], ['servers', 'count']]") ==
        "s.toml:4:37: error: sweep.zip has \"servers\" twice");
  CHECK(error("[['servers', 'servers']]") == "s.toml:4:26: error: sweep.zip has \"servers\" twice");
  CHECK(error("[['servers']]") ==
        "s.toml:4:15: error: sweep.zip joins two keys or more, e.g. [[\"clients.link\", "
        "\"clients.bandwidth\"]]");
  CHECK(
      error("['servers']") ==
      "s.toml:4:14: error: sweep.zip: expected a list of lists of keys, found string \"servers\"");
  CHECK(error("[['count', 'servers']]") ==
        "s.toml:1:24: error: clients.count has the same value twice: integer 2; only the first key "
        "of a sweep.zip must not repeat itself");
}

std::vector<std::size_t> excluded(const Scenario& scenario) {
  std::vector<std::size_t> points;
  for (std::size_t i = 0; i < scenario.points.size(); ++i) {
    if (scenario.points[i].is_excluded) {
      points.push_back(i);
    }
  }
  return points;
}

const std::string kGrid = R"(
clients.policy = ["cloud_only", "maui", "oracle"]
queries.load = { from = 0.1, to = 0.3, steps = 3 }
clients.bandwidth = ["1 Mbit/s", "8 Mbit/s"]
)";

TEST_CASE("a point that meets all conditions of an exclusion is excluded") {
  CHECK(excluded(parsed(kGrid)).empty());
  const Scenario scenario = parsed(kGrid + "[[sweep.exclude]]\npolicy = 'maui'\nload = 0.3\n");
  CHECK(scenario.points.size() == 18);
  CHECK(excluded(scenario) == std::vector<std::size_t>{10, 11});
  CHECK(excluded(parsed(kGrid + "[[sweep.exclude]]\nbandwidth = '1 MB/s'\nload = [0.1, 0.2]\n"
                                "[[sweep.exclude]]\n'clients.policy' = 'oracle'\n")) ==
        std::vector<std::size_t>{1, 3, 7, 9, 12, 13, 14, 15, 16, 17});
  CHECK(excluded(parsed("clients.download = [false, true]\nclients.jitter = ['0 %', '5 %']\n"
                        "sweep.exclude = { download = true, jitter = '5 %' }")) ==
        std::vector<std::size_t>{3});
}

TEST_CASE("an exclusion may name what is zipped") {
  CHECK(excluded(parsed("clients.link = ['3g', 'lte', 'wifi']\nclients.count = [1, 2, 2]\n"
                        "[sweep]\nzip = [['link', 'count']]\nexclude = [{ count = 2 }]")) ==
        std::vector<std::size_t>{1, 2});
}

TEST_CASE("exclusions of what is not there are refused") {
  const auto error = [](const std::string& conditions) {
    return error_of(
        "clients.policy = ['maui', 'oracle']\nclients.bandwidth = ['1 Mbit/s', '2 "
        "Mbit/s']\n[[sweep.exclude]]\n" +
        conditions);
  };
  CHECK(error("polcy = 'maui'") ==
        "s.toml:4:1: error: sweep.exclude: \"polcy\" is no axis of this sweep; did you mean "
        "\"policy\"?");
  CHECK(error("policy = 'mauii'") ==
        "s.toml:4:10: error: sweep.exclude: string \"mauii\" is no value of clients.policy; name "
        "one that the sweep has");
  CHECK(error("bandwidth = 1e6") ==
        "s.toml:4:13: error: sweep.exclude: number 1000000 is no value of clients.bandwidth, which "
        "has a unit; name one that the sweep has");
  CHECK(error("") ==
        "s.toml:3:1: error: an empty [[sweep.exclude]]; say what is left out, e.g. policy = "
        "\"maui\"");
  CHECK(error("policy = ['maui', 'oracle']") ==
        "s.toml:3:9: error: sweep.exclude leaves no point; exclude less");
}

TEST_CASE("exclusions that an override leaves no axis or value for are dropped") {
  const std::string text = kGrid + "[[sweep.exclude]]\npolicy = 'maui'\nload = 0.3\n";
  CHECK(excluded(parsed(text, {{"clients.policy", "maui"}})).empty());
  CHECK(excluded(parsed(text, {{"queries.load", "[0.5, 0.6]"}})).empty());
  CHECK(excluded(parsed(text, {{"clients.bandwidth", "1 Mbit/s"}})) == std::vector<std::size_t>{5});
}

}  // namespace
}  // namespace cutpoint
