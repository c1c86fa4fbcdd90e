// What a scenario was loaded from, and how it is loaded again.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/digest/sha256.hpp"
#include "predictor/device_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

/// A device file; another factor, another device.
std::string device(double factor) {
  Profile profile{.metadata = {"a phone", "a library", "1.0", "2026-01-01"}, .rows = {}};
  const auto processor = std::ranges::find(built_in_processors(), "tk1-cpu", &Processor::name);
  for (ProfileRow row : simulate_profile(*processor, {})) {
    row.time *= factor;
    MeasuredRow measured;
    measured.row = std::move(row);
    measured.has_power = true;
    profile.rows.push_back(measured);
  }
  return device_text(*fit_device(profile, "profile.csv"));
}

/// Uses a file of every kind that needs no library, from a folder beside it.
void write_all(const TemporaryFolder& folder) {
  folder.write("own/s.toml",
               "extends = '../base/base.toml'\ninclude = ['links.toml']\n"
               "variant.fast.clients.gpu = 'file:../data/phone.json'\n");
  folder.write("own/links.toml", "link.drive.trace.file = '../data/packets'\n");
  folder.write("base/base.toml",
               "clients = { count = [5, 6], link = 'drive' }\n"
               "[queries]\narrivals = { law = 'trace', file = '../data/t.csv', unit = 's' }\n"
               "mix = { dig = 1 }\nload = 0.3\n"
               "[server.background]\nload = 0.1\n"
               "arrivals = { law = 'empirical', file = '../data/gaps.cdf', unit = 's' }\n"
               "mix = { dig = 1 }\n");
  folder.write("data/phone.json", device(1.0));
  folder.write("data/packets", "1\n2\n");
  folder.write("data/t.csv", "0\n1\n3\n");
  folder.write("data/gaps.cdf", "0 0\n2 1\n");
}

using Names = std::vector<std::string>;

Names names_of(const Scenario& scenario) {
  Names names;
  for (const ScenarioInput& input : scenario.source.inputs) {
    names.push_back(input.name + ": " + std::string{to_string(input.kind)});
  }
  return names;
}

TEST_CASE("a scenario knows every file that it was loaded from, once") {
  const TemporaryFolder folder;
  write_all(folder);
  const Scenario scenario = load_scenario(folder.path() / "own/s.toml", {}, "fast");
  CHECK(scenario.points.size() == 2);
  CHECK(names_of(scenario) == Names{"s.toml: scenario",
                                    "../base/base.toml: scenario",
                                    "links.toml: scenario",
                                    "../data/packets: link trace",
                                    "../data/phone.json: device file",
                                    "../data/t.csv: arrival trace",
                                    "../data/gaps.cdf: arrival distribution"});
  for (const ScenarioInput& input : scenario.source.inputs) {
    CAPTURE(input.name);
    REQUIRE(input.bytes);
    CHECK(input.size == input.bytes->size());
    CHECK(input.sha256 == sha256(*input.bytes));
  }
  CHECK(*scenario.source.inputs[3].bytes == "1\n2\n");
  CHECK(scenario.source.variant == "fast");
}

TEST_CASE("only files of a scenario's own are kept if others are too large") {
  const TemporaryFolder folder;
  write_all(folder);
  const std::filesystem::path path = folder.path() / "own/s.toml";
  const auto kept = [&](std::uint64_t most) {
    Names names;
    for (const ScenarioInput& input : load_scenario(path, {}, "fast", most).source.inputs) {
      if (input.bytes) {
        names.push_back(input.name);
      }
    }
    return names;
  };
  CHECK(kept(0) == Names{"s.toml", "../base/base.toml", "links.toml"});
  CHECK(kept(4) == Names{"s.toml", "../base/base.toml", "links.toml", "../data/packets"});
  CHECK(kept(kMostKeptBytes).size() == 7);
}

