// Processors as roofline models: how long a layer takes and what power it draws, when alone.
//
// time = overhead + work / rate + bytes / bandwidth, by layer type (docs/model.md, section
// "Processors"). The actual costs of the simulated world are these with the effects of
// actual_costs.hpp. The predictor never reads the constants: it only sees noisy measurements.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "workloads/constant.hpp"
#include "workloads/cost_table.hpp"
#include "workloads/dnn/layer.hpp"

namespace cutpoint {

/// Costs of layers that come from elsewhere than a roofline: from a device that was measured.
class LayerCostModel {
 public:
  LayerCostModel() = default;
  LayerCostModel(const LayerCostModel&) = delete;
  LayerCostModel& operator=(const LayerCostModel&) = delete;
  virtual ~LayerCostModel() = default;

  /// Time and above-idle power of a layer for `items` items; the power is NaN if it is not known.
  /// Requires: covers(layer.type), items >= 1.
  [[nodiscard]] virtual LayerCost cost(const Layer& layer, int items) const = 0;
  /// Whether the type of layer was measured at all.
  [[nodiscard]] virtual bool covers(LayerType type) const = 0;
  /// Whether the power of this type of layer was measured, too.
  [[nodiscard]] virtual bool knows_power(LayerType type) const = 0;
  /// Whether the layer lies beyond what was measured.
  [[nodiscard]] virtual bool extrapolates(const Layer& layer, int items) const = 0;
};

/// A processor of a phone or server: the constants of its roofline and its powers, each with its
/// evidence.
struct Processor {
  std::string name;
  /// The built-in processor that it is derived from, whose misfits its layers have; empty if it is
  /// built in itself.
  std::string base{};
  /// The models of a measured device. If there are any, layers cost what they say, and of the
  /// constants only idle_power counts.
  std::shared_ptr<const LayerCostModel> measured{};

  Constant<FlopPerSecond> conv_rate;             // convolutions, at full occupancy
  Constant<FlopPerSecond> gemm_rate;             // fully connected layers, many items; matmul
  Constant<BytesPerSecond> memory_bandwidth;     // streaming reads and writes
  Constant<BytesPerSecond> weight_bandwidth;     // fully connected weights at one item
  Constant<BytesPerSecond> local_bandwidth;      // the passes of a local layer
  Constant<Seconds> layer_overhead;              // per layer: launch, framework
  Constant<double> gemm_tile_slots;              // tiles at once; 0: always at full rate
  Constant<Seconds> lrn_per_element;             // element-wise loops; 0 on a GPU, where only
  Constant<Seconds> transcendental_per_element;  //   bytes / memory_bandwidth counts
  Constant<Seconds> relu_per_element;
  Constant<Seconds> pooling_per_tap;

  // The next three matter to actual costs alone (actual_costs.hpp). A processor that leaves them
  // out has no such effects.
  Constant<double> layer_misfit{};   // coefficient of variation around the roofline
  Constant<Bytes> cache_bytes{};     // last-level cache; 0: activations never fit
  Constant<double> cache_speedup{};  // rate of activations that fit / memory_bandwidth

  Constant<Watts> compute_power;  // above idle, while arithmetic limits
  Constant<Watts> memory_power;   // above idle, while memory or overhead limits
  Constant<Watts> idle_power;     // the board doing nothing
};

/// The processors of the paper's platform: tk1-cpu, tk1-gpu (phones), k40 (server).
[[nodiscard]] std::span<const Processor> built_in_processors();

/// Time and above-idle power of one layer for a query of `items` items. The power is the mean of
/// compute_power and memory_power, weighted by the time that arithmetic and the rest take. A
/// dropout layer is skipped at inference and costs nothing, unless a measured processor differs.
/// Requires: items >= 1, and a measured processor covers the layer's type.
[[nodiscard]] LayerCost cost(const Processor& processor, const Layer& layer, int items);

/// Time and power of a layer whose inputs and outputs move at `activation_bandwidth` instead of
/// memory_bandwidth, as from a cache. Requires: items >= 1, and a measured processor covers the
/// type.
[[nodiscard]] LayerCost cost(const Processor& processor,
                             const Layer& layer,
                             int items,
                             BytesPerSecond activation_bandwidth);

/// Checks that a processor can execute a network. Throws: InputError at `where` if a measured
/// processor lacks a type of layer that the network has, or the power of one where `needs_power`.
void expect_covered(const Processor& processor,
                    const DnnGraph& dnn,
                    bool needs_power,
                    const SourceLocation& where);

/// The costs of every layer of a network by the bare roofline, in its order. O(layers).
[[nodiscard]] std::vector<LayerCost> layer_costs(const Processor& processor,
                                                 const DnnGraph& dnn,
                                                 const QueryType& query);

/// Changes one constant of a processor, given as text with its unit ("conv_rate", "70 GFLOP/s";
/// "gemm_tile_slots", "30 tiles"). The constant becomes an assumption of the scenario.
/// Throws: InputError for an unknown name (with a suggestion), a bad value, or one out of range.
void set_constant(Processor& processor,
                  std::string_view name,
                  std::string_view value,
                  const SourceLocation& where);

/// Every constant of the processor, for `cutpoint models --catalog`. The entries refer to the
/// processor's name, so they must not outlive it.
[[nodiscard]] std::vector<CatalogEntry> catalog(const Processor& processor);

}  // namespace cutpoint
