// What is kept of where runs come from, and what of it has to agree.
#include "runner/keep/run_origin.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/digest/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cutpoint {
namespace {

/// A scenario with a trace of arrivals that is kept, and one of a link that is not.
Scenario scenario_in(const TemporaryFolder& folder,
                     const std::vector<Override>& overrides = {},
                     const std::string& variant = {}) {
  folder.write("s.toml",
               "run.seed = 3\nclients.link = 'drive'\nlink.drive.trace.file = 'packets'\n"
               "queries.arrivals = { law = 'trace', file = 't.csv', unit = 's' }\n"
               "variant.few.clients.count = 9\n");
  folder.write("packets", "1\n2\n3\n4\n");
  folder.write("t.csv", "0\n1\n");
  return load_scenario(folder.path() / "s.toml", overrides, variant, 4);
}

/// What a results file has of it.
Dataset dataset_of(const Scenario& scenario, const RunPlan& plan) {
  Dataset dataset;
  dataset.attributes = {{"schema_version", kResultsSchemaVersion},
                        {"replications", std::int64_t{plan.replications}},
                        {"cutpoint_version", "1"},
                        {"git_describe", "abc"}};
  add_origin_attributes(dataset, scenario, plan);
  add_origin_groups(dataset, scenario.source);
  return dataset;
}

Group& group_of(Dataset& dataset, const std::string& name) {
  return *std::ranges::find(dataset.groups, name, &Group::name);
}

template <class Values>
Values& values_of(Dataset& dataset, const std::string& name) {
  return std::get<Values>(
      std::ranges::find(group_of(dataset, "inputs").variables, name, &Variable::name)->values);
}

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

TEST_CASE("an origin is the same in a results file and in a journal") {
  const TemporaryFolder folder;
  const Scenario scenario = scenario_in(folder, {{"run.seed", "5"}, {"title", "a\nb = c"}}, "few");
  const RunPlan plan{.points = 1, .replications = 7, .shard = {2, 4}};
  const RunOrigin origin = origin_of(scenario, plan);
  CHECK(origin.settings.front() == "clients.link = 'drive'");
  const RunOrigin in_file = read_origin(dataset_of(scenario, plan), "f.h5");
  const RunOrigin in_journal = decode_origin(encode_origin(origin), "f.h5.journal");
  for (const RunOrigin* read : {&in_file, &in_journal}) {
    CHECK(read->scenario_path == origin.scenario_path);
    CHECK(read->source == origin.source);
    CHECK(read->settings == origin.settings);
    CHECK(read->replications == 7);
    CHECK(read->shard == Shard{2, 4});
  }
  CHECK(in_file.version == "1, abc");
  CHECK(in_journal.version == version_text());
  CHECK(restore(in_file, "f.h5").source == scenario.source);
  CHECK(restore(in_file, "f.h5").title == "a\nb = c");
}

TEST_CASE("origins differ by a value, a file or the program, but not by the budget") {
  const TemporaryFolder folder;
  const auto origin = [&](const std::vector<Override>& overrides) {
    const Scenario scenario = scenario_in(folder, overrides);
    return origin_of(scenario, {});
  };
  const RunOrigin now = origin({});
  CHECK(difference(now, origin({})) == std::nullopt);
  CHECK(difference(origin({{"run.seed", "4"}}), now) ==
        "the scenario differs: \"run.seed = 4\" there, \"run.seed = 3\" here");
  CHECK(difference(origin({{"clients.count", "8"}}), now) ==
        "the scenario differs: \"clients.count = 8\" there, nothing here");
  CHECK(difference(now, origin({{"clients.count", "8"}})) ==
        "the scenario differs: nothing there, \"clients.count = 8\" here");
  CHECK(difference(now, origin({{"run.seed", "3"}})) ==
        "the scenario differs: its keys have another order");
  const RunOrigin larger = origin({{"run.max_queries", "99"}});
  CHECK(difference(now, larger) == std::nullopt);
  CHECK(any_difference(now, larger) == "the budgets differ");
  CHECK(difference(now, origin({{"run.max_queries", "[99, 100]"}})) != std::nullopt);

  RunOrigin other = now;
  other.source.inputs.back().sha256 = sha256("another");
  CHECK(difference(now, other) == "the arrival trace t.csv differs: SHA-256 " +
                                      short_digest(sha256("0\n1\n")) + " there, " +
                                      short_digest(sha256("another")) + " here");
  other.source.inputs.back() = now.source.inputs.back();
  other.source.inputs.back().name = "moved/t.csv";
  CHECK(difference(now, other) == std::nullopt);
  other.source.inputs.pop_back();
  CHECK(difference(now, other) == "the arrival trace t.csv is used there, and not here");
  other = now;
  other.version = "9";
  CHECK(difference(now, other) == "the program differs: " + version_text() + " there, 9 here");
  other = now;
  other.source.inputs.front().sha256 = sha256("other comments");
  CHECK(difference(now, other) == std::nullopt);
}

TEST_CASE("what no comparison needs is left out without changing one") {
  const TemporaryFolder folder;
  const RunOrigin origin = origin_of(scenario_in(folder), {});
  const RunOrigin lean = without_content(origin);
  CHECK(lean.source.inputs.front().bytes);
  CHECK_FALSE(lean.source.inputs.back().bytes);
  CHECK(any_difference(origin, lean) == std::nullopt);
}

TEST_CASE("damaged origins are refused, wherever the damage is") {
  const TemporaryFolder folder;
  const Scenario scenario = scenario_in(folder, {{"run.seed", "5"}});
  const Dataset whole = dataset_of(scenario, {});
  CHECK_NOTHROW(read_origin(whole, "f.h5"));
  const auto refused = [&](const auto& damage) {
    Dataset dataset = whole;
    damage(dataset);
    CHECK_THROWS_WITH(read_origin(dataset, "f.h5"),
                      "f.h5: error: what it says about its scenario is damaged");
  };
  refused([](Dataset& d) { values_of<Texts>(d, "kind")[1] = "link"; });
  refused([](Dataset& d) { values_of<Texts>(d, "sha256")[0][0] ^= 1; });
  refused([](Dataset& d) { values_of<Texts>(d, "sha256")[1] = "\x1b[31m"; });
  refused([](Dataset& d) { values_of<Integers>(d, "size")[0] += 1; });
  refused([](Dataset& d) { values_of<Integers>(d, "size")[1] = -1; });
  refused([](Dataset& d) { values_of<Integers>(d, "end")[1] -= 1; });
  refused([](Dataset& d) { values_of<Integers>(d, "end")[2] = std::int64_t{1} << 62; });
  refused([](Dataset& d) { values_of<std::vector<std::uint8_t>>(d, "bytes")[0] ^= 1U; });
  refused([](Dataset& d) { group_of(d, "inputs").variables.pop_back(); });
  refused([](Dataset& d) { group_of(d, "inputs").dimensions.clear(); });
  refused([](Dataset& d) { group_of(d, "overrides").variables.pop_back(); });
  refused([](Dataset& d) { d.groups.clear(); });

  const std::string bytes = encode_origin(origin_of(scenario, {}));
  for (const std::size_t size : {std::size_t{0}, std::size_t{9}, bytes.size() - 1}) {
    CHECK_THROWS_AS(decode_origin(bytes.substr(0, size), "f.h5.journal"), ResultsError);
  }
  CHECK_THROWS_AS(decode_origin(bytes + 'x', "f.h5.journal"), ResultsError);
}

TEST_CASE("a stored scenario that is none is a matter of the file that stores it") {
  const TemporaryFolder folder;
  RunOrigin origin = origin_of(scenario_in(folder), {});
  for (ScenarioInput& input : origin.source.inputs) {
    input.bytes = input.kind == InputKind::Scenario ? "run.sead = 1\n" : "";
  }
  CHECK_THROWS_AS(restore(origin, "f.h5"), ResultsError);
  CHECK_THROWS_WITH(restore(origin, "f.h5"),
                    Catch::StartsWith("f.h5: error: its scenario cannot be loaded again: ") &&
                        Catch::Contains("unknown key \"sead\""));
}

TEST_CASE("counts that cannot be are refused, wherever they are read") {
  const TemporaryFolder folder;
  const Scenario scenario = scenario_in(folder);
  const auto expect_refused = [&](const RunPlan& plan) {
    CAPTURE(plan.replications, plan.shard.index, plan.shard.count);
    CHECK_THROWS_AS(read_origin(dataset_of(scenario, plan), "f.h5"), ResultsError);
    CHECK_THROWS_AS(decode_origin(encode_origin(origin_of(scenario, plan)), "f.h5.journal"),
                    ResultsError);
  };
  expect_refused({.points = 1, .replications = 0});
  expect_refused({.points = 1, .replications = 2'000'001});
  expect_refused({.points = 1, .shard = {2, 2}});
  expect_refused({.points = 1, .shard = {0, 1'000'001}});
  CHECK_NOTHROW(read_origin(dataset_of(scenario, {.replications = 2'000'000}), "f.h5"));
}

TEST_CASE("a file cannot have more replications than its scenario") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& text, std::uint32_t replications) {
    folder.write("s.toml", text);
    const Scenario scenario = load_scenario(folder.path() / "s.toml");
    CHECK_THROWS_WITH(restore(origin_of(scenario, {.replications = replications}), "f.h5"),
                      Catch::StartsWith("f.h5: error: has ") &&
                          Catch::EndsWith(" replications, which its scenario cannot have"));
  };
  refused("run.experiment = 'decisions'\n", 2);
  refused("queries.load = [0.1, 0.2]\n", 1'000'001);
}