TEST_CASE("a scenario is restored from what is kept, wherever it is") {
  const TemporaryFolder folder;
  write_all(folder);
  const std::filesystem::path path = folder.path() / "own/s.toml";
  const Scenario scenario = load_scenario(path, {{"clients.count", "7"}}, "fast");
  std::filesystem::remove_all(folder.path() / "own");
  std::filesystem::remove_all(folder.path() / "base");
  std::filesystem::remove_all(folder.path() / "data");
  for (const std::filesystem::path& place : {path, std::filesystem::path{"s.toml"}}) {
    const Scenario restored = restore_scenario(place, scenario.source);
    CHECK(restored.source == scenario.source);
    CHECK(restored.points.size() == 1);
    CHECK(world_of(restored.points.front())->clients.count == 7);
    CHECK(world_of(restored.points.front())->clients.gpu.name == "file:../data/phone.json");
    CHECK(world_of(restored.points.front())->clients.link.trace->mean() ==
          world_of(scenario.points.front())->clients.link.trace->mean());
    CHECK(restored.text.find("clients.link = 'drive'") != std::string::npos);
  }
}

TEST_CASE("what is not kept is read again, and must be what it was") {
  const TemporaryFolder folder;
  write_all(folder);
  const std::filesystem::path path = folder.path() / "own/s.toml";
  const std::string place = (folder.path() / "own").string();
  const Scenario scenario = load_scenario(path, {}, "fast", 0);
  CHECK(restore_scenario(path, scenario.source).source == scenario.source);
  CHECK(restore_scenario(path, scenario.source, 4).source.inputs[3].bytes == "1\n2\n");
  const std::string needed = "; the results do not hold it, only that it has SHA-256 " +
                             sha256(std::string{"1\n2\n"}).substr(0, 12) +
                             "... (--embed-inputs decides that)";

  folder.write("data/packets", "1\n3\n");
  CHECK_THROWS_WITH(restore_scenario(path, scenario.source),
                    place + "/links.toml:1:25: error: " + place +
                        "/../data/packets is another file now, with SHA-256 " +
                        sha256(std::string{"1\n3\n"}).substr(0, 12) + "..." + needed);
  std::filesystem::remove(folder.path() / "data/packets");
  CHECK_THROWS_WITH(restore_scenario(path, scenario.source),
                    place + "/links.toml:1:25: error: cannot read " + place +
                        "/../data/packets: there is no such file" + needed);
}

TEST_CASE("a file that was not among the inputs is refused, unless they are known to be few") {
  const TemporaryFolder folder;
  write_all(folder);
  const std::filesystem::path path = folder.path() / "own/s.toml";
  ScenarioSource source = load_scenario(path, {}, "fast").source;
  source.inputs.erase(source.inputs.begin() + 3);
  CHECK_THROWS_WITH(restore_scenario(path, source),
                    Catch::Contains("packets is not among the inputs that are stored"));
  source.is_complete = false;
  CHECK(restore_scenario(path, source).points.size() == 2);
}

TEST_CASE("a file that is named by where it is in the system is called just that") {
  const TemporaryFolder folder;
  folder.write("packets", "1\n2\n");
  folder.write("s.toml",
               "clients.link = 'drive'\nlink.drive.trace.file = '" +
                   (folder.path() / "packets").string() + "'\n");
  const Scenario scenario = load_scenario(folder.path() / "s.toml");
  CHECK(scenario.source.inputs.back().name == (folder.path() / "packets").generic_string());
}

TEST_CASE("settings are the same for scenarios that say the same in other words and files") {
  const TemporaryFolder folder;
  folder.write("base.toml", "run.seed = 3\nclients.link = 'lte'\nclients.count = 9\n");
  folder.write("a.toml", "# a comment\n[run]\nseed = 0x3\n[clients]\nlink = 'lte'\ncount = 10\n");
  folder.write("b.toml",
               "run = { seed = 3 }\nclients = { link = \"lte\", count = 10 } # another\n");
  folder.write("c.toml", "extends = 'base.toml'\nvariant.ten.clients.count = 10\n");
  const auto settings = [&](const std::string& name,
                            const std::vector<Override>& overrides = {},
                            const std::string& variant = {}) {
    const Scenario scenario = load_scenario(folder.path() / name, overrides, variant);
    return settings_of(scenario.path, scenario.source);
  };
  const Names expected{"run.seed = 3", "clients.link = 'lte'", "clients.count = 10"};
  CHECK(settings("a.toml") == expected);
  CHECK(settings("b.toml") == expected);
  CHECK(settings("c.toml", {}, "ten") == expected);
  CHECK(settings("base.toml", {{"clients.count", "10"}}) == expected);
  CHECK(settings("c.toml") == Names{"run.seed = 3", "clients.link = 'lte'", "clients.count = 9"});
}

}  // namespace
}  // namespace cutpoint
