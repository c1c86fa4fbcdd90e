#include "runner/keep/results_dataset.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "results/store/provenance.hpp"
#include "runner/keep/run_origin.hpp"
#include "runner/keep/stored_runs.hpp"
#include "runner/kinds/decision_dataset.hpp"
#include "runner/kinds/gains.hpp"
#include "runner/kinds/histogram_dataset.hpp"
#include "runner/kinds/record_dataset.hpp"

namespace cutpoint {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Builds a dataset whose main variables lie over the scenario's axes.
class DatasetBuilder {
 public:
  DatasetBuilder(const Scenario& scenario, const ScenarioResult& result)
      : scenario_{scenario}, result_{result} {}

  Dataset build(const RunContext& context) {
    add_axes();
    add_zipped();
    add_metrics();
    if (!is_decisions()) {
      add_bookkeeping();
    }
    if (is_throughput()) {
      add_throughput("saturation", &PointResult::saturation, "with the pool kept busy");
      add_throughput("bounded", &PointResult::bounded, "within the bound on the server sojourn");
    }
    for (const Published& published : scenario_.published) {
      dataset_.variables.push_back({"published_" + published.name,
                                    {published.axis},
                                    published.values,
                                    "",
                                    "published value (" + published.source + ")"});
      if (published.maximum) {
        dataset_.variables.push_back({"published_" + published.name + "_maximum",
                                      {},
                                      std::vector{*published.maximum},
                                      "",
                                      "published largest value (" + published.source + ")"});
      }
    }
    if (is_decisions()) {
      add_decisions(dataset_, axes_, scenario_, result_);
    } else if (!is_queues()) {
      add_cut_shares();
      add_records(dataset_, axes_, scenario_, result_);
    }
    add_attributes(context);
    add_histograms(dataset_, scenario_, result_);
    add_runs(dataset_, scenario_, result_);
    add_origin_groups(dataset_, scenario_.source);
    return std::move(dataset_);
  }

 private:
  [[nodiscard]] bool is_throughput() const {
    return scenario_.points.front().run.kind == ExperimentKind::Throughput;
  }

  [[nodiscard]] bool is_decisions() const {
    return scenario_.points.front().run.kind == ExperimentKind::Decisions;
  }

  [[nodiscard]] bool is_queues() const { return queues_of(scenario_.points.front()) != nullptr; }

  void add_axes() {
    for (const Axis& axis : scenario_.axes) {
      Dimension dimension{axis.name, {}, axis.unit, axis.key};
      std::visit([&](const auto& values) { dimension.values = values; }, axis.values);
      dataset_.dimensions.push_back(std::move(dimension));
      axes_.push_back(axis.name);
    }
  }

  /// What is zipped to an axis lies along it, and the attribute that netCDF's conventions have for
  /// it says so.
  void add_zipped() {
    std::string names;
    for (const auto& [axis, dimension] : coordinates(scenario_.axes)) {
      const std::string& along = axes_[dimension];
      if (axis->name == along) {
        continue;
      }
      names += (names.empty() ? "" : " ") + axis->name;
      Variable variable{axis->name, {along}, {}, axis->unit, axis->key};
      std::visit([&](const auto& values) { variable.values = values; }, axis->values);
      dataset_.variables.push_back(std::move(variable));
    }
    if (!names.empty()) {
      dataset_.attributes.push_back({"coordinates", names});
    }
  }

  /// A variable over the axes, and its half-widths beside it.
  void add_estimates(const std::string& name,
                     const std::vector<Estimate>& estimates,
                     const std::string& unit,
                     const std::string& long_name) {
    std::vector<double> values;
    std::vector<double> half_widths;
    for (const Estimate& estimate : estimates) {
      values.push_back(estimate.value);
      half_widths.push_back(std::isnan(estimate.value) ? kNaN : estimate.half_width);
    }
    dataset_.variables.push_back({name, axes_, std::move(values), unit, long_name});
    dataset_.variables.push_back({name + "_ci95",
                                  axes_,
                                  std::move(half_widths),
                                  unit,
                                  "half-width of the 95 % interval of " + name});
  }

  template <class Value>
  void add_values(const std::string& name, const std::string& long_name, const Value& value) {
    std::vector<decltype(value(result_.points.front()))> values;
    for (const PointResult& point : result_.points) {
      values.push_back(value(point));
    }
    dataset_.variables.push_back({name, axes_, std::move(values), "", long_name});
  }

  void add_metrics() {
    std::vector<std::vector<NamedEstimate>> by_point;
    for (std::size_t i = 0; i < result_.points.size(); ++i) {
      by_point.push_back(metrics_of(scenario_.points[i], result_.points[i]));
    }
    for (std::size_t metric = 0; metric < by_point.front().size(); ++metric) {
      std::vector<Estimate> estimates;
      for (const std::vector<NamedEstimate>& metrics : by_point) {
        estimates.push_back(metrics[metric].estimate);
      }
      const NamedEstimate& first = by_point.front()[metric];
      add_estimates(first.name, estimates, first.unit, first.long_name);
    }
  }

