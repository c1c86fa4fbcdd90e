// Runs as bytes, and what a run leaves on the disk until it ends.
#include "runner/keep/stored_runs.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>

#include "results/store/byte_archive.hpp"
#include "runner/execute/run_scenario.hpp"
#include "runner/keep/checkpoint.hpp"
#include "runner/keep/results_dataset.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/fleet_results.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_file.hpp"

namespace cutpoint {
namespace {

constexpr const char* kFleet = R"(
run = { seed = 7, replications = 3, record = 3, precision = { relative = "20 %" } }
clients = { count = 50, policy = ["cloud_only", "min_cut"] }
queries = { load = 0.3, mix = { dig = 1, pos = 1 } }
)";

constexpr const char* kThroughput = R"(
run = { experiment = "throughput", precision = { metric = "throughput", relative = "20 %" } }
clients = { count = 50, policy = ["cloud_only", "mobile_only"] }
queries = { mix = { dig = 1 } }
)";

constexpr const char* kDecisions = R"(
run.experiment = "decisions"
clients = { gpu_share = 1, policy = ["neurosurgeon", "cloud_only"] }
queries.mix = { dig = 1, imc = 1 }
)";

constexpr const char* kQueues = R"(
run = { replications = 2, precision = { metric = "sojourn_time_mean", relative = "20 %" } }
source = { load = 0.5 }
station.server.service = { law = "exponential", mean = "10 ms" }
)";

Scenario scenario_of(const std::string& text) { return parse_scenario(text, "s.toml"); }

TEST_CASE("a record of a run of any kind gives the same run, and the same bytes, again") {
  for (const char* text : {kFleet, kThroughput, kDecisions, kQueues}) {
    const Scenario scenario = scenario_of(text);
    const ScenarioResult result = run_scenario(scenario, {.jobs = 2});
    REQUIRE(result.runs.size() == plan_of(scenario).runs().size());
    for (const auto& [key, bytes] : result.runs) {
      CAPTURE(text, key.point, key.replication);
      const RunRecord record = decode_run(bytes, "s.toml");
      CHECK(record.key == key);
      CHECK(encode_run(record) == bytes);
      CHECK(decode_head(bytes, "s.toml").status == record.result.status);
    }
  }
}

TEST_CASE("damaged records are refused, wherever the damage is") {
  const Scenario scenario = scenario_of(kDecisions);
  const std::string bytes = run_scenario(scenario, {}).runs.begin()->second;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{3}, bytes.size() / 2, bytes.size() - 1}) {
    CHECK_THROWS_WITH(decode_run(bytes.substr(0, size), "f.h5"),
                      "f.h5: error: the record of a run is damaged");
  }
  CHECK_THROWS_AS(decode_run(bytes + 'x', "f.h5"), ResultsError);
  CHECK_THROWS_WITH(decode_run('\x04' + bytes.substr(1), "f.h5"),
                    Catch::Contains("version 4 of their layout"));
}

TEST_CASE("a record whose layout is another is not damaged but of another version") {
  const Scenario scenario = scenario_of(kDecisions);
  const std::string bytes = run_scenario(scenario, {}).runs.begin()->second;
  const auto with_layout = [&](std::uint64_t layout) {
    ByteWriter start;
    start.byte(3);
    start.number(layout);
    return start.take() + bytes.substr(1);
  };
  CHECK(encode_run(decode_run(with_layout(record_layout()), "f.h5")) == bytes);
  const std::string other = with_layout(record_layout() + 1);
  const std::string message =
      "f.h5: error: its runs were written by another version of Cutpoint, which measures other "
      "things; run the scenario again";
  CHECK_THROWS_WITH(decode_run(other, "f.h5"), message);
  CHECK_THROWS_WITH(decode_head(other, "f.h5"), message);
}

TEST_CASE("a record knows what ended its run, unless it is of the layout before") {
  const Scenario scenario =
      parse_scenario(kFleet, "s.toml", {{"run.max_queries", "30"}, {"run.record", "0"}});
  const std::string bytes = run_scenario(scenario, {}).runs.begin()->second;
  CHECK(decode_run(bytes, "f.h5").result.end.limit == RunLimit::Observations);
  const std::string before = '\x01' + bytes.substr(1, bytes.size() - 3);  // a byte each
  CHECK(decode_run(before, "f.h5").result.end.limit == RunLimit::None);
  CHECK(fleet_of(decode_run(before, "f.h5").result)->completed == 30);
}

