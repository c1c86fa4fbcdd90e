// The constants of the evaluation platform of Kang et al., ASPLOS 2017: a Jetson TK1 and a Tesla
// K40. Constants are calibrated on AlexNet alone; the form of the K40's tiles was chosen with
// VGG-19 and LeNet as well (A6 in docs/model.md).
#include <vector>

#include "workloads/devices/processor.hpp"

namespace cutpoint {
namespace {

using enum Evidence;

constexpr FlopPerSecond gflops(double v) { return FlopPerSecond{v * 1e9}; }
constexpr BytesPerSecond gigabytes_per_second(double v) { return BytesPerSecond{v * 1e9}; }
constexpr Seconds milliseconds(double v) { return Seconds{v * 1e-3}; }
constexpr Seconds nanoseconds(double v) { return Seconds{v * 1e-9}; }

constexpr Constant<Seconds> kHiddenBehindMemory{
    {}, Assumed, "a GPU computes element-wise layers while their bytes move"};
constexpr Constant<double> kAlwaysFull{0.0, Assumed, "small enough that every layer fills it"};
constexpr Constant<Watts> kBoardIdle{Watts{2.0},
                                     Sourced,
                                     "Jetson TK1 without display: 1.6-2.3 W in public measurements",
                                     {0.8, 1.15}};

constexpr Constant<double> kLayerMisfit{
    0.15,
    Calibrated,
    "the size of the residuals of convolutions and fully connected layers measured on a "
    "Cortex-A15 with OpenBLAS and a Jetson TX1 with cuDNN (dividiti's published logs) around our "
    "physical form, leave-one-layer-out",
    {0.67, 1.33}};
constexpr std::string_view kRememberedL2 =
    "its L2, as data sheets are remembered to have it; only small element-wise layers depend on it";
constexpr Constant<double> kCacheSpeedup{
    2.0,
    Assumed,
    "a last-level cache streams at two to four times the rate of its memory",
    {0.5, 2.0}};

Processor make_tk1_cpu() {
  constexpr std::string_view scaled_by_clock =
      "Caffe with OpenBLAS 0.2.19 on a quad Cortex-A15 at 1.9 GHz, AlexNet, batch 1, 4 threads "
      "(dividiti's published logs), scaled by clock to 2.3 GHz";
  return {
      .name = "tk1-cpu",
      .conv_rate = {gflops(14.0),
                    Sourced,
                    "11.6 GFLOP/s over conv1-5 under Caffe with OpenBLAS on a quad Cortex-A15 at "
                    "1.9 GHz (dividiti's published logs), scaled by clock to 2.3 GHz",
                    {0.85, 1.15}},
      .gemm_rate = {gflops(14.0),
                    Assumed,
                    "as for convolutions, which OpenBLAS computes by the same routine",
                    {0.7, 1.3}},
      .memory_bandwidth = {gigabytes_per_second(4.0),
                           Assumed,
                           "a quarter of the data sheet's 14.9 GB/s peak; matters little beside "
                           "the arithmetic",
                           {0.5, 2.0}},
      .weight_bandwidth = {gigabytes_per_second(0.885),
                           Calibrated,
                           "AlexNet 382 ms (Kang et al., fig. 3); fc6-8 measured at 0.74 GB/s at "
                           "1.9 GHz (dividiti's published logs), which scales to 0.90",
                           {0.9, 1.1}},
      .local_bandwidth = {gigabytes_per_second(2.0),
                          Assumed,
                          "between weights (0.885) and streaming (4.0); decides DeepFace only",
                          {0.44, 2.0}},
      .layer_overhead = {milliseconds(0.02),
                         Sourced,
                         "0.01-0.02 ms for layers that do almost nothing, in the same logs",
                         {0.5, 2.5}},
      .gemm_tile_slots = kAlwaysFull,
      .lrn_per_element = {nanoseconds(40.0), Sourced, scaled_by_clock, {0.8, 1.25}},
      .transcendental_per_element = {nanoseconds(40.0),
                                     Assumed,
                                     "as for normalization: one power or exponential per element; "
                                     "softmax was measured at twice that",
                                     {0.5, 2.0}},
      .relu_per_element = {nanoseconds(3.8), Sourced, scaled_by_clock, {0.8, 1.25}},
      .pooling_per_tap = {nanoseconds(13.5), Sourced, scaled_by_clock, {0.8, 1.25}},
      .layer_misfit = kLayerMisfit,
      .cache_bytes = {kibibytes(2048.0), Assumed, kRememberedL2, {0.5, 2.0}},
      .cache_speedup = kCacheSpeedup,
      .compute_power = {Watts{5.0},
                        Assumed,
                        "middle of the 2-8 W above idle that four busy A15 cores may draw",
                        {0.4, 1.6}},
      .memory_power = {Watts{4.0},
                       Assumed,
                       "0.8 x compute_power: memory-bound phases draw less",
                       {0.4, 2.0}},
      .idle_power = kBoardIdle,
  };
}

Processor make_tk1_gpu() {
  constexpr std::string_view alex_net =
      "AlexNet in 81 ms, fc6 45 % of it (notes on Kang et al., fig. 3 and 5)";
  return {
      .name = "tk1-gpu",
      .conv_rate = {gflops(68.2), Calibrated, alex_net, {0.85, 1.2}},
      .gemm_rate = {gflops(205.0),
                    Assumed,
                    "0.7 x the 290 GFLOP/s that a vendor slide claims for SGEMM",
                    {0.5, 1.4}},
      .memory_bandwidth = {gigabytes_per_second(9.0),
                           Assumed,
                           "0.6 x the data sheet's 14.9 GB/s peak",
                           {0.6, 1.4}},
      .weight_bandwidth = {gigabytes_per_second(4.15), Calibrated, alex_net, {0.9, 1.15}},
      // 4 / (3 / 9.0 + 1 / 4.15).
      .local_bandwidth = {gigabytes_per_second(6.97),
                          Assumed,
                          "derived: three of four passes (read weights, read inputs, write "
                          "products) at memory_bandwidth, the reduction at weight_bandwidth; "
                          "2.5-9.0 is possible, and decides whether DeepFace stays in the cloud",
                          {0.36, 1.29}},
      .layer_overhead = {milliseconds(0.1),
                         Assumed,
                         "0.05-0.08 ms was measured on the Jetson TX1, whose CPU is faster",
                         {0.5, 1.5}},
      .gemm_tile_slots = kAlwaysFull,
      .lrn_per_element = kHiddenBehindMemory,
      .transcendental_per_element = kHiddenBehindMemory,
      .relu_per_element = kHiddenBehindMemory,
      .pooling_per_tap = kHiddenBehindMemory,
      .layer_misfit = kLayerMisfit,
      .cache_bytes = {kibibytes(128.0), Assumed, kRememberedL2, {0.5, 2.0}},
      .cache_speedup = kCacheSpeedup,
      .compute_power = {Watts{10.3},
                        Calibrated,
                        "AlexNet takes 0.87 J of board energy, idle included (notes on Kang et "
                        "al., fig. 4)",
                        {0.4, 1.1}},
      .memory_power = {Watts{8.24},
                       Assumed,
                       "0.8 x compute_power: memory-bound phases draw less",
                       {0.5, 1.25}},
      .idle_power = kBoardIdle,
  };
}

Processor make_k40() {
  constexpr std::string_view alex_net = "AlexNet in 6 ms (Kang et al., fig. 3, from memory)";
  return {
      .name = "k40",
      .conv_rate = {FlopPerSecond{1.8e12}, Calibrated, alex_net, {0.7, 1.4}},
      .gemm_rate = {FlopPerSecond{2.5e12},
                    Assumed,
                    "two thirds of the 3.8 TFLOP/s that a vendor slide claims for SGEMM",
                    {0.6, 1.5}},
      .memory_bandwidth = {gigabytes_per_second(190.0),
                           Assumed,
                           "a little below the 203 GB/s measured by large copies (peak 288)",
                           {0.85, 1.07}},
      .weight_bandwidth = {gigabytes_per_second(107.0), Calibrated, alex_net, {0.7, 1.5}},
      .local_bandwidth = {gigabytes_per_second(190.0), Assumed, "as memory_bandwidth", {0.3, 1.07}},
      .layer_overhead = {milliseconds(0.035),
                         Assumed,
                         "a few kernel launches of 5-10 us each, and the framework",
                         {0.5, 3.0}},
      .gemm_tile_slots = {30.0,
                          Assumed,
                          "15 multiprocessors (vendor data sheet) with two 128 x 64 tiles each",
                          {0.5, 2.0}},
      .lrn_per_element = kHiddenBehindMemory,
      .transcendental_per_element = kHiddenBehindMemory,
      .relu_per_element = kHiddenBehindMemory,
      .pooling_per_tap = kHiddenBehindMemory,
      .layer_misfit = {kLayerMisfit.value,
                       Assumed,
                       "as for the phones' processors, whose residuals were measured",
                       {0.0, 1.33}},
      .cache_bytes = {kibibytes(1536.0), Assumed, kRememberedL2, {0.5, 2.0}},
      .cache_speedup = kCacheSpeedup,
      .compute_power = {Watts{213.0},
                        Sourced,
                        "235 W board power less idle (vendor data sheet, from memory)",
                        {0.8, 1.1}},
      .memory_power = {Watts{170.4},
                       Assumed,
                       "0.8 x compute_power: memory-bound phases draw less",
                       {0.6, 1.1}},
      .idle_power = {Watts{22.0}, Sourced, "20-25 W (vendor data sheet, from memory)", {0.9, 1.15}},
  };
}

}  // namespace

std::span<const Processor> built_in_processors() {
  static const std::vector<Processor> processors{make_tk1_cpu(), make_tk1_gpu(), make_k40()};
  return processors;
}

}  // namespace cutpoint
