// How often the predictor's choice is the best one, over all networks, phones and links.
#include <algorithm>
#include <string_view>

#include "experiments/runner/fleet_assembly.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

const Processor& processor(std::string_view name) {
  const auto found = std::ranges::find(built_in_processors(), name, &Processor::name);
  REQUIRE(found != built_in_processors().end());
  return *found;
}

TEST_CASE("the best cut is chosen in every configuration of the paper") {
  PredictorSet predictors;
  for (const char* name : {"tk1-cpu", "tk1-gpu", "k40"}) {
    predictors.install(processor(name));
  }
  const Processor& server = processor("k40");
  int configurations = 0;
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const QueryType& query = application.default_query;
    for (const char* phone : {"tk1-cpu", "tk1-gpu"}) {
      const Processor& mobile = processor(phone);
      const CostTable actual = actual_table(dnn, query, mobile, server);
      const CostTable predicted =
          predicted_table(dnn, query, predictors.of(mobile), predictors.of(server));
      for (const Link& link : built_in_links()) {
        const Belief belief{.uplink = link.uplink.value, .upload_power = upload_power(link)};
        CAPTURE(application.name, phone, link.name);
        ++configurations;
        for (const Objective objective : {Objective::Latency, Objective::Energy}) {
          CHECK(best_cut(predicted, objective, belief) == best_cut(actual, objective, belief));
        }
      }
    }
  }
  CHECK(configurations == 48);
}

}  // namespace
}  // namespace cutpoint
