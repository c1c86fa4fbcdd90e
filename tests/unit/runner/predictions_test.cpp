// What clients believe by their own settings, against what is true and what is predicted.
#include <cmath>
#include <string>

#include "runner/kinds/fleet_assembly.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Believed {
  CostTable actual;
  CostTable table;
};

/// AlexNet on the first point's phone GPU, with these lines in [clients].
Believed believed(const std::string& lines, int seed = 1) {
  const Scenario scenario =
      parse_scenario("run.seed = " + std::to_string(seed) +
                         "\nqueries.mix = { imc = 1 }\n[clients]\n" + lines + '\n',
                     "s.toml");
  const Point& point = scenario.points.front();
  const PredictorSet predictors = fit_predictors(scenario);
  const MixEntry& entry = world_of(point)->queries.mix.front();
  return {.actual = make_cost_table(actual_costs(entry.application->build(),
                                                 entry.query,
                                                 world_of(point)->clients.gpu,
                                                 world_of(point)->server.processor)),
          .table = make_cost_table(believed_costs(
              *world_of(point), point.run.seed, entry, world_of(point)->clients.gpu, predictors))};
}

TEST_CASE("who knows exact costs believes the actual table") {
  const auto [actual, table] = believed("predictor = 'exact'");
  CHECK(table == actual);
}

TEST_CASE(
    "the forms of the paper and ours make different predictions, and the best is one of them") {
  const CostTable best = believed("").table;
  const CostTable paper = believed("predictor = 'paper'").table;
  const CostTable physical = believed("predictor = 'physical'").table;
  const CostTable actual = believed("").actual;
  CHECK(paper != physical);
  const auto error = [&](const CostTable& table) {
    return std::abs(table.cuts.back().mobile_time / actual.cuts.back().mobile_time - 1.0);
  };
  CHECK(error(physical) < 0.1);
  CHECK(error(best) < 0.1);
  CHECK(error(paper) > 0.1);
}

TEST_CASE("a bias stretches the phone's times and energies, not the server's") {
  const auto [actual, table] = believed("predictor = 'exact'\nprediction_bias = '10 %'");
  for (std::size_t j = 0; j < actual.cuts.size(); ++j) {
    CAPTURE(j);
    CHECK(table.cuts[j].mobile_time.count() == Approx(1.1 * actual.cuts[j].mobile_time.count()));
    CHECK(table.cuts[j].mobile_energy.value() ==
          Approx(1.1 * actual.cuts[j].mobile_energy.value()));
    CHECK(table.cuts[j].server_time == actual.cuts[j].server_time);
  }
}

TEST_CASE("noise is a fixed factor of each layer and processor, drawn by the seed") {
  const std::string noisy = "predictor = 'exact'\nprediction_noise = '20 %'";
  const auto [actual, table] = believed(noisy);
  CHECK(believed(noisy).table == table);
  CHECK(believed(noisy, 2).table != table);
  double logarithms = 0.0;
  double count = 0.0;
  for (std::size_t j = 1; j < actual.cuts.size(); ++j) {
    const Seconds truth = actual.cuts[j].mobile_time - actual.cuts[j - 1].mobile_time;
    const Seconds belief = table.cuts[j].mobile_time - table.cuts[j - 1].mobile_time;
    if (truth > Seconds{1e-6}) {  // dropout takes nothing
      const double logarithm = std::log(belief / truth);
      CHECK(std::abs(logarithm) < 1.0);
      logarithms += logarithm * logarithm;
      count += 1.0;
    }
  }
  CHECK(count == 22.0);
  // The variance of a logarithm is log(1 + 0.2^2); 22 of them know it to about 30 %.
  CHECK(logarithms / count == Approx(std::log(1.04)).epsilon(0.9));
}

TEST_CASE("noisier profiles make other predictors") {
  CHECK(believed("profile_noise = '50 %'").table != believed("").table);
  CHECK(believed("profile_noise = '2 %'").table == believed("").table);
}

}  // namespace
}  // namespace cutpoint