  void add_bookkeeping() {
    const std::string things = is_queues() ? "jobs" : "queries";
    add_values("status", "why the point's run ended", [](const PointResult& point) {
      return std::string{to_string(point.status)};
    });
    std::vector<std::string> limits;
    for (std::size_t i = 0; i < result_.points.size(); ++i) {
      limits.push_back(limited_by(scenario_.points[i], result_.points[i]));
    }
    dataset_.variables.push_back({"limited_by", axes_, std::move(limits), "", kLimitedBy});
    add_values(things, things + " simulated, warm-up included", [](const PointResult& point) {
      return static_cast<std::int64_t>(bookkeeping_of(point).completed);
    });
    add_values("discarded_share",
               "share of the " + things + " discarded as warm-up",
               [](const PointResult& point) { return bookkeeping_of(point).discarded_share; });
    add_values("events", "events simulated, warm-up included", [](const PointResult& point) {
      return static_cast<std::int64_t>(bookkeeping_of(point).events);
    });
    add_values("fingerprint", "hash of every event", [](const PointResult& point) {
      return fingerprint_text(bookkeeping_of(point).fingerprint);
    });
  }

  void add_throughput(const std::string& name,
                      ThroughputMember throughput,
                      const std::string& condition) {
    std::vector<Estimate> rates;
    for (const PointResult& point : result_.points) {
      rates.push_back(point.*throughput ? (point.*throughput)->rate : Estimate{});
    }
    add_estimates(name + "_throughput", rates, "1/s", "query rate served " + condition);
    add_values(name + "_status",
               "what came of " + name + "_throughput",
               [throughput](const PointResult& point) {
                 return point.*throughput ? std::string{to_string((point.*throughput)->status)}
                                          : std::string{};
               });
    if (!has_gains(scenario_)) {
      return;
    }
    const Gains compared = gains(scenario_, result_.points, throughput);
    add_estimates(name + "_gain",
                  compared.by_point,
                  "",
                  "throughput over that of the baseline policy, " + condition);
    add_gain_means(name + "_gain_geometric_mean", compared.means);
  }

  void add_gain_means(const std::string& name, const std::vector<GainMean>& means) {
    if (means.empty()) {
      return;
    }
    const std::vector<std::string> dimensions{
        published_gain(scenario_)->axis,
        scenario_.axes[find_axis(scenario_, "clients.policy")].name};
    std::vector<double> values;
    std::vector<double> half_widths;
    std::vector<std::int64_t> unbounded;
    for (const GainMean& mean : means) {
      values.push_back(mean.gain.value);
      half_widths.push_back(mean.finite > 0 ? mean.gain.half_width : kNaN);
      unbounded.push_back(static_cast<std::int64_t>(mean.unbounded));
    }
    dataset_.variables.push_back(
        {name, dimensions, std::move(values), "", "geometric mean of the finite gains"});
    dataset_.variables.push_back({name + "_ci95",
                                  dimensions,
                                  std::move(half_widths),
                                  "",
                                  "half-width of the 95 % interval of " + name});
    dataset_.variables.push_back(
        {name + "_unbounded", dimensions, std::move(unbounded), "", "unbounded gains left out"});
  }

  void add_cut_shares();
  void add_attributes(const RunContext& context);

