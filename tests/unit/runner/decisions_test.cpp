// How often the predictor's choice is the best one, and what the other choices cost, over all
// networks, phones and links.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "experiments/runner/fleet_assembly.hpp"
#include "tests/support/catch.hpp"
#include "workloads/devices/actual_costs.hpp"

namespace cutpoint {
namespace {

Processor processor(std::string_view name, bool with_misfit) {
  const auto found = std::ranges::find(built_in_processors(), name, &Processor::name);
  REQUIRE(found != built_in_processors().end());
  return with_misfit ? *found : without_misfit(*found);
}

/// How well the choices by prediction do over the 48 configurations.
struct Score {
  int configurations = 0;
  int optimal_latency = 0;  // configurations in which the chosen cut is the best one
  int optimal_energy = 0;
  // Geometric means of speedups over cloud-only.
  double chosen_speedup = 0.0;
  double optimal_speedup = 0.0;
};

struct Tables {
  CostTable actual;
  CostTable predicted;
};

void judge(const Tables& tables, const Belief& belief, Score& score) {
  const CostTable& actual = tables.actual;
  const CostTable& predicted = tables.predicted;
  const CutId chosen = best_cut(predicted, Objective::Latency, belief);
  const CutId optimal = best_cut(actual, Objective::Latency, belief);
  const auto log_speedup = [&](CutId cut) {
    return std::log(expected_latency(actual.cuts[0], belief) /
                    expected_latency(actual.cuts[cut], belief));
  };
  ++score.configurations;
  score.optimal_latency += chosen == optimal ? 1 : 0;
  score.optimal_energy +=
      best_cut(predicted, Objective::Energy, belief) == best_cut(actual, Objective::Energy, belief)
          ? 1
          : 0;
  score.chosen_speedup += log_speedup(chosen);
  score.optimal_speedup += log_speedup(optimal);
}

Score score_of(bool with_misfit) {
  PredictorSet predictors;
  for (const char* name : {"tk1-cpu", "tk1-gpu", "k40"}) {
    predictors.install(processor(name, with_misfit));
  }
  const Processor server = processor("k40", with_misfit);
  Score score;
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const QueryType& query = application.default_query;
    for (const char* phone : {"tk1-cpu", "tk1-gpu"}) {
      const Processor mobile = processor(phone, with_misfit);
      const Tables tables{
          actual_table(dnn, query, mobile, server),
          predicted_table(dnn, query, predictors.of(mobile), predictors.of(server))};
      for (const Link& link : built_in_links()) {
        judge(tables, {.uplink = link.uplink.value, .upload_power = upload_power(link)}, score);
      }
    }
  }
  score.chosen_speedup = std::exp(score.chosen_speedup / score.configurations);
  score.optimal_speedup = std::exp(score.optimal_speedup / score.configurations);
  return score;
}

TEST_CASE("the best cut is chosen in nearly every configuration of the paper") {
  const Score score = score_of(true);
  CAPTURE(score.chosen_speedup, score.optimal_speedup);
  CHECK(score.configurations == 48);
  CHECK(score.optimal_latency >= 44);
  CHECK(score.optimal_energy >= 44);
  CHECK(score.chosen_speedup >= 0.985 * score.optimal_speedup);
}

TEST_CASE("against bare rooflines, whose form is known, the best cut is chosen every time") {
  const Score score = score_of(false);
  CAPTURE(score.chosen_speedup, score.optimal_speedup);
  CHECK(score.configurations == 48);
  CHECK(score.optimal_latency == 48);
  CHECK(score.optimal_energy == 48);
  CHECK(score.chosen_speedup == Approx(score.optimal_speedup));
}

}  // namespace
}  // namespace cutpoint
