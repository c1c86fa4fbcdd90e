// How often the predictor's choice is the best one, over all networks, phones and links.
#include <algorithm>
#include <string_view>

#include "experiments/runner/explanation.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Decisions {
  int configurations = 0;
  int best_for_latency = 0;
  int best_for_energy = 0;
};

const Processor& processor(std::string_view name) {
  const auto found = std::ranges::find(built_in_processors(), name, &Processor::name);
  REQUIRE(found != built_in_processors().end());
  return *found;
}

Decisions decide_everywhere() {
  Decisions decisions;
  for (const Application& application : applications()) {
    for (const char* mobile : {"tk1-cpu", "tk1-gpu"}) {
      for (const Link& link : built_in_links()) {
        const Explanation explanation = explain({.application = &application,
                                                 .query = application.default_query,
                                                 .mobile = processor(mobile),
                                                 .server = processor("k40"),
                                                 .link = link,
                                                 .accounting = {}});
        ++decisions.configurations;
        decisions.best_for_latency +=
            explanation.chosen_latency == explanation.optimal_latency ? 1 : 0;
        decisions.best_for_energy +=
            explanation.chosen_energy == explanation.optimal_energy ? 1 : 0;
      }
    }
  }
  return decisions;
}

TEST_CASE("the best cut is chosen in every configuration of the paper") {
  const Decisions decisions = decide_everywhere();
  CHECK(decisions.configurations == 48);
  CHECK(decisions.best_for_latency == 48);
  CHECK(decisions.best_for_energy == 48);
}

}  // namespace
}  // namespace cutpoint
