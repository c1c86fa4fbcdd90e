#include "sim/fleet/fleet.hpp"

#include <cmath>

#include "sim/fleet/fleet_model.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

/// Splits flattened cut counts into shares by class and application; NaN where none was asked for.
std::vector<std::vector<std::vector<double>>> shares_of(const FleetPlan& plan,
                                                        std::span<const FleetBatch> batches) {
  std::vector<double> counts(plan.cut_count, 0.0);
  for (const FleetBatch& batch : batches) {
    for (std::size_t i = 0; i < batch.cuts.size(); ++i) {
      counts[i] += batch.cuts[i];
    }
  }
  std::vector<std::vector<std::vector<double>>> shares;
  for (const std::vector<DnnPlan>& dnns : plan.dnns) {
    auto& of_class = shares.emplace_back();
    for (const DnnPlan& dnn : dnns) {
      const std::span<const double> of_dnn =
          std::span{counts}.subspan(dnn.first_cut, dnn.cuts.size());
      double sum = 0.0;
      for (const double count : of_dnn) {
        sum += count;
      }
      auto& of_cuts = of_class.emplace_back();
      for (const double count : of_dnn) {
        of_cuts.push_back(sum > 0.0 ? count / sum : std::nan(""));
      }
    }
  }
  return shares;
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
  result.cut_shares = shares_of(plan_, batches);
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
