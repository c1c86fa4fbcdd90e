#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

using Labels = std::vector<std::string>;

Labels keys(const Scenario& scenario) {
  Labels keys;
  for (const Axis& axis : scenario.axes) {
    keys.push_back(axis.key);
  }
  return keys;
}

TEST_CASE("an override replaces a value or brings one in") {
  const std::string text = "[clients]\ncount = 10\n";
  CHECK(world_of(point_of(text, {{"clients.count", "20"}}))->clients.count == 20);
  CHECK(
      world_of(point_of(text, {{"clients.count", "20"}, {"clients.count", "30"}}))->clients.count ==
      30);
  CHECK(world_of(point_of(text, {{"server.servers", "3"}}))->server.servers == 3);
  CHECK(world_of(point_of(text, {{"clients.ping.period", "2 s"}}))->clients.ping_period ==
        Seconds{2.0});
  CHECK(parsed(text, {{"title", "Another title"}}).title == "Another title");
}

TEST_CASE("the value of an override is TOML, or else a bare string") {
  CHECK(world_of(point_of("", {{"clients.policy", "oracle"}}))->clients.policy->name == "oracle");
  CHECK(world_of(point_of("", {{"clients.policy", "\"oracle\""}}))->clients.policy->name ==
        "oracle");
  CHECK(world_of(point_of("", {{"clients.link", "3g"}}))->clients.link.name == "3g");
  CHECK(std::get<Rate>(world_of(point_of("", {{"queries.rate", "200 /s"}}))->queries.intensity) ==
        per_second(200.0));
  CHECK(world_of(point_of("", {{"clients.ping", "{ period = \"3 s\" }"}}))->clients.ping_period ==
        Seconds{3.0});
  CHECK(parsed("", {{"title", "say \"hi\" \\ now"}}).title == "say \"hi\" \\ now");
  CHECK(parsed("", {{"title", "'a'\ncount = 3"}}).title == "'a'\ncount = 3");
  CHECK(parsed("", {{"title", ""}}).title.empty());
}

TEST_CASE("a load takes the place of a rate, and a rate that of a load") {
  const Point rate = point_of("queries.load = 0.7", {{"queries.rate", "200 /s"}});
  CHECK(std::get<Rate>(world_of(rate)->queries.intensity) == per_second(200.0));
  const Point load = point_of("queries.rate = '200 /s'", {{"queries.load", "0.7"}});
  CHECK(std::get<double>(world_of(load)->queries.intensity) == 0.7);
}

TEST_CASE("axes of overrides come after those of the file, in the order of the overrides") {
  const std::string text = "[server]\nexecutors = [1, 2]\n[clients]\ncount = 10\nlink = ['3g']\n";
  CHECK(keys(parsed(text, {{"clients.policy", "['oracle']"}, {"clients.gpu_share", "[0, 1]"}})) ==
        Labels{"server.executors", "clients.link", "clients.policy", "clients.gpu_share"});
  CHECK(keys(parsed(text, {{"clients.gpu_share", "[0, 1]"}, {"clients.policy", "['oracle']"}})) ==
        Labels{"server.executors", "clients.link", "clients.gpu_share", "clients.policy"});
  // A scalar that becomes a list is a new axis.
  CHECK(keys(parsed(text, {{"clients.count", "[1, 2]"}})) ==
        Labels{"server.executors", "clients.link", "clients.count"});
}

TEST_CASE("a list that replaces a list keeps its place among the axes") {
  const Scenario scenario = parsed("clients.link = ['3g']\nclients.gpu_share = [0, 1]\n",
                                   {{"clients.link", "[\"lte\", \"wifi\"]"}});
  CHECK(keys(scenario) == Labels{"clients.link", "clients.gpu_share"});
  CHECK(std::get<Labels>(scenario.axes[0].values) == Labels{"lte", "wifi"});
}