TEST_CASE("of several runs the point says what ended the one that is worst") {
  const Scenario scenario = parse_scenario(
      "run = { max_queries = 1000, replications = 2 }\n"
      "clients = { count = 100, policy = ['cloud_only', 'mobile_only'] }\n"
      "queries.rate = '1e6 /s'\n",
      "s.toml");
  const ScenarioResult result = run_scenario(scenario, {.jobs = 2});
  CHECK(kind_of(scenario.points[0]).limited_by(scenario.points[0], result.points[0]) == "uplink");
  CHECK(kind_of(scenario.points[1]).limited_by(scenario.points[1], result.points[1]) == "phone");
}

TEST_CASE("sums of any length are kept") {
  const Scenario scenario = scenario_of(kQueues);
  const RunSet runs = run_scenario(scenario, {}).runs;
  const std::string bytes = runs.begin()->second;
  RunRecord record = decode_run(bytes, "f.h5");
  QueueResult& queues = std::get<QueueResult>(record.result.outcome);
  queues.sojourn_sum = 1'000'000U * DurationSum{Duration::max()};
  queues.busy_integral = DurationSum{} - queues.sojourn_sum;
  const RunRecord again = decode_run(encode_run(record), "f.h5");
  CHECK(std::get<QueueResult>(again.result.outcome).sojourn_sum == queues.sojourn_sum);
  CHECK(std::get<QueueResult>(again.result.outcome).busy_integral == queues.busy_integral);
}

TEST_CASE("sums that no run has, and that replications could not add up, are refused") {
  const Scenario scenario = scenario_of(kQueues);
  RunRecord record = decode_run(run_scenario(scenario, {}).runs.begin()->second, "f.h5");
  const auto is_kept = [&](Int128 nanoseconds) {
    std::get<QueueResult>(record.result.outcome).sojourn_sum = DurationSum{nanoseconds};
    const std::string bytes = encode_run(record);
    try {
      const RunRecord again = decode_run(bytes, "f.h5");
      CHECK(std::get<QueueResult>(again.result.outcome).sojourn_sum.count() == nanoseconds);
    } catch (const ResultsError& error) {
      CHECK(error.message() == "the record of a run is damaged");
      return false;
    }
    return true;
  };
  const Int128 most = Int128{1} << 106;
  CHECK(is_kept(most - 1));
  CHECK(is_kept(-most));
  CHECK_FALSE(is_kept(most));
  CHECK_FALSE(is_kept(-most - 1));
  CHECK_FALSE(is_kept(most << 10));
  CHECK_FALSE(is_kept(most << 20));
}

TEST_CASE("shards have every run once") {
  const RunPlan all{.points = 5, .replications = 3};
  std::vector<RunKey> keys;
  for (std::size_t i = 0; i < 4; ++i) {
    const RunPlan plan{.points = 5, .replications = 3, .shard = {i, 4}};
    for (const RunKey& key : plan.runs()) {
      CHECK(plan.holds(key));
      keys.push_back(key);
    }
  }
  std::ranges::sort(keys);
  CHECK(keys == all.runs());
}

/// The data of a results file: everything but where they came from.
std::vector<std::string> data_of(const Scenario& scenario, const ScenarioResult& result) {
  Dataset dataset = to_dataset(scenario, result, {});
  std::vector<std::string> data;
  for (const Variable& variable : dataset.variables) {
    data.push_back(variable.name);
    if (const auto* numbers = std::get_if<std::vector<double>>(&variable.values)) {
      for (const double number : *numbers) {
        data.push_back(std::to_string(std::bit_cast<std::uint64_t>(number)));
      }
    }
  }
  return data;
}

