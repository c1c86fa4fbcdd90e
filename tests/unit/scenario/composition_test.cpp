// Scenarios that are put together from files and variants, and overrides of elements of lists.
#include <string>
#include <vector>

#include "scenario/keys/resolved.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

using Labels = std::vector<std::string>;

/// A folder of scenarios.
class Folder {
 public:
  void write(const std::string& name, const std::string& text) const { files_.write(name, text); }

  [[nodiscard]] Scenario load(const std::string& name,
                              const std::vector<Override>& overrides = {},
                              const std::string& variant = {}) const {
    return load_scenario(files_.path() / name, overrides, variant);
  }

  /// What the file is refused with, seen from the folder.
  [[nodiscard]] std::string error(const std::string& name, const std::string& variant = {}) const {
    try {
      static_cast<void>(load(name, {}, variant));
    } catch (const InputError& complaint) {
      std::string text = complaint.what();
      const std::string start = files_.path().string() + '/';
      for (std::size_t at = 0; (at = text.find(start)) != std::string::npos;) {
        text.erase(at, start.size());
      }
      return text;
    }
    return {};
  }

 private:
  TemporaryFolder files_;
};

Labels keys(const Scenario& scenario) {
  Labels keys;
  for (const Axis& axis : scenario.axes) {
    keys.push_back(axis.key);
  }
  return keys;
}

TEST_CASE("a file that extends another has all that it does not say anew") {
  const Folder folder;
  folder.write(
      "base.toml",
      "title = 'base'\n[clients]\ncount = 10\nlink = ['lte', '3g']\n"
      "ping = { period = '2 s', delay = '1 s' }\n[queries]\nload = 0.7\nmix = { imc = 2 }\n");
  folder.write("sub/own.toml",
               "extends = '../base.toml'\n[clients]\ngpu_share = [0, 1]\nlink = ['wifi', 'lte']\n"
               "ping = { period = '3 s' }\n[queries]\nrate = '9 /s'\nmix = { dig = 1 }\n");
  const Scenario scenario = folder.load("sub/own.toml");
  CHECK(scenario.title == "base");
  CHECK(keys(scenario) == Labels{"clients.link", "clients.gpu_share"});
  CHECK(std::get<Labels>(scenario.axes[0].values) == Labels{"wifi", "lte"});
  const Point& point = scenario.points.front();
  CHECK(world_of(point)->clients.count == 10);
  CHECK(std::get<Rate>(world_of(point)->queries.intensity) == per_second(9.0));
  REQUIRE(world_of(point)->queries.mix.size() == 1);
  CHECK(world_of(point)->queries.mix[0].application->name == "dig");
  CHECK(world_of(point)->clients.ping_period == Seconds{3.0});
  CHECK(world_of(point)->clients.ping_delay == Seconds{0.05});
}

TEST_CASE("the text of a scenario of several files loads to the same without them") {
  const Folder folder;
  folder.write("links.toml", "[link.my-5g]\nuplink = '40 Mbit/s'\n");
  folder.write("base.toml",
               "include = ['links.toml']\nserver.servers = [1, 2]\n[clients]\nlink = ['my-5g', "
               "'lte']\ncount = { from = 10, to = 30, steps = 3 }\n[queries.mix]\n'bert-base:16' = "
               "0.1\n[[sweep.exclude]]\nlink = 'lte'\ncount = [10, 30]\n");
  folder.write("own.toml", "extends = 'base.toml'\nclients.link = ['3g', 'lte']\n");
  const Scenario whole = folder.load("own.toml", {{"run.seed", "7"}});
  CHECK(whole.source.overrides == std::vector<Override>{{"run.seed", "7"}});
  const Scenario again = parsed(whole.text);
  CHECK(keys(again) == Labels{"server.servers", "clients.link", "clients.count"});
  CHECK(keys(again) == keys(whole));
  REQUIRE(again.points.size() == whole.points.size());
  for (std::size_t i = 0; i < again.points.size(); ++i) {
    CHECK(again.points[i].is_excluded == whole.points[i].is_excluded);
    CHECK(world_of(again.points[i])->clients.count == world_of(whole.points[i])->clients.count);
    CHECK(world_of(again.points[i])->clients.link.name ==
          world_of(whole.points[i])->clients.link.name);
    CHECK(world_of(again.points[i])->queries.mix[0].weight == 0.1);
  }
  CHECK(again.text.find("link.my-5g.uplink = ") != std::string::npos);
}

