#include "fleet/fleet.hpp"

#include "base/contract.hpp"
#include "fleet/fleet_model.hpp"

namespace cutpoint {
std::string_view to_string(FleetLine line) {
  switch (line) {
    case FleetLine::Phone:
      return "phone";
    case FleetLine::Uplink:
      return "uplink";
    case FleetLine::Pool:
      return "pool";
  }
  return "unknown";
}

FleetResult run_fleet(const FleetSettings& settings) {
  CUTPOINT_EXPECTS(settings.source == SourceKind::Open || reaches_servers(settings));

  FleetModel model{settings};
  Engine<FleetModel> engine;
  model.start(engine);
  engine.run(model);
  return model.result(engine);
}

bool reaches_servers(const FleetSettings& settings) {
  const FleetPlan plan{settings};
  for (std::size_t c = 0; c < plan.class_sizes.size(); ++c) {
    for (std::size_t a = 0; plan.class_sizes[c] > 0 && a < plan.applications; ++a) {
      if (plan.dnn(c, a).reaches_servers_when_idle) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace cutpoint