TEST_CASE("runs of a file, a journal and their rest are those of an uninterrupted run") {
  const TemporaryFile file{"", ".h5"};
  std::filesystem::remove(file.path());
  const Scenario scenario = scenario_of(kFleet);
  const ScenarioResult whole = run_scenario(scenario, {.jobs = 2});
  {
    // Killed after the fourth run, in the middle of writing another.
    Checkpoint checkpoint{scenario, {.output = file.path()}};
    std::size_t left = 4;
    for (const auto& [key, record] : whole.runs) {
      if (left-- == 0) {
        break;
      }
      checkpoint.add({.key = key, .record = record, .seconds = 0.25});
    }
  }
  CHECK(std::filesystem::exists(journal_path(file.path())));
  std::ofstream{journal_path(file.path()), std::ios::binary | std::ios::app} << "\xd7"
                                                                                "block";
  CHECK_THROWS_WITH((Checkpoint{scenario, {.output = file.path()}}),
                    Catch::Contains("give --resume to continue it"));
  {
    Checkpoint checkpoint{scenario, {.output = file.path(), .existing = Existing::Resume}};
    CHECK(checkpoint.finished().size() == 4);
    CHECK(checkpoint.run_seconds() == 1.0);
    CHECK_THROWS_WITH((Checkpoint{scenario, {.output = file.path(), .existing = Existing::Resume}}),
                      Catch::Contains("another run is writing it"));
    const ScenarioResult resumed = run_scenario(scenario, {.finished = checkpoint.finished()});
    CHECK(resumed.runs == whole.runs);
    CHECK(data_of(scenario, resumed) == data_of(scenario, whole));
    checkpoint.finish(to_dataset(scenario, resumed, {.command_line = "cutpoint run"}));
  }
  CHECK_FALSE(std::filesystem::exists(journal_path(file.path())));
  CHECK(read_runs(file.path()).runs == whole.runs);

  // More replications do not change those that are there.
  Checkpoint more{scenario,
                  {.output = file.path(), .existing = Existing::Resume, .more_replications = 2}};
  CHECK(more.plan().replications == 5);
  const ScenarioResult extended =
      run_scenario(scenario, {.replications = 5, .finished = more.finished()});
  CHECK(std::ranges::includes(extended.runs, whole.runs));
  CHECK(extended.runs == run_scenario(scenario, {.jobs = 2, .replications = 5}).runs);
}

TEST_CASE("what cannot be continued says why") {
  const TemporaryFile file{"", ".h5"};
  std::filesystem::remove(file.path());
  const Scenario scenario = scenario_of(kDecisions);
  Checkpoint{scenario, {.output = file.path()}}.finish(
      to_dataset(scenario, run_scenario(scenario, {}), {}));
  const auto resume = [&](const std::string& text, const Shard& shard) {
    (void)Checkpoint{scenario_of(text),
                     {.output = file.path(), .existing = Existing::Resume, .shard = shard}};
  };
  CHECK_NOTHROW(resume(kDecisions, {}));
  CHECK_THROWS_WITH(resume(kFleet, {}), Catch::Contains("the scenario differs: \"run.experiment"));
  CHECK_THROWS_WITH(resume(kDecisions, {1, 2}), Catch::Contains("it is of all runs, not of shard"));
}

TEST_CASE("a larger budget runs again what ran out of it") {
  const auto with_budget = [](const std::string& budget) {
    return parse_scenario(kQueues, "s.toml", {{"run.max_jobs", budget}});
  };
  const Scenario small = with_budget("100");
  const Scenario large = with_budget("100000");
  const TemporaryFile file{"", ".h5"};
  std::filesystem::remove(file.path());
  const ScenarioResult short_of_jobs = run_scenario(small, {});
  CHECK(short_of_jobs.points.front().status == PointStatus::Budget);
  Checkpoint{small, {.output = file.path()}}.finish(to_dataset(small, short_of_jobs, {}));

  const CheckpointRequest resume{.output = file.path(), .existing = Existing::Resume};
  CHECK(Checkpoint{small, resume}.finished().size() == 2);
  CHECK(Checkpoint{large, resume}.finished().empty());
  CHECK_THROWS_WITH((Checkpoint{with_budget("50"), resume}), Catch::Contains("its budget was 100"));
}

}  // namespace
}  // namespace cutpoint
