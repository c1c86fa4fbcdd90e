#include "scenario/keys/run_section.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "scenario/keys/choice.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kSeed{0.0, 9223372036854775807.0, "from 0 to 9223372036854775807"};
constexpr Limits kQueries{1.0, 1e15, "from 1 to 1e15"};
constexpr Limits kReplications{1.0, 10000.0, "from 1 to 10000"};
constexpr Limits kRecord{0.0, 1e6, "from 0 to 1e6"};
constexpr Limits kPrecision{1e-4, 1.0, "from 0.01 % to 100 %"};

/// The metrics that must be precise: one name, or several with commas between them.
std::vector<std::string> read_metrics(TableReader& precision, bool of_queues) {
  const std::vector<std::string> known = precision_metrics(of_queues);
  const std::optional<Text> names =
      precision
          .described(of_queues ? "\"sojourn_time_mean\"" : "\"latency_mean\"",
                     "the metrics that must all be precise before a run may stop, with commas "
                     "between them; `throughput` in a throughput experiment. Results hold many "
                     "more metrics ([results-schema.md](results-schema.md)), such as "
                     "`regret_latency_mean` and `regret_energy_mean`")
          .among(known)
          .typed("names")
          .text("metric");
  if (!names) {
    return {of_queues ? "sojourn_time_mean" : "latency_mean"};
  }
  std::vector<std::string> metrics;
  std::istringstream list{names->text};
  for (std::string name; std::getline(list, name, ',');) {
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError{names->where, "unknown metric \"" + name + '"' + suggestion(name, known)};
    }
    metrics.push_back(name);
  }
  if (metrics.empty()) {
    throw InputError{names->where, "run.precision.metric is empty; name a metric"};
  }
  return metrics;
}

PrecisionTarget read_precision(TableReader& section,
                               ExperimentKind kind,
                               bool of_queues,
                               Sweep& sweep) {
  PrecisionTarget target;
  TableReader precision = section.table("precision", &sweep);
  target.metrics = read_metrics(precision, of_queues);
  if (kind == ExperimentKind::Throughput) {
    if (precision.has("metric") && target.metrics != std::vector<std::string>{"throughput"}) {
      throw InputError{precision.where("metric"),
                       "with experiment = \"throughput\" the metric is throughput; leave it out"};
    }
    target.metrics = {"throughput"};
  }
  set(target.relative,
      precision
          .described("\"5 %\"",
                     "stop when the half-width of its 95 % confidence interval is at most this "
                     "share of its value")
          .quantity("relative", kPercentage, kPrecision));
  const bool has_percentile = std::ranges::any_of(
      target.metrics, [](const std::string& m) { return m.find("_p") != std::string::npos; });
  if (has_percentile && target.relative < Histogram::kRelativeError) {
    throw InputError{precision.where("relative"),
                     "percentiles are read to within 1/256; ask for 0.4 % or more, or for the "
                     "precision of a mean"};
  }
  precision.refuse_unknown();
  return target;
}

/// How many single queries are kept.
void read_record(TableReader& section, bool of_queues, RunSettings& run) {
  if (run.kind == ExperimentKind::SteadyState && !of_queues) {
    section.refuse_list("record");
    set(run.record,
        section
            .described("0",
                       "of how many of the first queries to arrive the lives are kept, one by one, "
                       "at every point ([results-schema.md](results-schema.md#single-queries)). "
                       "Only for fleets in `steady_state`")
            .integer("record", kRecord));
  } else if (section.has("record")) {
    throw InputError{section.where("record"),
                     "run.record has a meaning only for a fleet with experiment = "
                     "\"steady_state\"; leave it out"};
  }
}

}  // namespace

RunSettings read_run(TableReader& root, bool of_queues, Sweep& sweep) {
  RunSettings run;
  TableReader section = root.table("run", &sweep);
  section.refuse_list("experiment");
  section.refuse_list("replications");
  set(run.kind,
      choose<ExperimentKind>(
          section.described("\"steady_state\"",
                            "what is measured at every point: one run at the given rate or load; "
                            "the saturated pool and the largest rate within a bound; or nothing in "
                            "time: what each cut costs one query of each network that is alone (K "
                            "= 1), and where the policy cuts it. Decisions are made by phones that "
                            "are alike: `gpu_share` is 0 or 1, or the axis `[0, 1]`"),
          "experiment",
          {{"steady_state", ExperimentKind::SteadyState},
           {"throughput", ExperimentKind::Throughput},
           {"decisions", ExperimentKind::Decisions}}));
  set(run.seed,
      section.described("1", "the same seed and scenario give the same numbers, bit for bit")
          .integer("seed", kSeed));
  const auto in_time = [&](TableReader& table) -> TableReader& {
    return of_queues ? table
                     : table.only_with("run.experiment",
                                       "other than \"decisions\"",
                                       run.kind != ExperimentKind::Decisions);
  };
  set(run.max_observations,
      in_time(section)
          .described("10000000",
                     of_queues ? "of bare queues, in place of `max_queries`"
                               : "per run: stop there if the precision is not reached. A "
                                 "throughput experiment makes one run for every rate it tries")
          .integer(of_queues ? "max_jobs" : "max_queries", kQueries));
  set(run.replications,
      section
          .described("1",
                     "independent runs of every point; with more than one, intervals come from the "
                     "spread between them. Not for `throughput`")
          .integer("replications", kReplications));
  if (run.kind != ExperimentKind::SteadyState && (of_queues || run.replications > 1)) {
    const std::string kind = "experiment = \"" + std::string{to_string(run.kind)} + '"';
    throw InputError{section.where(of_queues ? "experiment" : "replications"),
                     of_queues ? kind + " has a meaning only for a fleet; leave it out"
                               : "run.replications has no meaning with " + kind + "; leave it out"};
  }

  read_record(section, of_queues, run);
  run.precision = read_precision(in_time(section), run.kind, of_queues, sweep);
  section.refuse_unknown();
  return run;
}

}  // namespace cutpoint::scenario_file