TEST_CASE("a file of the layout without inputs has its scenario as a text") {
  Dataset dataset;
  dataset.attributes = {{"schema_version", std::int64_t{1}},
                        {"scenario", "run.seed = 4\nclients.count = 3\n"},
                        {"scenario_path", "sub/s.toml"},
                        {"scenario_sha256", sha256("run.seed = 4\nclients.count = 3\n")},
                        {"cutpoint_version", "0"},
                        {"git_describe", "old"}};
  const RunOrigin origin = read_origin(dataset, "f.h5");
  CHECK(origin.settings == std::vector<std::string>{"run.seed = 4", "clients.count = 3"});
  CHECK(restore(origin, "f.h5").points.front().run.seed == 4);
  CHECK(read_inputs(dataset, "f.h5").empty());

  // What else it used is not known, and must not be what is there today.
  CHECK_FALSE(origin.names_inputs);
  const TemporaryFolder folder;
  RunOrigin with_files = origin_of(scenario_in(folder), {});
  RunOrigin unnamed = with_files;
  unnamed.names_inputs = false;
  unnamed.source.inputs.resize(1);
  CHECK_THROWS_WITH(restore(unnamed, "f.h5"),
                    Catch::StartsWith("f.h5: error: its scenario cannot be loaded again: ") &&
                        Catch::EndsWith("; run the scenario again"));
  CHECK_NOTHROW(restore(with_files, "f.h5"));
  CHECK(difference(unnamed, unnamed) == std::nullopt);
  CHECK(difference(unnamed, with_files).value_or("").starts_with("the results there do not say"));
  CHECK(difference(with_files, unnamed).value_or("").starts_with("the results here do not say"));

  // Such files have overrides below the text, where nobody can tell them from comments.
  const std::string ambiguous = "run.seed = 4\n# --set run.seed=5\n";
  dataset.attributes[1].value = ambiguous;
  dataset.attributes[3].value = sha256(ambiguous);
  CHECK_THROWS_WITH(read_origin(dataset, "f.h5"), Catch::Contains("run the scenario again"));
}

}  // namespace
}  // namespace cutpoint
