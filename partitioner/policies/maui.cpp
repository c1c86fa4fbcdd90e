#include <algorithm>
#include <array>
#include <utility>

#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {
namespace {

/// The cuts that no type of layers straddles. MAUI (Cuervo et al., MobiSys 2010) decides for each
/// method whether it runs remotely, whoever calls it, and a type of layers is one method.
std::vector<Cut> method_cuts(const NetworkCosts& costs, const PolicyOptions& /*options*/) {
  const std::span<const Layer> layers = costs.dnn.layers();
  std::vector<Cut> cuts;
  for (Cut& cut : prefix_cuts(costs.dnn)) {
    std::array<std::array<bool, 2>, kLayerTypeCount> runs{};
    for (std::size_t i = 0; i < layers.size(); ++i) {
      runs[static_cast<std::size_t>(layers[i].type)][cut.on_phone[i] ? 1 : 0] = true;
    }
    if (std::ranges::none_of(runs, [](const auto& sides) { return sides[0] && sides[1]; })) {
      cuts.push_back(std::move(cut));
    }
  }
  return cuts;
}

}  // namespace

Policy maui_policy() {
  return {.name = "maui",
          .description = "decides once for all layers of a type, as MAUI does for methods",
          .knowledge = Knowledge::Predicted,
          .predicts = true,
          .cuts = method_cuts,
          .install = choose_best};
}

}  // namespace cutpoint
