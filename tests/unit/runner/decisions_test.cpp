// How often the predictor's choice is the best one, and what the other choices cost, over all
// networks, phones and links.
#include "runner/answers/accuracy.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("the best cut is chosen in nearly every configuration of the paper") {
  const std::vector<DecisionCase> cases = paper_decisions({}, true);
  CHECK(cases.size() == 48);
  const DecisionQuality latency = judge_decisions(cases, Objective::Latency);
  CAPTURE(latency.gain, latency.optimal_gain);
  CHECK(latency.optimal >= 44);
  CHECK(latency.gain >= 0.985 * latency.optimal_gain);
  CHECK(judge_decisions(cases, Objective::Energy).optimal >= 44);
}

TEST_CASE("against bare rooflines, whose form is known, the best cut is chosen every time") {
  const std::vector<DecisionCase> cases = paper_decisions({}, false);
  const DecisionQuality latency = judge_decisions(cases, Objective::Latency);
  CHECK(latency.optimal == 48);
  CHECK(latency.gain == Approx(latency.optimal_gain));
  CHECK(latency.mean_regret == 0.0);
  CHECK(judge_decisions(cases, Objective::Energy).optimal == 48);
}

TEST_CASE("decisions are judged by their actual costs") {
  // Cloud-only 8 s, a cut of 2 s, the phone 4 s; the prediction prefers the phone.
  const auto table = [](double cut, double phone) {
    CostTable costs;
    costs.cuts.resize(3);
    costs.cuts[0].server_time = Seconds{8.0};
    costs.cuts[1].mobile_time = Seconds{cut};
    costs.cuts[2].mobile_time = Seconds{phone};
    return costs;
  };
  const Belief belief{BytesPerSecond{1.0}, Watts{}, 1.0, Seconds{}};
  const std::vector<DecisionCase> cases{{table(2.0, 4.0), table(5.0, 4.0), belief},
                                        {table(2.0, 4.0), table(2.0, 4.0), belief}};
  const DecisionQuality quality = judge_decisions(cases, Objective::Latency);
  CHECK(quality.cases == 2);
  CHECK(quality.optimal == 1);
  CHECK(quality.mean_regret == Approx(1.0));            // 4 - 2 s, and 0
  CHECK(quality.gain == Approx(std::sqrt(2.0 * 4.0)));  // 8 / 4 and 8 / 2
  CHECK(quality.optimal_gain == Approx(4.0));
}

TEST_CASE("networks that were measured whole are judged, others only added up") {
  const DnnGraph dnn = find_application("ner").build();
  Profile measured;
  for (const char* network : {"ner", "other"}) {
    for (const Layer& layer : dnn.layers()) {
      MeasuredRow row;
      row.row = {.layer = layer, .items = 28, .time = Seconds{1e-3}, .power = Watts{}};
      row.network = network;
      measured.rows.push_back(row);
    }
  }
  Profile profile;
  for (const ProfileRow& row : simulate_profile(built_in_processors().front(), {})) {
    MeasuredRow grid;
    grid.row = row;
    profile.rows.push_back(grid);
  }
  const auto device = fit_device(profile, "profile.csv");
  const std::vector<NetworkAccuracy> networks = network_accuracy(*device, measured);
  REQUIRE(networks.size() == 2);
  CHECK(networks[0].network == "ner");
  CHECK(networks[0].items == 28);
  CHECK(networks[0].layers == dnn.layers().size());
  CHECK(networks[0].measured.count() == Approx(1e-3 * static_cast<double>(dnn.layers().size())));
  CHECK(measured_decisions(*device, measured).size() == 3);

  // A device that does not know all of its layers cannot be judged by a network.
  std::erase_if(profile.rows,
                [](const MeasuredRow& row) { return row.row.layer.type == LayerType::Tanh; });
  CHECK(measured_decisions(*fit_device(profile, "profile.csv"), measured).empty());
}

}  // namespace
}  // namespace cutpoint
