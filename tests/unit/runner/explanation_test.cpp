#include "runner/answers/explanation.hpp"

#include "tests/support/catch.hpp"
#include "workloads/dnn/application.hpp"

namespace cutpoint {
namespace {

ExplainRequest request_for(std::shared_ptr<const Application> application, const char* link) {
  const auto named = [](const auto& all, std::string_view name) {
    return *std::ranges::find_if(all, [&](const auto& each) { return each.name == name; });
  };
  ExplainRequest request;
  request.application = std::move(application);
  request.query = request.application->default_query;
  request.mobile = named(built_in_processors(), "tk1-gpu");
  request.server = named(built_in_processors(), "k40");
  request.link = named(built_in_links(), link);
  return request;
}

TEST_CASE("of Pareto-optimal cuts the faster takes more energy, and the ends are the best") {
  for (const char* network : {"imc", "mobilenetv2"}) {
    CAPTURE(network);
    const Explanation explanation = explain(request_for(open_application(network), "wifi"));
    const std::vector<ExplainedCut>& pareto = explanation.pareto;
    REQUIRE(pareto.size() >= (std::string_view{network} == "imc" ? 1 : 2));
    for (std::size_t i = 1; i < pareto.size(); ++i) {
      CHECK(pareto[i].predicted.latency > pareto[i - 1].predicted.latency);
      CHECK(pareto[i].predicted.energy < pareto[i - 1].predicted.energy);
    }
    for (const ExplainedCut& cut : explanation.cuts) {
      CHECK(cut.predicted.latency >= pareto.front().predicted.latency);
      CHECK(cut.predicted.energy >= pareto.back().predicted.energy);
    }
  }
}

TEST_CASE("on a chain the minimum cut is the one between layers") {
  const Explanation explanation = explain(request_for(open_application("imc"), "wifi"));
  CHECK(explanation.min_cut_latency.after == explanation.cuts[explanation.chosen_latency].after);
  CHECK(explanation.min_cut_energy.after == explanation.cuts[explanation.chosen_energy].after);
  CHECK(explanation.min_cut_latency.actual.latency ==
        explanation.cuts[explanation.chosen_latency].actual.latency);
}

TEST_CASE("a layer without a cost model is explained by that of copies") {
  const auto application = std::make_shared<Application>();
  application->name = "odd";
  application->build = [] {
    const Shape shape{8, 4, 4};
    return DnnGraph{"odd",
                    shape,
                    {{.name = "what", .type = LayerType::Opaque, .input = shape, .output = shape}},
                    {}};
  };
  const Explanation explanation = explain(request_for(application, "wifi"));
  REQUIRE(explanation.models.size() == 1);
  CHECK(explanation.models[0].type == LayerType::Opaque);
  CHECK(explanation.models[0].phone.layer_type == LayerType::Copy);
}

}  // namespace
}  // namespace cutpoint
