// What a record can hold of a point's result, in the order in which it stands there: the layout is
// older than the kinds of experiments, each of which fills some of the parts.
#pragma once

#include <optional>

#include "runner/kinds/point_result.hpp"

namespace cutpoint {

struct RecordParts {
  std::optional<DecisionResult> decisions{};
  std::optional<FleetResult> fleet{};
  CutLabels cut_labels{};
  std::optional<QueueResult> queues{};
  std::optional<Throughput> saturation{};
  std::optional<Throughput> bounded{};
};

}  // namespace cutpoint