TEST_CASE("a scalar that replaces a list takes its axis away") {
  const Scenario scenario = parsed("clients.link = ['3g', 'lte']", {{"clients.link", "lte"}});
  CHECK(scenario.axes.empty());
  REQUIRE(scenario.points.size() == 1);
  CHECK(world_of(scenario.points[0])->clients.link.name == "lte");
}

TEST_CASE("overrides are kept beside the text, and a comment is a comment") {
  const std::vector<Override> overrides = {{"clients.count", "20"}, {"title", "a\nb"}};
  const Scenario scenario = parsed("run.seed = 1\n# --set run.seed=2\n", overrides);
  CHECK(scenario.text == "run.seed = 1\n# --set run.seed=2\n");
  CHECK(scenario.source.overrides == overrides);
  const Scenario again = restore_scenario(scenario.path, scenario.source);
  CHECK(again.points.front().run.seed == 1);
  CHECK(world_of(again.points.front())->clients.count == 20);
  CHECK(again.title == "a\nb");
}

TEST_CASE("what an override does wrong is reported as the override") {
  CHECK(error_of("", {{"clients.polcy", "oracle"}}) ==
        "--set clients.polcy=oracle: error: unknown key \"polcy\" in [clients]; did you mean "
        "\"policy\"?");
  CHECK(error_of("", {{"polcy", "oracle"}}) ==
        "--set polcy=oracle: error: unknown key \"polcy\"; known: title, extends, include, "
        "variant, link, processor, published, sweep, run, clients, queries, server, actual, "
        "throughput");
  CHECK(error_of("clients.policy = 'oracle'", {{"clients.policy", "oracel"}}) ==
        "--set clients.policy=oracel: error: unknown policy \"oracel\"; did you mean \"oracle\"?");
  CHECK(error_of("", {{"clients.bandwidth", "10"}}) ==
        "--set clients.bandwidth=10: error: clients.bandwidth: expected a string with a unit, "
        "e.g. \"10 Mbit/s\", found integer 10");
  CHECK(error_of("", {{"clients.gpu_share", "[0, 2]"}}) ==
        "--set clients.gpu_share=[0, 2]: error: clients.gpu_share = 2; must be from 0 to 1");
  CHECK(error_of("", {{"clients.gpu_share", "[0, "}}) ==
        "--set clients.gpu_share=[0, : error: clients.gpu_share: expected a number, found string "
        "\"[0, \"");
}

TEST_CASE("an override whose key is no path is refused") {
  CHECK(error_of("", {{"", "1"}}) ==
        "--set =1: error: \"\" is not a key; write it like clients.link=lte or "
        "clients.link[0]=lte");
  CHECK(error_of("", {{"clients..count", "1"}}) ==
        "--set clients..count=1: error: \"clients..count\" is not a key; write it like "
        "clients.link=lte or clients.link[0]=lte");
  CHECK(error_of("", {{"clients.", "1"}}) ==
        "--set clients.=1: error: \"clients.\" is not a key; write it like clients.link=lte or "
        "clients.link[0]=lte");
  CHECK(error_of("clients.count = 3", {{"clients.count.most", "1"}}) ==
        "--set clients.count.most=1: error: count is no table: integer 3");
}

TEST_CASE("published values that an override leaves no axis or label for are dropped") {
  const std::string text = R"(
clients.link = ["wifi", "lte"]
[published.gain]
axis = "link"
values = { wifi = 1.04, lte = 1.43 }
source = "a paper"
)";
  CHECK(parsed(text, {{"clients.link", "lte"}}).published.empty());
  CHECK(parsed(text, {{"clients.link", "['3g']"}}).published.empty());
  const Scenario fewer = parsed(text, {{"clients.link", "['lte', '3g']"}});
  REQUIRE(fewer.published.size() == 1);
  CHECK(fewer.published[0].values[0] == 1.43);
  CHECK(std::isnan(fewer.published[0].values[1]));
  CHECK(parsed(text, {{"clients.count", "5"}}).published.size() == 1);
}

}  // namespace
}  // namespace cutpoint