TEST_CASE("definitions are included, once, and from files that include others") {
  const Folder folder;
  folder.write("a.toml", "include = 'b.toml'\n[link.a]\nuplink = '1 Mbit/s'\n");
  folder.write("b.toml", "[link.b]\nuplink = '2 Mbit/s'\n[processor.p]\nbase = 'k40'\n");
  folder.write("s.toml",
               "include = ['a.toml', 'b.toml']\nclients.link = ['a', 'b', 'own']\n"
               "server.processor = 'p'\n[link.own]\nuplink = '3 Mbit/s'\n");
  const Scenario scenario = folder.load("s.toml");
  REQUIRE(scenario.points.size() == 3);
  CHECK(world_of(scenario.points[1])->clients.link.uplink.value == megabits_per_second(2.0));
  CHECK(world_of(scenario.points[0])->server.processor.name == "p");
}

TEST_CASE("a mistake is reported in the file that has it") {
  const Folder folder;
  folder.write("base.toml", "[clients]\ncuont = 3\n");
  folder.write("own.toml", "extends = 'base.toml'\n");
  CHECK(folder.error("own.toml") ==
        "base.toml:2:1: error: unknown key \"cuont\" in [clients]; did you mean \"count\"?");
  folder.write("base.toml", "clients = \n");
  CHECK(folder.error("own.toml").starts_with("base.toml:1:11: error: "));
  folder.write("links.toml", "[link.x]\nuplink = '3 Mbits'\n");
  folder.write("own.toml", "include = ['links.toml']\n");
  CHECK(folder.error("own.toml").starts_with("links.toml:2:10: error: "));
}

TEST_CASE("files that do not fit together are refused") {
  const Folder folder;
  folder.write("s.toml", "extends = 'none.toml'\n");
  CHECK(folder.error("s.toml") ==
        "s.toml:1:11: error: cannot read none.toml: there is no such file");
  folder.write("s.toml", "extends = 3\n");
  CHECK(folder.error("s.toml") ==
        "s.toml:1:11: error: extends: expected a file, e.g. \"base.toml\", found integer 3");
  folder.write("a.toml", "extends = 's.toml'\n");
  folder.write("s.toml", "extends = 'a.toml'\n");
  CHECK(folder.error("s.toml") ==
        "a.toml:1:11: error: extends: s.toml comes back to itself; end the circle");
  folder.write("a.toml", "include = 'b.toml'\n");
  folder.write("b.toml", "include = ['a.toml']\n");
  folder.write("s.toml", "include = 'a.toml'\n");
  CHECK(folder.error("s.toml") ==
        "b.toml:1:12: error: include: a.toml comes back to itself; end the circle");
  folder.write("a.toml", "[link.x]\n[clients]\ncount = 3\n");
  CHECK(folder.error("s.toml") ==
        "a.toml:2:2: error: \"clients\" in an included file, which holds only [link.NAME] and "
        "[processor.NAME]; a file that shares more is extended");
  folder.write("a.toml", "[link.x]\n");
  folder.write("s.toml", "include = 'a.toml'\n[link.x]\nuplink = '1 Mbit/s'\n");
  CHECK(folder.error("s.toml") == "a.toml:1:7: error: [link.x] is also in s.toml:2; rename one");
}

const std::string kVariants = R"(
[clients]
count = 10
link = ["lte", "3g"]
[variant.small]
clients.count = 2
[variant.fast]
extends = "small"
clients.link = "wifi"
run.precision.relative = "10 %"
)";

TEST_CASE("a variant is laid over the scenario, above the one that it extends") {
  const Scenario plain = parsed(kVariants);
  CHECK(plain.variants == Labels{"small", "fast"});
  CHECK(world_of(plain.points.front())->clients.count == 10);
  const Scenario small = parse_scenario(kVariants, "s.toml", {}, "small");
  CHECK(small.points.size() == 2);
  CHECK(world_of(small.points.front())->clients.count == 2);
  const Scenario fast = parse_scenario(kVariants, "s.toml", {{"clients.count", "5"}}, "fast");
  REQUIRE(fast.points.size() == 1);
  CHECK(world_of(fast.points.front())->clients.count == 5);
  CHECK(world_of(fast.points.front())->clients.link.name == "wifi");
  CHECK(fast.points.front().run.precision.relative == 0.1);
  const Scenario again = parsed(fast.text);
  CHECK(world_of(again.points.front())->clients.count == 2);
  CHECK(world_of(again.points.front())->clients.link.name == "wifi");
  CHECK(again.variants.empty());
}

