#include "sim/fleet/fleet.hpp"

#include "sim/fleet/fleet_model.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

/// Splits the flattened cut counts of all batches by class, application and cut.
std::vector<std::vector<std::vector<std::uint64_t>>> cut_counts(
    const FleetPlan& plan, std::span<const FleetBatch> batches) {
  std::vector<std::vector<std::vector<std::uint64_t>>> counts;
  for (const std::vector<DnnPlan>& dnns : plan.dnns) {
    auto& of_class = counts.emplace_back();
    for (const DnnPlan& dnn : dnns) {
      auto& of_cuts = of_class.emplace_back(dnn.cuts.size(), 0U);
      for (const FleetBatch& batch : batches) {
        for (std::size_t cut = 0; cut < of_cuts.size() && !batch.cuts.empty(); ++cut) {
          of_cuts[cut] += batch.cuts[dnn.first_cut + cut];
        }
      }
    }
  }
  return counts;
}

}  // namespace

FleetResult FleetModel::result(const Loop& loop) const {
  const std::span<const FleetBatch> batches = steady_.steady_batches();
  FleetResult result;
  result.status = steady_.status();
  for (const FleetMetricInfo& info : fleet_metrics()) {
    if (settings_.source == SourceKind::Open || info.of_backlogged_source) {
      result.metrics[static_cast<std::size_t>(info.metric)] =
          fleet_estimate(info.metric, batches, pool_size_);
    }
  }
  result.cut_counts = cut_counts(plan_, batches);
  for (const FleetBatch& batch : batches) {
    result.steady.merge(batch);
  }
  result.discarded_share = steady_.discarded_share();
  result.issued = issued_;
  result.completed = completed_;
  result.in_flight = queries_.size() - free_queries_.size();
  result.simulated = loop.now().time_since_epoch();
  result.events = loop.event_count();
  result.fingerprint = loop.fingerprint().value();
  return result;
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
  for (std::uint32_t c = 0; c < settings.classes.size(); ++c) {
    for (std::uint32_t a = 0; settings.classes[c].clients > 0 && a < settings.mix.size(); ++a) {
      if (plan.dnns[c][a].cuts[idle_decision(settings, plan, c, a)].remote) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace cutpoint
