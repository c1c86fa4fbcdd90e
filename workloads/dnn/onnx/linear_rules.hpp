// Rules of the operators that multiply by weights, and of those with a window.
#pragma once

#include "workloads/dnn/onnx/lowering.hpp"

namespace cutpoint::onnx_file {

/// Where an operator has its weights; without a bias the index is one that no node has.
struct WeightInputs {
  std::size_t weights = 1;
  std::size_t bias = 2;
};
inline constexpr std::size_t kNoInput = 1000;

void lower_convolution(Lowering& lowering, const Node& node, const WeightInputs& where);
/// Counted as a convolution of the output's size whose kernel has the taps that meet one output.
void lower_transposed_convolution(Lowering& lowering, const Node& node, const WeightInputs& where);
void lower_gemm(Lowering& lowering, const Node& node, const WeightInputs& where);
/// By constants a fully connected layer, or a convolution over the positions if there are several.
void lower_matmul(Lowering& lowering, const Node& node, const WeightInputs& where);
/// All gates of all steps as one convolution, then the cells.
void lower_recurrent(Lowering& lowering, const Node& node, const WeightInputs& where);

void lower_pooling(Lowering& lowering, const Node& node);
void lower_global_pooling(Lowering& lowering, const Node& node);

}  // namespace cutpoint::onnx_file
