// What layers really cost in the simulated world: the roofline of a processor, and effects that no
// regression over layer configurations can know.
//
//   time = n(type) x misfit(layer) x roofline time, activations in cache where they fit
//
// Without them actual costs would be of the very form that the predictor fits, and the predictor
// judged too kindly. Assumption A7a.
#pragma once

#include <array>
#include <cstdint>

#include "workloads/devices/processor.hpp"

namespace cutpoint {

/// The actual costs of one processor.
///
/// What the constants were calibrated to does not move: n(type) is such that the layers of that
/// type in AlexNet, one item, take together what the bare roofline says. It is 1 for the types that
/// AlexNet lacks.
class ActualCosts {
 public:
  explicit ActualCosts(const Processor& processor);

  /// Time and above-idle power of one layer; the power is the roofline's.
  /// Requires: items >= 1.
  [[nodiscard]] LayerCost of(const Layer& layer, int items) const;

  /// Those of every layer of a network.
  [[nodiscard]] std::vector<LayerCost> of(const DnnGraph& dnn, const QueryType& query) const;

 private:
  [[nodiscard]] LayerCost unnormalized(const Layer& layer, int items) const;

  Processor processor_;
  std::uint64_t name_hash_;
  std::array<double, kLayerTypeCount> normalization_{};
};

/// The processor with its bare roofline for actual costs: no misfit, no cache.
[[nodiscard]] Processor without_misfit(Processor processor);

}  // namespace cutpoint
