#include "fleet/recorder/fleet_batch.hpp"

#include "sim/stats/batch_members.hpp"

namespace cutpoint {

DurationSum FleetBatch::latency_sum() const {
  DurationSum all{};
  for (const DurationSum span : spans) {
    all += span;
  }
  return all;
}

DurationSum FleetBatch::server_sojourn_sum() const {
  return spans[static_cast<std::size_t>(Span::ServerWait)] +
         spans[static_cast<std::size_t>(Span::ServerRun)];
}

void FleetBatch::merge(const FleetBatch& later) { merge_members(*this, later); }

void FleetBatch::clear() { clear_members(*this); }

}  // namespace cutpoint
