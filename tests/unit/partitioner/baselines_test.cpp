// Policies that need to see the network, not only what its cuts cost.
#include <array>
#include <string>
#include <vector>

#include "partitioner/policy.hpp"
#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "workloads/dnn/dnn_builder.hpp"

namespace cutpoint {
namespace {

/// conv, relu, conv, relu, fc, softmax: a layer takes a second on the phone and nothing elsewhere.
NetworkCosts network() {
  DnnGraph dnn = DnnBuilder{"net", {1, 8, 8}}
                     .convolution("conv1", {.filters = 2, .kernel = 3})
                     .relu("relu1")
                     .convolution("conv2", {.filters = 2, .kernel = 3})
                     .relu("relu2")
                     .fully_connected("fc", 4)
                     .softmax("prob")
                     .build();
  const std::size_t layers = dnn.layers().size();
  return {.dnn = std::move(dnn),
          .query = {},
          .mobile = std::vector<LayerCost>(layers, {Seconds{1.0}, Watts{1.0}}),
          .server = std::vector<LayerCost>(layers, {Seconds{0.0}, Watts{1.0}})};
}

Belief at(double uplink) { return {.uplink = BytesPerSecond{uplink}, .upload_power = Watts{1.0}}; }

std::vector<std::string> labels(const char* policy, const PolicyOptions& options = {}) {
  const NetworkCosts costs = network();
  std::vector<std::string> names;
  for (const Cut& cut : find_policy(policy).cuts(costs, options)) {
    names.push_back(cut_label(costs.dnn, cut));
  }
  return names;
}

TEST_CASE("maui never divides the layers of a type") {
  CHECK(labels("maui") == std::vector<std::string>{"input", "relu2", "fc", "prob"});
}

TEST_CASE("maui takes the best of the cuts that it may make") {
  const NetworkCosts costs = network();
  const Policy& maui = find_policy("maui");
  const std::vector<Cut> cuts = maui.cuts(costs, {});
  const auto decider = maui.install(make_cost_table(costs, cuts), {});
  CHECK(decider->decide(at(1e6)) == 0);
  // 64 floats at 10 s, after relu2 32 floats and 4 s, after fc 4 floats and 5 s, or 6 s.
  CHECK(decider->decide(at(25.6)) == 2);
  CHECK(decider->decide(at(1.0)) == 3);
}

TEST_CASE("a threshold of bandwidth decides between all and nothing") {
  PolicyOptions options;
  options.threshold = BytesPerSecond{100.0};
  const Policy& threshold = find_policy("threshold");
  CHECK(labels("threshold", options) == std::vector<std::string>{"input", "prob"});
  const NetworkCosts costs = network();
  const auto decider =
      threshold.install(make_cost_table(costs, threshold.cuts(costs, options)), options);
  CHECK(decider->decide(at(100.0)) == 0);
  CHECK(decider->decide(at(99.0)) == 1);
}

TEST_CASE("a static cut is the one that was named") {
  PolicyOptions options;
  options.static_cut = "relu1";
  CHECK(labels("static", options) == std::vector<std::string>{"relu1"});
  options.static_cut = "input";
  CHECK(labels("static", options) == std::vector<std::string>{"input"});
  options.static_cut = "relu3";
  CHECK_THROWS_WITH(labels("static", options),
                    "error: network \"net\" has no layer \"relu3\" to cut after; did you mean "
                    "\"relu1\"?");
}

TEST_CASE("random cuts are all equally frequent") {
  const NetworkCosts costs = network();
  const Policy& random = find_policy("random");
  CHECK(random.draws);
  const std::vector<Cut> cuts = random.cuts(costs, {});
  const auto decider = random.install(make_cost_table(costs, cuts), {});
  constexpr int kDraws = 70'000;
  std::array<int, 7> counts{};
  REQUIRE(cuts.size() == counts.size());
  RandomStream stream{StreamAddress{.seed = 1}};
  for (int i = 0; i < kDraws; ++i) {
    Belief belief = at(1.0);
    belief.draw = stream.uniform();
    ++counts.at(decider->decide(belief));
  }
  for (const int count : counts) {
    CHECK(count == Approx(kDraws / 7.0).margin(500.0));  // five standard deviations
  }
}

TEST_CASE("the cuts of a policy for a changing weight are more than those for one") {
  PolicyOptions battery;
  battery.objective = Objective::Battery;
  CHECK(find_policy("min_cut").cuts(network(), battery).size() >=
        prefix_cuts(network().dnn).size());
}

}  // namespace
}  // namespace cutpoint
