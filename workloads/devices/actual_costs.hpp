// What layers really cost in the simulated world: the roofline of a processor, and effects that no
// regression over layer configurations can know.
//
//   time = n(type) x misfit(layer) x roofline time, activations in cache where they fit
//
// Without these effects actual costs would be of the very form that the predictor fits, and the
// predictor would be judged too kindly. Assumption A7a.
#pragma once

#include <array>
#include <cstdint>

#include "workloads/devices/processor.hpp"

namespace cutpoint {

/// The actual costs of one processor.
///
/// The effects do not move what constants were calibrated to. The factor n(type) is such that the
/// layers of that type in AlexNet take together, for one item, what the bare roofline says; it is 1
/// for types that AlexNet lacks. The misfit of a layer is a lognormal factor of mean 1 that a hash
/// of processor and configuration draws, so it is the same in every run.
class ActualCosts {
 public:
  /// Works out the factors n(type). O(layers of AlexNet).
  explicit ActualCosts(const Processor& processor);

  /// Time and above-idle power of one layer; the power is the roofline's.
  /// Requires: items >= 1.
  [[nodiscard]] LayerCost of(const Layer& layer, int items) const;

  /// The actual costs of every layer of a network, in its order. O(layers).
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
