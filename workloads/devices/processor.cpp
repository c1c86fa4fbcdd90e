#include "workloads/devices/processor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "base/contract.hpp"
#include "workloads/constant_table.hpp"

namespace cutpoint {
namespace {

// The parts of a layer's time. Launching a layer belongs to `memory`, because the arithmetic units
// rest meanwhile.
struct TimeParts {
  Seconds arithmetic{};
  Seconds memory{};
};

// The time of a loop that is limited by one of two things, never by both: the larger of two times.
TimeParts slower_of(Seconds arithmetic, Seconds memory) {
  if (arithmetic > memory) {
    return {.arithmetic = arithmetic};
  }
  return {.memory = memory};
}

// A layer that is to be timed, with the work that it has for the items of a query.
struct Task {
  const Layer& layer;
  int items;
  LayerWork work;
  BytesPerSecond activation_bandwidth;

  [[nodiscard]] Seconds activation_time() const {
    return (work.input + work.output) / activation_bandwidth;
  }
};

// The share of full speed that a convolution reaches on a processor that works tile by tile.
// Matrix multiplication cuts its output, one row per filter and one column per output pixel of all
// items, into tiles; the groups follow one another. As many tiles as there are slots run at once,
// and a round takes as long with one tile as with all.
double occupancy(double slots, const Layer& layer, int items) {
  constexpr double tile_filters = 128.0;
  constexpr double tile_pixels = 64.0;

  if (slots == 0.0) {
    return 1.0;
  }
  const double pixels = 1.0 * items * layer.output.height * layer.output.width;
  const int filters = layer.output.channels / layer.window.group;
  const double tiles = std::ceil(pixels / tile_pixels) * std::ceil(filters / tile_filters);
  return tiles / (slots * std::ceil(tiles / slots));
}

/// FLOP / (share of full speed x conv_rate), plus the time in which all bytes move once (assumption
/// A6).
TimeParts convolution_time(const Processor& p, const Task& task) {
  const double share = occupancy(p.gemm_tile_slots.value, task.layer, task.items);
  return {.arithmetic = task.work.flop / (share * p.conv_rate.value),
          .memory = task.work.weights / p.memory_bandwidth.value + task.activation_time()};
}

// Caffe multiplies all weights with the unrolled input and adds up the products, output map by
// output map and item by item: it reads weights and inputs, writes products, and reads them again.
TimeParts local_time(const Processor& p, const Task& task) {
  constexpr double passes = 4.0;
  const Bytes traffic = passes * task.items * task.work.weights;
  return {.memory = traffic / p.local_bandwidth.value};
}

/// The larger of FLOP / gemm_rate and weights / weight_bandwidth, plus activations: with few items
/// the weights limit, with many the arithmetic.
TimeParts fully_connected_time(const Processor& p, const Task& task) {
  TimeParts parts =
      slower_of(task.work.flop / p.gemm_rate.value, task.work.weights / p.weight_bandwidth.value);
  parts.memory += task.activation_time();
  return parts;
}

/// The larger of the comparisons of all taps and the time in which the bytes move.
TimeParts pooling_time(const Processor& p, const Task& task) {
  const double taps = task.work.flop.value();  // one comparison per tap
  return slower_of(taps * p.pooling_per_tap.value, task.activation_time());
}

// The time of a matmul, at the rate of dense layers without tiles (assumption A6a).
TimeParts matmul_time(const Processor& p, const Task& task) {
  return {.arithmetic = task.work.flop / p.gemm_rate.value, .memory = task.activation_time()};
}

// The time of a layer that only moves data (assumption A6c). Only opaque layers have weights here.
TimeParts memory_time(const Processor& p, const Task& task) {
  return {.memory = task.work.weights / p.memory_bandwidth.value + task.activation_time()};
}

/// The larger of elements x time per element and the time in which the bytes move. LRN passes three
/// times over its bytes.
TimeParts element_wise_time(const Task& task, Seconds per_element) {
  constexpr double normalization_passes = 3.0;  // squares, their sums, the division

  const double passes = task.layer.type == LayerType::Normalization ? normalization_passes : 1.0;
  const double elements = 1.0 * task.items * static_cast<double>(task.layer.input.elements());
  return slower_of(elements * per_element, passes * task.activation_time());
}

// A scale sweeps twice over its elements (assumption A6b): once for mean and variance and once for
// the result, each time with the work of a relu.
constexpr double kScaleSweeps = 2.0;

/// The time of a layer beyond the overhead of launching it, by type, as the table of docs/model.md,
/// "Processors", has it.
TimeParts busy_time(const Processor& p, const Task& task) {
  switch (task.layer.type) {
    case LayerType::Convolution:
      return convolution_time(p, task);
    case LayerType::Local:
      return local_time(p, task);
    case LayerType::FullyConnected:
      return fully_connected_time(p, task);
    case LayerType::Pooling:
      return pooling_time(p, task);
    case LayerType::Normalization:
      return element_wise_time(task, p.lrn_per_element.value);
    case LayerType::Sigmoid:
    case LayerType::Tanh:
    case LayerType::Softmax:
      return element_wise_time(task, p.transcendental_per_element.value);
    case LayerType::Relu:
    case LayerType::Argmax:
    case LayerType::ElementWise:
      return element_wise_time(task, p.relu_per_element.value);
    case LayerType::Scale:
      return element_wise_time(task, kScaleSweeps * p.relu_per_element.value);
    case LayerType::MatMul:
      return matmul_time(p, task);
    case LayerType::Copy:
    case LayerType::Opaque:
      return memory_time(p, task);
    case LayerType::Dropout:
      return {};
  }
  contract_violated("layer.type is one of the enumerators", __FILE__, __LINE__);
}

using Field = ConstantField<Processor>;
constexpr std::string_view kGflops = "GFLOP/s";
constexpr std::string_view kGigabytes = "GB/s";
constexpr double kGiga = 1e9;

/// Every constant that a scenario may set and the catalog lists, with the unit that people use for
/// it.
constexpr std::array kFields{
    Field{"conv_rate", kGflops, kGiga, Range::Positive, &Processor::conv_rate},
    Field{"gemm_rate", kGflops, kGiga, Range::Positive, &Processor::gemm_rate},
    Field{"memory_bandwidth", kGigabytes, kGiga, Range::Positive, &Processor::memory_bandwidth},
    Field{"weight_bandwidth", kGigabytes, kGiga, Range::Positive, &Processor::weight_bandwidth},
    Field{"local_bandwidth", kGigabytes, kGiga, Range::Positive, &Processor::local_bandwidth},
    Field{"layer_overhead", "ms", 1e-3, Range::NonNegative, &Processor::layer_overhead},
    Field{"gemm_tile_slots", "tiles", 1.0, Range::NonNegative, &Processor::gemm_tile_slots},
    Field{"lrn_per_element", "ns", 1e-9, Range::NonNegative, &Processor::lrn_per_element},
    Field{"transcendental_per_element",
          "ns",
          1e-9,
          Range::NonNegative,
          &Processor::transcendental_per_element},
    Field{"relu_per_element", "ns", 1e-9, Range::NonNegative, &Processor::relu_per_element},
    Field{"pooling_per_tap", "ns", 1e-9, Range::NonNegative, &Processor::pooling_per_tap},
    Field{"layer_misfit", "%", 1e-2, Range::NonNegative, &Processor::layer_misfit},
    Field{"cache_bytes", "KiB", 1024.0, Range::NonNegative, &Processor::cache_bytes},
    Field{"cache_speedup", "times", 1.0, Range::Positive, &Processor::cache_speedup},
    Field{"compute_power", "W", 1.0, Range::NonNegative, &Processor::compute_power},
    Field{"memory_power", "W", 1.0, Range::NonNegative, &Processor::memory_power},
    Field{"idle_power", "W", 1.0, Range::NonNegative, &Processor::idle_power},
};

}  // namespace

LayerCost cost(const Processor& processor, const Layer& layer, int items) {
  return cost(processor, layer, items, processor.memory_bandwidth.value);
}

LayerCost cost(const Processor& processor,
               const Layer& layer,
               int items,
               BytesPerSecond activation_bandwidth) {
  CUTPOINT_EXPECTS(items >= 1);

  if (processor.measured != nullptr) {
    return processor.measured->cost(layer, items);
  }
  if (layer.type == LayerType::Dropout) {  // skipped at inference, so not even launched
    return {};
  }
  TimeParts parts = busy_time(processor,
                              {.layer = layer,
                               .items = items,
                               .work = work_of(layer, items),
                               .activation_bandwidth = activation_bandwidth});
  parts.memory += processor.layer_overhead.value;
  const Seconds time = parts.arithmetic + parts.memory;
  // The power is the mean over the layer's time: compute_power while arithmetic limits, else
  // memory_power (docs/model.md, "Processors").
  const double arithmetic_share = parts.arithmetic / time;
  return {.time = time,
          .power = arithmetic_share * processor.compute_power.value +
                   (1.0 - arithmetic_share) * processor.memory_power.value};
}

void expect_covered(const Processor& processor,
                    const DnnGraph& dnn,
                    bool needs_power,
                    const SourceLocation& where) {
  for (const Layer& layer : dnn.layers()) {
    if (processor.measured == nullptr) {
      continue;
    }
    const std::string_view type = to_string(layer.type);
    if (!processor.measured->covers(layer.type)) {
      throw InputError{where,
                       fmt::format("{} has no model of {} layers, such as {}; add rows of type {} "
                                   "to its profile and fit it again",
                                   processor.name,
                                   type,
                                   layer.name,
                                   type)};
    }
    if (needs_power && !processor.measured->knows_power(layer.type)) {
      throw InputError{
          where,
          fmt::format("{} was profiled without the power of {} layers, so there is no energy to "
                      "minimize; measure power_w or choose objective = \"latency\"",
                      processor.name,
                      type)};
    }
  }
}

std::vector<LayerCost> layer_costs(const Processor& processor,
                                   const DnnGraph& dnn,
                                   const QueryType& query) {
  std::vector<LayerCost> costs;
  costs.reserve(dnn.layers().size());
  for (const Layer& layer : dnn.layers()) {
    costs.push_back(cost(processor, layer, query.items));
  }
  return costs;
}

void set_constant(Processor& processor,
                  std::string_view name,
                  std::string_view value,
                  const SourceLocation& where) {
  set_by_name(std::span<const Field>{kFields}, processor, {.name = name, .text = value}, where);
}

std::vector<CatalogEntry> catalog(const Processor& processor) {
  std::vector<CatalogEntry> constants = list_constants(std::span<const Field>{kFields}, processor);
  if (processor.measured != nullptr) {  // A measured processor uses no other constant.
    std::erase_if(constants, [](const CatalogEntry& entry) { return entry.name != "idle_power"; });
  }
  return constants;
}

}  // namespace cutpoint