  const Scenario& scenario_;
  const ScenarioResult& result_;
  Dataset dataset_;
  std::vector<std::string> axes_;
};

/// Names of an application's cuts: those between its layers in topological order, then whatever
/// others were made, as they appear among the points.
std::vector<std::string> known_cuts(const MixEntry& entry,
                                    std::size_t application,
                                    const std::vector<std::vector<CutShare>>& shares) {
  const DnnGraph dnn = entry.application->build();
  std::vector<std::string> labels;
  for (const Cut& cut : prefix_cuts(dnn)) {
    labels.push_back(cut_label(dnn, cut));
  }
  for (const std::vector<CutShare>& of_point : shares) {
    for (const CutShare& share : of_point) {
      if (share.application == application &&
          std::ranges::find(labels, share.label) == labels.end()) {
        labels.push_back(share.label);
      }
    }
  }
  return labels;
}

void DatasetBuilder::add_cut_shares() {
  const std::vector<MixEntry>& mix = world_of(scenario_.points.front())->queries.mix;
  std::vector<std::vector<CutShare>> by_point;
  for (const PointResult& point : result_.points) {
    by_point.push_back(point.fleet ? cut_shares(point) : std::vector<CutShare>{});
  }
  std::vector<std::string> applications;
  std::vector<std::vector<std::string>> known;
  std::size_t cuts = 0;
  for (std::size_t a = 0; a < mix.size(); ++a) {
    applications.emplace_back(mix[a].application->name);
    known.push_back(known_cuts(mix[a], a, by_point));
    cuts = std::max(cuts, known.back().size());
  }
  std::vector<double> numbers(cuts);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  std::vector<std::string> labels;
  for (const std::vector<std::string>& of_application : known) {
    labels.insert(labels.end(), of_application.begin(), of_application.end());
    labels.resize(labels.size() + cuts - of_application.size());
  }
  std::vector<double> shares(result_.points.size() * mix.size() * cuts, kNaN);
  for (std::size_t i = 0; i < result_.points.size(); ++i) {
    for (std::size_t a = 0; result_.points[i].fleet && a < mix.size(); ++a) {
      std::fill_n(shares.begin() + static_cast<std::ptrdiff_t>((i * mix.size() + a) * cuts),
                  known[a].size(),
                  0.0);
    }
    for (const CutShare& entry : by_point[i]) {
      const std::vector<std::string>& names = known[entry.application];
      const auto cut =
          static_cast<std::size_t>(std::ranges::find(names, entry.label) - names.begin());
      shares[(i * mix.size() + entry.application) * cuts + cut] = entry.share;
    }
  }
  dataset_.dimensions.push_back({"application", applications, "", "network that a query asks for"});
  dataset_.dimensions.push_back(
      {"cut", numbers, "", "layers on the phone; beyond them other cuts of a graph"});
  std::vector<std::string> dimensions = axes_;
  dimensions.insert(dimensions.end(), {"application", "cut"});
  dataset_.variables.push_back({"cut_share",
                                dimensions,
                                std::move(shares),
                                "",
                                "share of the application's queries that were cut here"});
  dataset_.variables.push_back({"cut_label",
                                {"application", "cut"},
                                std::move(labels),
                                "",
                                "what is uploaded; of the last layer nothing"});
}

void DatasetBuilder::add_attributes(const RunContext& context) {
  const Point& first = scenario_.points.front();
  std::vector<Attribute>& attributes = dataset_.attributes;
  attributes.push_back({"title", scenario_.title});
  attributes.push_back({"experiment", std::string{to_string(first.run.kind)}});
  if (!is_decisions()) {
    attributes.push_back({"replications", std::int64_t{result_.plan.replications}});
    attributes.push_back(
        {"interval_method",
         result_.plan.replications > 1 ? "independent replications" : "batch means of one run"});
  }
  if (is_throughput()) {
    attributes.push_back({"baseline", throughput_of(first)->baseline});
  }
  add_origin_attributes(dataset_, scenario_, result_.plan);
  attributes.push_back({"fingerprint", fingerprint_text(result_.fingerprint)});
  attributes.push_back({"command_line", context.command_line});
  attributes.push_back({"jobs", static_cast<std::int64_t>(context.jobs)});
  attributes.push_back({"wall_time_seconds", result_.wall_time.count()});
  attributes.push_back({"run_seconds", context.run_seconds});
  for (const auto& provenance : {build_provenance(), context.host}) {
    attributes.insert(attributes.end(), provenance.begin(), provenance.end());
  }
}

}  // namespace

std::string fingerprint_text(std::uint64_t fingerprint) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[text.size() - 1 - i] = kDigits[(fingerprint >> (4 * i)) & 0xfU];
  }
  return text;
}

std::vector<CutShare> cut_shares(const PointResult& result) {
  const FleetResult& fleet = *result.fleet;
  std::vector<CutShare> shares;
  for (std::size_t a = 0; a < fleet.cut_counts.front().size(); ++a) {
    const std::size_t first = shares.size();
    std::uint64_t sum = 0;
    for (std::size_t c = 0; c < fleet.cut_counts.size(); ++c) {
      const std::vector<std::uint64_t>& counts = fleet.cut_counts[c][a];
      for (std::size_t cut = 0; cut < counts.size(); ++cut) {
        const std::string& label = result.cut_labels[c][a][cut];
        auto found = std::find_if(shares.begin() + static_cast<std::ptrdiff_t>(first),
                                  shares.end(),
                                  [&](const CutShare& share) { return share.label == label; });
        if (found == shares.end()) {
          found = shares.insert(found, {a, label, 0.0});
        }
        found->share += static_cast<double>(counts[cut]);
        sum += counts[cut];
      }
    }
    for (std::size_t i = first; i < shares.size(); ++i) {
      shares[i].share /= static_cast<double>(sum);
    }
  }
  std::erase_if(shares, [](const CutShare& share) { return !(share.share > 0.0); });
  return shares;
}

Dataset to_dataset(const Scenario& scenario,
                   const ScenarioResult& result,
                   const RunContext& context) {
  return DatasetBuilder{scenario, result}.build(context);
}

}  // namespace cutpoint
