#include "scenario/keys/run_keys.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "sim/stats/histogram.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kQueries{1.0, 1e15, "from 1 to 1e15"};
constexpr Limits kReplications{1.0, 10000.0, "from 1 to 10000"};
constexpr Limits kRecord{0.0, 1e6, "from 0 to 1e6"};
constexpr ShareLimits kPrecision{{1e-4, 1.0, "from 0.01 % to 100 %"}};

std::string usual_metric(const Draft& draft) {
  return draft.of_queues() ? "sojourn_time_mean" : "latency_mean";
}

/// The metrics that must be precise: one name, or several with commas between them.
void read_metrics(PrecisionTarget& target, TableReader& precision, const Context& context) {
  const std::vector<std::string> known = precision_metrics(context.draft.of_queues());
  const bool is_throughput = context.draft.experiment == ExperimentKind::Throughput;
  const std::optional<Text> names = precision.text("metric");
  target.metrics.clear();
  if (!names) {
    target.metrics = {is_throughput ? "throughput" : usual_metric(context.draft)};
    return;
  }
  std::istringstream list{names->text};
  for (std::string name; std::getline(list, name, ',');) {
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError{names->where, "unknown metric \"" + name + '"' + suggestion(name, known)};
    }
    target.metrics.push_back(name);
  }
  if (target.metrics.empty()) {
    throw InputError{names->where, "run.precision.metric is empty; name a metric"};
  }
  if (is_throughput && target.metrics != std::vector<std::string>{"throughput"}) {
    throw InputError{precision.where("metric"),
                     "with experiment = \"throughput\" the metric is throughput; leave it out"};
  }
}

void list_metrics(Values& values,
                  const std::string& section,
                  const PrecisionTarget& target,
                  const Draft&) {
  std::string metrics;
  for (const std::string& metric : target.metrics) {
    metrics += (metrics.empty() ? "" : ", ") + metric;
  }
  values.emplace_back(section + "metric", metrics);
}

Keys<PrecisionTarget> precision_keys() {
  return {
      special<PrecisionTarget>(
          {.name = "metric",
           .form = Form::Text,
           .type = "names",
           .names = precision_metrics(false),
           .otherwise = "\"latency_mean\"",
           .meaning = "the metrics that must all be precise before a run may stop, with commas "
                      "between them; `throughput` in a throughput experiment. Results hold many "
                      "more metrics ([results-schema.md](results-schema.md)), such as "
                      "`regret_latency_mean` and `regret_energy_mean`"},
          read_metrics,
          list_metrics),
      key("relative",
          &PrecisionTarget::relative,
          kPrecision,
          "stop when the half-width of its 95 % confidence interval is at most this share of its "
          "value"),
  };
}

Keys<RunSettings> setting_keys() {
  const auto is_in_time = [](const Draft& draft) { return draft.is_in_time(); };
  return {
      key("seed",
          &RunSettings::seed,
          kAnyWhole,
          "the same seed and scenario give the same numbers, bit for bit"),
      subtable("precision", Keys<RunSettings>{within(&RunSettings::precision, precision_keys())})
          .only_with("run.experiment", "other than \"decisions\"", is_in_time),
      key("replications",
          &RunSettings::replications,
          kReplications,
          "independent runs of every point; with more than one, intervals come from the spread "
          "between them. Not for `throughput`")
          .single(),
      key("max_queries",
          &RunSettings::max_observations,
          kQueries,
          "per run: stop there if the precision is not reached. A throughput experiment makes one "
          "run for every rate it tries")
          .only_with("run.experiment", "other than \"decisions\"", is_in_time)
          .only_in(ScenarioKind::Fleet),
      key("max_jobs",
          &RunSettings::max_observations,
          kQueries,
          "of bare queues, in place of `max_queries`")
          .only_in(ScenarioKind::Queues),
      key("record",
          &RunSettings::record,
          kRecord,
          "of how many of the first queries to arrive the lives are kept, one by one, at every "
          "point ([results-schema.md](results-schema.md#single-queries)). Only for fleets in "
          "`steady_state`")
          .single()
          .listed_if([](const RunSettings& run) { return run.record > 0; }),
  };
}

}  // namespace

const Keys<Draft>& run_keys() {
  static const Keys<Draft> keys{
      key("experiment",
          &Draft::experiment,
          {{"steady_state", ExperimentKind::SteadyState},
           {"throughput", ExperimentKind::Throughput},
           {"decisions", ExperimentKind::Decisions}},
          "what is measured at every point: one run at the given rate or load; the saturated pool "
          "and the largest rate within a bound; or nothing in time: what each cut costs one query "
          "of each network that is alone (K = 1), and where the policy cuts it. Decisions are made "
          "by phones that are alike: `gpu_share` is 0 or 1, or the axis `[0, 1]`")
          .single(),
      within(&Draft::run, setting_keys()),
  };
  return keys;
}

void check_run(TableReader& section, Draft& draft) {
  const bool is_steady = draft.experiment == ExperimentKind::SteadyState;
  if (!is_steady && (draft.of_queues() || draft.run.replications > 1)) {
    const std::string kind = "experiment = \"" + std::string{to_string(draft.experiment)} + '"';
    throw InputError{section.where(draft.of_queues() ? "experiment" : "replications"),
                     draft.of_queues()
                         ? kind + " has a meaning only for a fleet; leave it out"
                         : "run.replications has no meaning with " + kind + "; leave it out"};
  }
  if (section.has("record") && (!is_steady || draft.of_queues())) {
    throw InputError{section.where("record"),
                     "run.record has a meaning only for a fleet with experiment = "
                     "\"steady_state\"; leave it out"};
  }
  const PrecisionTarget& target = draft.run.precision;
  const bool has_percentile = std::ranges::any_of(
      target.metrics, [](const std::string& m) { return m.find("_p") != std::string::npos; });
  if (has_percentile && target.relative < Histogram::kRelativeError) {
    throw InputError{section.table("precision", nullptr).where("relative"),
                     "percentiles are read to within 1/256; ask for 0.4 % or more, or for the "
                     "precision of a mean"};
  }
}

}  // namespace cutpoint::scenario_file
