#include "runner/kinds/fleet_results.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <numeric>

#include "base/contract.hpp"
#include "runner/kinds/fleet_assembly.hpp"

namespace cutpoint {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The number of cuts, by class and application.
template <class Nested>
std::vector<std::vector<std::size_t>> shape_of(const Nested& nested) {
  std::vector<std::vector<std::size_t>> shape;
  for (const auto& of_class : nested) {
    std::vector<std::size_t>& sizes = shape.emplace_back();
    for (const auto& of_application : of_class) {
      sizes.push_back(of_application.size());
    }
  }
  return shape;
}

bool is_recorded_query(const QueryRecord& query, const CutLabels& labels) {
  return query.client_class < labels.size() &&
         query.application < labels[query.client_class].size() &&
         query.cut < labels[query.client_class][query.application].size();
}

/// The names of an application's cuts: those between its layers in topological order, then whatever
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

/// The shares by point, application and cut; NaN where no fleet was simulated or an application has
/// no such cut.
std::vector<double> share_array(std::span<const PointResult> results,
                                const std::vector<std::vector<CutShare>>& by_point,
                                const std::vector<std::vector<std::string>>& known,
                                std::size_t cuts) {
  const std::size_t applications = known.size();
  std::vector<double> shares(results.size() * applications * cuts, kNaN);
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (std::size_t a = 0; fleet_of(results[i]) != nullptr && a < applications; ++a) {
      std::fill_n(shares.begin() + static_cast<std::ptrdiff_t>((i * applications + a) * cuts),
                  known[a].size(),
                  0.0);
    }
    for (const CutShare& entry : by_point[i]) {
      const std::vector<std::string>& names = known[entry.application];
      const auto cut =
          static_cast<std::size_t>(std::ranges::find(names, entry.label) - names.begin());
      shares[(i * applications + entry.application) * cuts + cut] = entry.share;
    }
  }
  return shares;
}

}  // namespace

const FleetResult* fleet_of(const PointResult& result) {
  if (const auto* steady = std::get_if<SteadyStateResult>(&result.outcome)) {
    return &steady->fleet;
  }
  const auto* throughput = std::get_if<ThroughputResult>(&result.outcome);
  return throughput != nullptr && throughput->fleet ? &*throughput->fleet : nullptr;
}

const CutLabels& cut_labels_of(const PointResult& result) {
  if (const auto* steady = std::get_if<SteadyStateResult>(&result.outcome)) {
    return steady->cut_labels;
  }
  const auto* throughput = std::get_if<ThroughputResult>(&result.outcome);
  CUTPOINT_EXPECTS(throughput != nullptr);
  return throughput->cut_labels;
}

Bookkeeping fleet_bookkeeping(const PointResult& result) {
  const FleetResult* fleet = fleet_of(result);
  return fleet == nullptr ? Bookkeeping{}
                          : Bookkeeping{.completed = fleet->completed,
                                        .discarded_share = fleet->discarded_share,
                                        .events = fleet->events,
                                        .fingerprint = fleet->fingerprint};
}

bool is_possible_fleet(const FleetWorld& world,
                       std::size_t record,
                       const FleetResult& fleet,
                       const CutLabels& labels) {
  const std::size_t applications = world.queries.mix.size();
  return !labels.empty() && shape_of(fleet.cut_counts) == shape_of(labels) &&
         std::ranges::all_of(
             labels, [&](const auto& of_class) { return of_class.size() == applications; }) &&
         fleet.records.size() <= record &&
         std::ranges::all_of(
             fleet.records,
             [&](const QueryRecord& query) { return is_recorded_query(query, labels); }) &&
         fleet.steady.elapsed >= DurationSum{} && fleet.steady.busy >= DurationSum{};
}

std::vector<std::pair<std::string, ShownValue>> derived_values(const FleetWorld& world) {
  const Seconds service = cloud_only_service_mean(world);
  const Rate rate = query_rate(world);
  const double executors = double(world.server.servers) * world.server.executors;
  return {{"query rate", {rate.value(), "1/s"}},
          {"cloud-only mean service", {service.count(), "s"}},
          {"cloud-only offered load", {rate.value() * service.count() / executors, ""}},
          {"interarrival cv", {world.queries.arrivals.cv(), ""}}};
}

std::vector<CutShare> cut_shares(const FleetResult& fleet, const CutLabels& labels) {
  std::vector<CutShare> shares;
  for (std::size_t a = 0; a < fleet.cut_counts.front().size(); ++a) {
    const std::size_t first = shares.size();
    std::uint64_t sum = 0;
    for (std::size_t c = 0; c < fleet.cut_counts.size(); ++c) {
      const std::vector<std::uint64_t>& counts = fleet.cut_counts[c][a];
      for (std::size_t cut = 0; cut < counts.size(); ++cut) {
        const std::string& label = labels[c][a][cut];
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

Detail cut_share_detail(const FleetWorld& world, const PointResult& result) {
  Detail::Parts applications;
  for (const CutShare& entry : cut_shares(*fleet_of(result), cut_labels_of(result))) {
    const std::string& name = world.queries.mix[entry.application].application->name;
    if (applications.empty() || applications.back().name != name) {
      applications.push_back({name, Detail::Parts{}});
    }
    std::get<Detail::Parts>(applications.back().value).push_back({entry.label, entry.share});
  }
  return {"cut_share", std::move(applications)};
}

void add_cut_shares(ResultVariables& variables) {
  const std::vector<MixEntry>& mix = world_of(variables.scenario().points.front())->queries.mix;
  std::vector<std::vector<CutShare>> by_point;
  for (const PointResult& point : variables.results()) {
    const FleetResult* fleet = fleet_of(point);
    by_point.push_back(fleet != nullptr ? cut_shares(*fleet, cut_labels_of(point))
                                        : std::vector<CutShare>{});
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
  Dataset& dataset = variables.dataset();
  dataset.dimensions.push_back({"application", applications, "", "network that a query asks for"});
  dataset.dimensions.push_back(
      {"cut", numbers, "", "layers on the phone; beyond them other cuts of a graph"});
  std::vector<std::string> dimensions = variables.axes();
  dimensions.insert(dimensions.end(), {"application", "cut"});
  dataset.variables.push_back({"cut_share",
                               dimensions,
                               share_array(variables.results(), by_point, known, cuts),
                               "",
                               "share of the application's queries that were cut here"});
  dataset.variables.push_back({"cut_label",
                               {"application", "cut"},
                               std::move(labels),
                               "",
                               "what is uploaded; of the last layer nothing"});
}

}  // namespace cutpoint
