// Runs from files that cannot be of the scenario that the file speaks of.
#include "runner/keep/run_check.hpp"

#include <functional>
#include <string>

#include "results/store/dataset.hpp"
#include "runner/execute/run_scenario.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/kinds/kind.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr const char* kFleet = R"(
run = { replications = 2, record = 3, max_queries = 500, precision = { relative = "50 %" } }
clients = { count = 20, policy = ["cloud_only", "min_cut"] }
queries = { load = 0.3, mix = { dig = 1, pos = 1 } }
)";

constexpr const char* kThroughput = R"(
run = { experiment = "throughput", max_queries = 500, precision = { metric = "throughput", relative = "50 %" } }
clients = { count = 20, policy = ["cloud_only", "neurosurgeon"] }
queries = { mix = { dig = 1 } }
)";

constexpr const char* kDecisions = R"(
run.experiment = "decisions"
queries.mix = { dig = 1, imc = 1 }
)";

constexpr const char* kQueues = R"(
run = { replications = 2, max_jobs = 500, precision = { metric = "sojourn_time_mean", relative = "50 %" } }
source = { load = 0.5 }
station.server.service = { law = "exponential", mean = "10 ms" }
)";

SteadyStateResult& steady(PointResult& run) { return std::get<SteadyStateResult>(run.outcome); }

using Change = std::function<void(PointResult&)>;

/// A scenario and what came of its runs.
struct Stored {
  Scenario scenario;
  ScenarioResult result;

  explicit Stored(const char* text)
      : scenario{parse_scenario(text, "s.toml")}, result{run_scenario(scenario, {})} {}

  /// What is said of the runs with the first one changed, or "" if nothing is.
  [[nodiscard]] std::string complaint(const Change& change) const {
    RunSet runs = result.runs;
    RunRecord record = decode_run(runs.begin()->second, "f.h5");
    change(record.result);
    runs.begin()->second = encode_run(record);
    return complaint(std::move(runs), result.plan);
  }

  [[nodiscard]] std::string complaint(RunSet runs, const RunPlan& plan) const {
    try {
      static_cast<void>(summarize(scenario, plan, std::move(runs), "f.h5"));
    } catch (const ResultsError& error) {
      return error.message();
    }
    return "";
  }
};

const std::string kImpossible = "its runs cannot be of its scenario";

TEST_CASE("runs are refused whose parts do not fit a fleet") {
  const Stored stored{kFleet};
  CHECK(stored.complaint([](PointResult&) {}).empty());
  for (const Change& change : std::initializer_list<Change>{
           [](PointResult& run) { steady(run).fleet.records.front().cut = 1'000'000; },
           [](PointResult& run) { steady(run).fleet.records.front().application = 2; },
           [](PointResult& run) { steady(run).fleet.records.front().client_class = 9; },
           [](PointResult& run) { steady(run).fleet.records.resize(4); },
           [](PointResult& run) { steady(run).fleet.cut_counts.front().front().push_back(1); },
           [](PointResult& run) { steady(run).fleet.cut_counts.clear(); },
           [](PointResult& run) { steady(run).cut_labels.front().front().pop_back(); },
           [](PointResult& run) {
             steady(run).cut_labels.front().pop_back();
             steady(run).fleet.cut_counts.front().pop_back();
           },
           [](PointResult& run) { steady(run).cut_labels.front().front().front() += "!"; },
           [](PointResult& run) { steady(run).fleet.steady.elapsed = Duration{-1}; },
           [](PointResult& run) { run.outcome = DecisionResult{}; },
           [](PointResult& run) { run.outcome = QueueResult{}; },
           [](PointResult& run) { run.outcome = ThroughputResult{}; },
           [](PointResult& run) { run.status = PointStatus::NotRun; }}) {
    CHECK(stored.complaint(change) == kImpossible);
  }
}

TEST_CASE("runs are refused whose parts do not fit other experiments") {
  const Stored throughput{kThroughput};
  CHECK(throughput.complaint([](PointResult&) {}).empty());
  CHECK(throughput.complaint([](PointResult& run) {
    std::get<ThroughputResult>(run.outcome).cut_labels.clear();
  }) == kImpossible);
  RunPlan twice = throughput.result.plan;
  twice.replications = 2;
  RunRecord again = decode_run(throughput.result.runs.begin()->second, "f.h5");
  again.key.replication = 1;
  RunSet runs = throughput.result.runs;
  runs.emplace(again.key, encode_run(again));
  CHECK(throughput.complaint(runs, twice) == kImpossible);

  const Stored decisions{kDecisions};
  CHECK(decisions.complaint([](PointResult&) {}).empty());
  CHECK(decisions.complaint([](PointResult& run) {
    std::get<DecisionResult>(run.outcome).pop_back();
  }) == kImpossible);
  CHECK(decisions.complaint([](PointResult& run) {
    std::get<DecisionResult>(run.outcome).front().cuts.resize(1000);
  }) == kImpossible);

  const Stored queues{kQueues};
  CHECK(queues.complaint([](PointResult&) {}).empty());
  CHECK(queues.complaint([](PointResult& run) { run.outcome = SteadyStateResult{}; }) ==
        kImpossible);
  CHECK(queues.complaint([](PointResult& run) {
    std::get<QueueResult>(run.outcome).class_waiting_times.emplace_back();
  }) == kImpossible);
}

TEST_CASE("what a record holds is of one kind of experiment") {
  PointResult result;
  CHECK_FALSE(put_together({}, result));
  CHECK(put_together({.queues = QueueResult{}}, result));
  CHECK_FALSE(put_together({.fleet = FleetResult{}, .queues = QueueResult{}}, result));
  CHECK_FALSE(put_together({.decisions = DecisionResult{}, .fleet = FleetResult{}}, result));
  CHECK(put_together({.saturation = Throughput{}, .bounded = Throughput{}}, result));
  CHECK_FALSE(put_together({.saturation = Throughput{}}, result));
  CHECK_FALSE(put_together({.fleet = FleetResult{}, .bounded = Throughput{}}, result));
}

TEST_CASE("runs are refused that the plan does not hold") {
  const Stored stored{kFleet};
  for (const RunKey& key : {RunKey{2, 0}, RunKey{0, 2}}) {
    RunSet runs = stored.result.runs;
    RunRecord record = decode_run(runs.begin()->second, "f.h5");
    record.key = key;
    runs.emplace(key, encode_run(record));
    CHECK(stored.complaint(runs, stored.result.plan) == "has runs that its scenario lacks");
  }
}

}  // namespace
}  // namespace cutpoint
