// What a scenario says at one point, section by section, before it becomes a Point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenario/point.hpp"

namespace cutpoint::scenario_file {

/// What is simulated: sections of one are none of the other.
enum class ScenarioKind : std::uint8_t { Fleet, Queues };

/// How much arrives: at most one of the two is given.
struct Intensity {
  std::optional<double> load{};
  std::optional<Rate> rate{};
};

/// The tables of keys fill this. Sections that the scenario's kind does not have keep their
/// defaults.
struct Draft {
  ScenarioKind kind = ScenarioKind::Fleet;
  ExperimentKind experiment = ExperimentKind::SteadyState;
  RunSettings run;
  ClientSettings clients;
  QuerySettings queries;
  ServerSettings server;
  ActualSettings actual;
  ThroughputSettings throughput;
  QueueSystem queues{.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{1.0}}}},
                     .stations = {}};
  Intensity intensity;             // of [queries] or [source]
  bool has_arrivals_rate = false;  // whether the arrivals have a rate of their own

  [[nodiscard]] bool of_queues() const { return kind == ScenarioKind::Queues; }
  /// Whether the experiment has a clock at all.
  [[nodiscard]] bool is_in_time() const { return experiment != ExperimentKind::Decisions; }
};

/// The point of a draft that has been read; its position along the axes is left to the caller.
[[nodiscard]] Point point_of(const Draft& draft);

/// The draft that makes this point, but for what is not kept of it.
[[nodiscard]] Draft draft_of(const Point& point);

}  // namespace cutpoint::scenario_file
