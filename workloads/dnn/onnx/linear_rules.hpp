// Rules of the operators that multiply by weights, and of those with a window.
#pragma once

#include "workloads/dnn/onnx/lowering.hpp"

namespace cutpoint::onnx_file {

/// Which inputs of an operator are its weights and its bias. An operator without a bias has
/// kNoInput there.
struct WeightInputs {
  std::size_t weights = 1;
  std::size_t bias = 2;
};
inline constexpr std::size_t kNoInput = 1000;

void lower_convolution(Lowering& lowering, const Node& node, const WeightInputs& where);
/// A transposed convolution counts as a convolution of the output's size whose kernel has the taps
/// that meet one output.
void lower_transposed_convolution(Lowering& lowering, const Node& node, const WeightInputs& where);
void lower_gemm(Lowering& lowering, const Node& node, const WeightInputs& where);
/// A product with constants is a fully connected layer, or a convolution of kernel 1 over the
/// positions if there are several; a product of two computed tensors is a matmul.
void lower_matmul(Lowering& lowering, const Node& node, const WeightInputs& where);
/// A recurrent layer counts as one convolution that computes all gates of all steps, followed by
/// the cells.
void lower_recurrent(Lowering& lowering, const Node& node, const WeightInputs& where);

void lower_pooling(Lowering& lowering, const Node& node);
void lower_global_pooling(Lowering& lowering, const Node& node);

}  // namespace cutpoint::onnx_file
