// What is allowed and yet odd is said, with its place.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "scenario/load/starter.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/scenario/parse.hpp"

namespace cutpoint {
namespace {

std::vector<std::string> warnings_of(const std::string& text,
                                     const std::vector<Override>& overrides = {}) {
  std::vector<std::string> lines;
  for (const Warning& warning : parsed(text, overrides).warnings) {
    lines.push_back(to_string(warning));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("constants of a link that do not count are named") {
  const std::string link =
      "clients.link = 'mine'\n[link.mine]\nround_trip = '9 ms'\ndownlink = '9 Mbit/s'\n"
      "tail_time = '1 s'\n";
  CHECK(warnings_of(link) ==
        Lines{"s.toml:3:1: warning: link.mine.round_trip does not count, as clients.round_trip is "
              "false; set that to true, or leave the constant out",
              "s.toml:4:1: warning: link.mine.downlink does not count, as clients.download is "
              "false; set that to true, or leave the constant out",
              "s.toml:5:1: warning: link.mine.tail_time does not count, as clients.radio_states is "
              "false; set that to true, or leave the constant out"});
  const std::string all = "clients = { round_trip = true, download = true, radio_states = true, ";
  CHECK(warnings_of(all + "link = 'mine' }\n" + link.substr(link.find('\n') + 1)).empty());
  // One point that counts them is enough, and of a link that is not used nothing is said.
  CHECK(warnings_of(link, {{"clients.round_trip", "[false, true]"}}).size() == 2);
  CHECK(warnings_of(link, {{"clients.link", "lte"}}).empty());
}

TEST_CASE("a load that nothing can serve is named, and perhaps meant as a percentage") {
  CHECK(warnings_of("queries.load = 90") ==
        Lines{"s.toml:1:9: warning: with every query on the servers, the pool is offered 90 times "
              "what it can serve; a load is a share: 90 % is written 0.9"});
  CHECK(warnings_of("queries.load = 1.2").empty());  // neurosurgeon may bear it
  CHECK(warnings_of("clients.policy = ['oracle', 'cloud_only']\nqueries.load = [0.5, 1.2]\n") ==
        Lines{"s.toml:2:9: warning: with every query on the servers, the pool is offered 1.2 times "
              "what it can serve, so its line grows without end and the point ends as unstable; "
              "below 1 it has a steady state"});
  const std::string station = "station.s.service = { law = 'exponential', mean = '1 s' }\n";
  CHECK(warnings_of("source.load = 0.99\n" + station).empty());
  CHECK(warnings_of("source.load = 1.25\n" + station) ==
        Lines{"s.toml:1:8: warning: station.s is offered 1.25 times what it can serve, so its line "
              "grows without end and the point ends as unstable; below 1 it has a steady state"});
  CHECK(warnings_of("source.load = 1.25\n" + station + "station.s.capacity = 9\n").empty());
}

TEST_CASE("a radio's power far from where its slope is known is named") {
  const Lines warnings = warnings_of("clients = { link = 'lte', bandwidth = '100 Mbit/s' }");
  CHECK(warnings ==
        Lines{"s.toml:1:27: warning: the radio's power is extrapolated to 45.1 W at 100 Mbit/s, "
              "14.8 times the 6.76 Mbit/s of \"lte\", whose slope it has; give a [link.NAME] an "
              "upload_power, or do not rely on energies there"});
  CHECK(warnings_of("clients = { link = 'lte', bandwidth = '60 Mbit/s' }").empty());
  const std::string own = "clients.link = 'mine'\n[link.mine]\nuplink = '100 Mbit/s'\n";
  CHECK(warnings_of(own).size() == 1);
  CHECK(warnings_of(own + "upload_power = '3 W'\n").empty());
}

TEST_CASE("an estimator of a rate that never varies is named") {
  CHECK(warnings_of("clients.estimator = ['exact', 'ewma']") ==
        Lines{"s.toml:1:9: warning: clients.estimator changes nothing, as the rates of uploads "
              "never vary; give the link a trace, or clients.link_jitter"});
  CHECK(warnings_of("clients = { estimator = 'ewma', link_jitter = '5 %' }").empty());
}

TEST_CASE("points that are not run deserve no warning") {
  CHECK(warnings_of("queries.load = [0.5, 90]\n[[sweep.exclude]]\nload = 90\n").empty());
}

TEST_CASE("of the scenarios that come with Cutpoint only the sweep of bandwidths deserves one") {
  const std::filesystem::path experiments =
      std::filesystem::path{__FILE__}.parent_path().parent_path().parent_path().parent_path() /
      "experiments";
  std::vector<std::string> named;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{experiments}) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".toml" && path.filename() != "published.toml" &&
        !load_scenario(path).warnings.empty()) {
      named.push_back(path.filename().string());
    }
  }
  CHECK(named == std::vector<std::string>{"bandwidth.toml"});
  for (const ScenarioTemplate& chosen : scenario_templates()) {
    CAPTURE(chosen.name);
    CHECK(warnings_of(chosen.text).empty());
  }
}

TEST_CASE("a budget that is spent before a queue can be steady is named") {
  const std::string queue =
      "source = { load = 0.9, copies = 100 }\n"
      "station.a.service = { law = 'exponential', mean = '1 s' }\n";
  // 324 jobs of every copy are a relaxation time; 50 are needed, or 8 of a replication.
  CHECK(warnings_of("[run]\nmax_jobs = 500_000\n[source]\nload = 0.9\ncopies = 100\n"
                    "[station.a]\nservice = { law = 'exponential', mean = '1 s' }\n") ==
        Lines{"s.toml:2:1: warning: runs are too short to become steady, which takes 1638400 jobs "
              "of all copies together, so they end as budget; raise run.max_jobs to that, or lower "
              "the load"});
  CHECK(warnings_of("run.max_jobs = 500_000\nrun.replications = 10\n" + queue).empty());
  CHECK(warnings_of(queue).empty());
  CHECK(warnings_of(queue, {{"source.copies", "1000"}}).size() == 1);
  CHECK(warnings_of(queue, {{"source.load", "0.5"}}).empty());
  // A run is judged when it has 64, 80 or 100 batches: 16,200 jobs are needed, and 16,384 looked
  // at.
  const std::string one =
      "source.load = 0.9\nstation.a.service = { law = 'exponential', mean = '1 s' }\n";
  CHECK(warnings_of("run.max_jobs = 16_383\n" + one).size() == 1);
  CHECK(warnings_of("run.max_jobs = 16_384\n" + one).empty());
  CHECK(warnings_of("[run]\nreplications = 1\n[source]\nload = [0.5, 0.9, 0.999, 0.9999]\n"
                    "[station.a]\nservice = { law = 'exponential', mean = '1 s' }\n") ==
        Lines{"s.toml:1:1: warning: runs of 2 of 4 points are too short to become steady, which "
              "takes up to 21474836480 jobs of all copies together, so they end as budget; raise "
              "run.max_jobs to that, or lower the load"});
}

}  // namespace
}  // namespace cutpoint
