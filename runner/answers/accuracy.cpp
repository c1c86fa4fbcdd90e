#include "runner/answers/accuracy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/contract.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

/// The median; of an even number of values the lower of the two in the middle. Requires: at least
/// one value.
double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

const Processor& built_in(std::string_view name) {
  return *std::ranges::find(built_in_processors(), name, &Processor::name);
}

/// What a client believes that knows the link, sends at its nominal rate and finds an idle server.
Belief belief_over(const Link& link) {
  return {link.uplink.value, upload_power(link), 1.0, Seconds{}};
}

/// The links of the published configurations, whatever others are built in.
constexpr std::array<std::string_view, 3> kPublishedLinks{"wifi", "lte", "3g"};

void add_cases(std::vector<DecisionCase>& cases,
               const CostTable& actual,
               const CostTable& predicted) {
  for (const std::string_view name : kPublishedLinks) {
    const Link& link = *std::ranges::find(built_in_links(), name, &Link::name);
    cases.push_back({actual, predicted, belief_over(link)});
  }
}

/// The actual costs of three cuts of one network, seconds or joules: of the cut that the
/// predictions choose, of the best one, and of sending the input.
struct Costs {
  double chosen;
  double best;
  double cloud_only;
};

Costs costs_of(const DecisionCase& decision, Objective objective) {
  const auto cost = [&](CutId cut) {
    const CutCost& actual = decision.actual.cuts[cut];
    return objective.kind == Objective::Latency ? expected_latency(actual, decision.belief).count()
                                                : expected_energy(actual, decision.belief).value();
  };
  return {cost(best_cut(decision.predicted, objective, decision.belief)),
          cost(best_cut(decision.actual, objective, decision.belief)),
          cost(0)};
}

/// Measured times by the names of the layers, of one network, number of items and threads.
using MeasuredLayers = std::map<std::string, Seconds>;

/// What the layers of a network took; dropout may be missing. Nothing if another one is.
std::optional<std::vector<LayerCost>> measured_costs(const DnnGraph& dnn,
                                                     const MeasuredLayers& measured) {
  std::vector<LayerCost> costs;
  for (const Layer& layer : dnn.layers()) {
    const auto found = measured.find(layer.name);
    if (found == measured.end() && layer.type != LayerType::Dropout) {
      return std::nullopt;
    }
    const Seconds time = found == measured.end() ? Seconds{} : found->second;
    costs.push_back({.time = time, .power = Watts{}});
  }
  return costs;
}

}  // namespace

std::vector<NetworkAccuracy> network_accuracy(const FittedDevice& device, const Profile& measured) {
  std::vector<NetworkAccuracy> networks;
  std::vector<std::vector<double>> errors;
  for (const MeasuredRow& row : measured.rows) {
    const Layer& layer = row.row.layer;
    if (row.network.empty() || !device.covers(layer.type)) {
      continue;
    }
    const auto key = std::tie(row.network, row.row.items, row.threads);
    auto found = std::ranges::find_if(networks, [&](const NetworkAccuracy& network) {
      return std::tie(network.network, network.items, network.threads) == key;
    });
    if (found == networks.end()) {
      networks.push_back({.network = row.network, .items = row.row.items, .threads = row.threads});
      errors.emplace_back();
      found = networks.end() - 1;
    }
    const Seconds predicted = device.cost(layer, row.row.items).time;
    ++found->layers;
    found->extrapolated += device.extrapolates(layer, row.row.items) ? 1U : 0U;
    found->measured += row.row.time;
    found->predicted += predicted;
    errors[static_cast<std::size_t>(found - networks.begin())].push_back(
        std::abs(predicted / row.row.time - 1.0));
  }
  for (std::size_t i = 0; i < networks.size(); ++i) {
    networks[i].median_error = median(std::move(errors[i]));
  }
  return networks;
}

DecisionQuality judge_decisions(std::span<const DecisionCase> cases, Objective objective) {
  CUTPOINT_EXPECTS(!cases.empty());
  const auto count = static_cast<double>(cases.size());
  DecisionQuality quality{.cases = cases.size()};
  double gain = 0.0;  // mean logarithms
  double optimal_gain = 0.0;
  for (const DecisionCase& decision : cases) {
    CUTPOINT_EXPECTS(decision.actual.cuts.size() == decision.predicted.cuts.size());
    const Costs costs = costs_of(decision, objective);
    quality.optimal += costs.chosen <= costs.best ? 1U : 0U;
    quality.mean_regret += (costs.chosen - costs.best) / count;
    gain += std::log(costs.cloud_only / costs.chosen) / count;
    optimal_gain += std::log(costs.cloud_only / costs.best) / count;
  }
  quality.gain = std::exp(gain);
  quality.optimal_gain = std::exp(optimal_gain);
  return quality;
}

std::vector<DecisionCase> paper_decisions(const PredictionSettings& settings, bool with_misfit) {
  const auto processor = [&](std::string_view name) {
    const Processor& found = built_in(name);
    return with_misfit ? found : without_misfit(found);
  };
  PredictorSet predictors;
  const Processor server = processor("k40");
  predictors.install(server, settings);
  std::vector<DecisionCase> cases;
  for (const char* name : {"tk1-cpu", "tk1-gpu"}) {
    const Processor phone = processor(name);
    predictors.install(phone, settings);
    for (const Application& application : applications()) {
      const DnnGraph dnn = application.build();
      const QueryType& query = application.default_query;
      add_cases(cases,
                make_cost_table(actual_costs(dnn, query, phone, server)),
                make_cost_table(predicted_costs(
                    dnn, query, predictors.of(phone, settings), predictors.of(server, settings))));
    }
  }
  return cases;
}

std::vector<DecisionCase> measured_decisions(const FittedDevice& device, const Profile& measured) {
  std::map<std::tuple<std::string, int, int>, MeasuredLayers> networks;
  for (const MeasuredRow& row : measured.rows) {
    networks[{row.network, row.row.items, row.threads}].emplace(row.row.layer.name, row.row.time);
  }
  const Processor& server = built_in("k40");
  std::vector<DecisionCase> cases;
  for (const auto& [key, layers] : networks) {
    const auto& [name, items, threads] = key;
    const auto application = std::ranges::find(applications(), name, &Application::name);
    if (application == applications().end()) {
      continue;
    }
    const DnnGraph dnn = application->build();
    QueryType query = application->default_query;
    query.items = items;
    const auto phone = measured_costs(dnn, layers);
    const bool is_covered = std::ranges::all_of(
        dnn.layers(), [&](const Layer& layer) { return device.covers(layer.type); });
    if (!phone || !is_covered) {
      continue;
    }
    const std::vector<LayerCost> believed = predicted_costs(device.predictor(), dnn, query);
    const std::vector<LayerCost> on_server = layer_costs(server, dnn, query);
    add_cases(cases,
              make_cost_table({dnn, query, *phone, on_server}),
              make_cost_table({dnn, query, believed, on_server}));
  }
  return cases;
}

}  // namespace cutpoint
