#include "partitioner/policies/building_blocks.hpp"
#include "partitioner/policies/policies.hpp"
#include "sim/units/suggest.hpp"

namespace cutpoint {
namespace {

// The named cut alone.
std::vector<Cut> named_cut(const NetworkCosts& costs, const PolicyOptions& options) {
  const std::span<const Layer> layers = costs.dnn.layers();
  Cut cut{std::vector<bool>(layers.size(), false)};
  if (options.static_cut == "input") {
    return {cut};
  }
  std::vector<std::string> known{"input"};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    cut.on_phone[i] = true;
    if (layers[i].name == options.static_cut) {
      return {cut};
    }
    known.push_back(layers[i].name);
  }
  throw InputError{{},
                   "network \"" + costs.dnn.name() + "\" has no layer \"" + options.static_cut +
                       "\" to cut after" + suggestion(options.static_cut, known)};
}

std::unique_ptr<Decider> install(const CostTable& /*table*/, const PolicyOptions& /*options*/) {
  return choose_always(0);
}

}  // namespace

Policy static_policy() {
  return {.name = "static",
          .description = "always cuts after the layer that the scenario names",
          .knowledge = Knowledge::Predicted,
          .cuts = named_cut,
          .install = install};
}

}  // namespace cutpoint
