#include <numeric>
#include <type_traits>
#include <variant>

#include "runner/keep/run_record.hpp"
#include "runner/keep/stored_runs.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {
namespace {

/// The group `runs`: columns with one row per run, for comparisons and other programs. Cutpoint
/// reads the runs themselves from the group `records`.
class RunTable {
 public:
  RunTable(const Scenario& scenario, const RunSet& runs) : scenario_{scenario} {
    group_.name = "runs";
    std::vector<double> numbers(runs.size());
    std::iota(numbers.begin(), numbers.end(), 0.0);
    group_.dimensions.push_back({"run", numbers, "", "number of the run in this file"});
    for (const auto& [key, record] : runs) {
      add(key, decode_run(record, scenario.path).result);
    }
  }

  Group group() {
    column("point", points_, "index of the point, the last axis fastest");
    column("replication", replications_, "number of the replication");
    column("seed", seeds_, "seed of the random numbers");
    for (const auto& [axis, dimension] : coordinates(scenario_.axes)) {
      // The column "seed" has it already.
      if (axis->key != "run.seed") {
        add_coordinate(*axis, dimension);
      }
    }
    column("status", statuses_, "why the run ended");
    column("limited_by", limits_, kLimitedBy);
    column("events", events_, "events simulated, warm-up included");
    column("fingerprint", fingerprints_, "hash of every event");
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
      column(names_[i].name, metrics_[i], names_[i].long_name, names_[i].unit);
    }
    return std::move(group_);
  }

 private:
  void add(const RunKey& key, const PointResult& result) {
    const Point& point = scenario_.points[key.point];
    points_.push_back(static_cast<std::int64_t>(key.point));
    replications_.push_back(key.replication);
    seeds_.push_back(static_cast<std::int64_t>(point.run.seed));
    statuses_.emplace_back(to_string(result.status));
    limits_.push_back(kind_of(point).limited_by(point, result));
    const Bookkeeping bookkeeping = kind_of(point).bookkeeping(result);
    events_.push_back(static_cast<std::int64_t>(bookkeeping.events));
    fingerprints_.push_back(fingerprint_text(bookkeeping.fingerprint));
    names_ = kind_of(point).metrics(point, result);
    metrics_.resize(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
      metrics_[i].push_back(names_[i].estimate.value);
    }
  }

  void add_coordinate(const Axis& axis, std::size_t dimension) {
    const auto add = [&](const auto& values) {
      std::remove_cvref_t<decltype(values)> of_runs;
      for (const std::int64_t point : points_) {
        const Point& at = scenario_.points[static_cast<std::size_t>(point)];
        of_runs.push_back(values[at.position[dimension]]);
      }
      column(axis.name, std::move(of_runs), axis.key, axis.unit);
    };
    std::visit(add, axis.values);
  }

  template <class Values>
  void column(const std::string& name,
              Values values,
              const std::string& long_name,
              const std::string& unit = "") {
    group_.variables.push_back({name, {"run"}, std::move(values), unit, long_name});
  }

  const Scenario& scenario_;
  Group group_;
  std::vector<std::int64_t> points_;
  std::vector<std::int64_t> replications_;
  std::vector<std::int64_t> seeds_;
  std::vector<std::string> statuses_;
  std::vector<std::string> limits_;
  std::vector<std::int64_t> events_;
  std::vector<std::string> fingerprints_;
  std::vector<NamedEstimate> names_;  // of the last run: all runs have the same metrics
  std::vector<std::vector<double>> metrics_;
};

/// All records one after the other as bytes, with the position behind each.
Group records_group(const RunSet& runs) {
  std::vector<std::int64_t> ends;
  std::vector<std::uint8_t> bytes;
  for (const auto& [key, record] : runs) {
    bytes.insert(bytes.end(), record.begin(), record.end());
    ends.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  return {
      "records",
      {{"record", Length{ends.size()}, "", ""}, {"byte", Length{bytes.size()}, "", ""}},
      {{"end", {"record"}, ends, "", "where a record ends among the bytes"},
       {"bytes", {"byte"}, bytes, "", "runs as cutpoint reads them back, one after the other"}}};
}

}  // namespace

void add_runs(Dataset& dataset, const Scenario& scenario, const ScenarioResult& result) {
  if (result.runs.empty()) {
    return;
  }
  dataset.groups.push_back(RunTable{scenario, result.runs}.group());
  dataset.groups.push_back(records_group(result.runs));
}

}  // namespace cutpoint
