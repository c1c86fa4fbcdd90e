// What is asked for in an experiment: section [queries].
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "base/units.hpp"
#include "sim/random/arrival_process.hpp"
#include "workloads/dnn/application.hpp"

namespace cutpoint {

/// An application of the mix, how often it is asked for, and the size of a query.
struct MixEntry {
  std::shared_ptr<const Application> application;  // shared by the points, and built-in or not
  double weight = 1.0;
  QueryType query;  // items per query as the scenario has them
};

/// How many queries come, and what they ask for.
struct QuerySettings {
  std::variant<Rate, double> intensity = 0.5;  // queries per second, or offered load of cloud_only
  /// The shape of the arrivals; their rate follows from the intensity.
  ArrivalProcess arrivals{google_search_interarrival()};
  /// The applications, with weights > 0, in the order of applications(), then files in that of the
  /// scenario.
  std::vector<MixEntry> mix;
};

}  // namespace cutpoint