TEST_CASE("variants that are not there are refused") {
  const auto error = [](const std::string& text, const std::string& variant) {
    try {
      static_cast<void>(parse_scenario(text, "s.toml", {}, variant));
    } catch (const InputError& complaint) {
      return std::string{complaint.what()};
    }
    return std::string{};
  };
  CHECK(error(kVariants, "fats") ==
        "--variant fats: error: unknown variant \"fats\"; did you mean \"fast\"?");
  CHECK(error("", "fast") ==
        "--variant fast: error: unknown variant \"fast\"; the scenario has no [variant.NAME]");
  CHECK(error("variant.a.extends = 'b'\nvariant.b.extends = 'a'", "a") ==
        "s.toml:2:21: error: variant \"a\" comes back to itself; end the circle");
  CHECK(error("variant.a.extends = 'small'\nvariant.smal.title = 'x'", "a") ==
        "s.toml:1:21: error: unknown variant \"small\"; did you mean \"smal\"?");
  CHECK(error("variant.a.clients.cuont = 3", "a").starts_with("s.toml:1:19: error: unknown key"));
}

TEST_CASE("an override may set one element of a list") {
  const std::string text = "clients.link = ['lte', '3g']\n[[sweep.exclude]]\nlink = '3g'\n";
  CHECK(std::get<Labels>(
            parsed("clients.link = ['lte', '3g']", {{"clients.link[1]", "wifi"}}).axes[0].values) ==
        Labels{"lte", "wifi"});
  const Scenario scenario = parsed(text, {{"sweep.exclude[0].link", "lte"}});
  CHECK(scenario.points[0].is_excluded);
  CHECK_FALSE(scenario.points[1].is_excluded);
  CHECK(
      error_of(text, {{"clients.link[2]", "wifi"}}) ==
      "--set clients.link[2]=wifi: error: [2] is beyond the list, whose 2 values are counted from "
      "0");
  CHECK(error_of(text, {{"title[0]", "wifi"}}) ==
        "--set title[0]=wifi: error: title is not there; an index needs a list");
  CHECK(error_of("run.seed = 1", {{"run.seed[0]", "2"}}) ==
        "--set run.seed[0]=2: error: [0] needs a list, and there is integer 1");
  for (const std::string key : {"clients.link[", "clients.link[x]", "[0]", "clients.link[0"}) {
    CHECK(error_of(text, {{key, "1"}}) ==
          "--set " + key + "=1: error: \"" + key +
              "\" is not a key; write it like clients.link=lte or clients.link[0]=lte");
  }
  CHECK(error_of(text, {{"clients.link[1]", "wfi"}}) ==
        "--set clients.link[1]=wfi: error: unknown link \"wfi\"; did you mean \"wifi\"?");
}

TEST_CASE("resolved values say where they were written") {
  const Folder folder;
  folder.write("base.toml", "[clients]\ncount = 10\njitter = ['1 %', '2 %']\n");
  folder.write("own.toml",
               "extends = 'base.toml'\nrun.precision = { relative = '10 %' }\n"
               "[queries]\narrivals = { law = 'exponential', mean = '1 ms' }\n");
  const Scenario scenario = folder.load("own.toml", {{"server.servers", "2"}});
  const auto origin = [&](const std::string& key) {
    const std::string text = origin_of(scenario, key);
    return text.substr(text.rfind('/') + 1);
  };
  CHECK(origin("clients.count") == "base.toml:2");
  CHECK(origin("clients.jitter") == "base.toml:3");
  CHECK(origin("run.precision.relative") == "own.toml:2");
  CHECK(origin("run.precision.metric") == "default");
  CHECK(origin("queries.arrivals") == "own.toml:4");
  CHECK(origin("queries.rate") == "own.toml:4");
  CHECK(origin("server.servers") == "--set server.servers=2");
  CHECK(origin("server.executors") == "default");
}

}  // namespace
}  // namespace cutpoint
