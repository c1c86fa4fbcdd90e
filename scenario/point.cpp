#include "scenario/point.hpp"

namespace cutpoint {
namespace {

template <class World, class AnyPoint>
World* find_world(AnyPoint& point) {
  return std::visit(
      [](auto& experiment) -> World* {
        if constexpr (requires { experiment.world; }) {
          return &experiment.world;
        } else {
          return nullptr;
        }
      },
      point.experiment);
}

}  // namespace

const FleetWorld* world_of(const Point& point) { return find_world<const FleetWorld>(point); }

FleetWorld* world_of(Point& point) { return find_world<FleetWorld>(point); }

const ThroughputSettings* throughput_of(const Point& point) {
  const auto* experiment = std::get_if<ThroughputExperiment>(&point.experiment);
  return experiment == nullptr ? nullptr : &experiment->search;
}

const QueueSystem* queues_of(const Point& point) {
  const auto* experiment = std::get_if<QueueExperiment>(&point.experiment);
  return experiment == nullptr ? nullptr : &experiment->system;
}

}  // namespace cutpoint
