#include "fleet/fleet.hpp"

#include "base/contract.hpp"
#include "fleet/fleet_model.hpp"

namespace cutpoint {
namespace {

/// Splits the cut counts by class, application and cut.
std::vector<std::vector<std::vector<std::uint64_t>>> cut_counts(const FleetPlan& plan,
                                                                const FleetBatch& steady) {
  std::vector<std::vector<std::vector<std::uint64_t>>> counts(plan.class_sizes.size());
  for (std::size_t i = 0; i < plan.dnns.size(); ++i) {
    std::vector<std::uint64_t> of_cuts(plan.dnns[i].cut_count, 0U);
    for (std::size_t cut = 0; cut < of_cuts.size() && !steady.cuts.empty(); ++cut) {
      of_cuts[cut] = steady.cuts[plan.dnns[i].first_cut + cut];
    }
    counts[i / plan.applications].push_back(std::move(of_cuts));
  }
  return counts;
}

}  // namespace

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

bool FleetModel::gives_up(Loop& loop) {
  if (in_system() < most_in_system_) [[likely]] {
    return false;
  }
  has_given_up_ = true;
  if (settings_.source == SourceKind::Open) {
    steady_.call_unstable();
  }
  loop.stop();
  return true;
}

/// The clients' queries, by FleetLine.
FleetModel::FleetLines FleetModel::lines() const {
  const std::uint64_t in_pool = pool_.busy() + pool_.waiting() - in_background();
  return {in_flight() - uploading_ - in_pool, uploading_, in_pool};
}

RunEnd FleetModel::end_of(const Loop& loop) const {
  const RunLimit limit = has_given_up_ ? RunLimit::Line : steady_.limit(loop.clock_has_ended());
  return {.limit = limit, .line = limit == RunLimit::Line ? growth_.greatest(lines()) : 0};
}

FleetResult FleetModel::result(const Loop& loop) {
  const std::span<const FleetBatch> batches = steady_.steady_batches();
  FleetResult result;
  result.status = steady_.status();
  result.end = end_of(loop);
  for (const FleetMetricInfo& info : fleet_metrics()) {
    if (settings_.source == SourceKind::Open || info.of_backlogged_source) {
      result.metrics[static_cast<std::size_t>(info.metric)] =
          fleet_estimate(info.metric, batches, pool_size_);
    }
  }
  for (const FleetBatch& batch : batches) {
    result.steady.merge(batch);
  }
  result.cut_counts = cut_counts(plan_, result.steady);
  result.discarded_share = steady_.discarded_share();
  result.records = std::move(records_);
  result.issued = issued_;
  result.completed = steady_.observations();
  result.in_flight = in_flight();
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
