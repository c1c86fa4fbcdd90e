// What the kinds of experiments with a fleet have in common: the costs of single queries apart,
// each simulates a fleet, and what came of it is looked at in the same way.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/kinds/kind.hpp"

namespace cutpoint {

/// The fleet that was simulated at a point; null if none was.
[[nodiscard]] const FleetResult* fleet_of(const PointResult& result);
/// The names of the fleet's cuts. Requires: a fleet was simulated.
[[nodiscard]] const CutLabels& cut_labels_of(const PointResult& result);

/// The exact facts of the fleet of a point; zeros if none was simulated.
[[nodiscard]] Bookkeeping fleet_bookkeeping(const PointResult& result);

/// Whether a fleet from a file can be one of that world that was asked to keep `record` queries:
/// its cuts, applications and classes are there, and its times are not negative.
[[nodiscard]] bool is_possible_fleet(const FleetWorld& world,
                                     std::size_t record,
                                     const FleetResult& fleet,
                                     const CutLabels& labels);

/// The query rate of a world, and what it means for the servers.
[[nodiscard]] std::vector<std::pair<std::string, ShownValue>> derived_values(
    const FleetWorld& world);

/// How often a point's queries were cut where: one entry per application and cut that occurred.
struct CutShare {
  std::size_t application;  // position in the point's mix
  std::string label;        // name of the cut, as cut_label() has it
  double share;             // share of the application's queries, all client classes together
};
/// The shares of all cuts that occurred, by application.
[[nodiscard]] std::vector<CutShare> cut_shares(const FleetResult& fleet, const CutLabels& labels);

/// The shares by application and label, as JSON has them.
[[nodiscard]] Detail cut_share_detail(const FleetWorld& world, const PointResult& result);

/// Adds the dimensions application and cut, and the shares over the axes and these.
void add_cut_shares(ResultVariables& variables);

}  // namespace cutpoint
