// What Eigen's kernels share: their tensors, and views of them. Only for eigen_*_kernels.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "base/contract.hpp"
#include "predictor/measure/kernel.hpp"

namespace cutpoint {

using Eigen::Index;
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Array = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using MatrixView = Eigen::Map<Matrix>;
using ConstMatrixView = Eigen::Map<const Matrix>;
using ArrayView = Eigen::Map<Array>;
using ConstArrayView = Eigen::Map<const Array>;
using ConstVectorView = Eigen::Map<const Eigen::VectorXf>;

/// A kernel of Eigen with its tensors, of which derived classes see views. Tensors are in plain
/// row-major order.
class EigenKernel : public Kernel {
 public:
  EigenKernel(const LayerConfiguration& configuration, LayerTensors tensors)
      : layer_{configuration.layer},
        items_{configuration.items},
        tensors_{std::move(tensors)},
        output_(static_cast<std::size_t>(items_ * layer_.output.elements())) {
    const TensorSizes sizes = tensor_sizes(configuration);
    CUTPOINT_EXPECTS(layer_.window.is_square());
    CUTPOINT_EXPECTS(std::ssize(tensors_.input) == sizes.input);
    CUTPOINT_EXPECTS(std::ssize(tensors_.weights) == sizes.weights);
    CUTPOINT_EXPECTS(std::ssize(tensors_.biases) == sizes.biases);
  }

  [[nodiscard]] std::span<const std::byte> input() const override {
    return std::as_bytes(std::span{tensors_.input});
  }
  [[nodiscard]] std::vector<float> output() const override { return output_; }

 protected:
  [[nodiscard]] const Layer& layer() const { return layer_; }
  [[nodiscard]] Index items() const { return items_; }
  [[nodiscard]] const float* weights() const { return tensors_.weights.data(); }
  [[nodiscard]] ConstVectorView biases() const {
    return {tensors_.biases.data(), std::ssize(tensors_.biases)};
  }
  [[nodiscard]] const float* input_of(Index item) const {
    return tensors_.input.data() + item * layer_.input.elements();
  }
  [[nodiscard]] float* output_of(Index item) {
    return output_.data() + item * layer_.output.elements();
  }
  /// The input of all items as one array, for kernels that work element by element.
  [[nodiscard]] ConstArrayView all_input() const {
    return {tensors_.input.data(), 1, std::ssize(tensors_.input)};
  }
  [[nodiscard]] ArrayView all_output() { return {output_.data(), 1, std::ssize(output_)}; }
  /// The input of an item as a matrix of channels x positions.
  [[nodiscard]] ConstArrayView input_by_channel(Index item) const {
    const Shape& shape = layer_.input;
    return {input_of(item), shape.channels, Index{shape.height} * shape.width};
  }
  [[nodiscard]] ArrayView output_by_channel(Index item) {
    const Shape& shape = layer_.output;
    return {output_of(item), shape.channels, Index{shape.height} * shape.width};
  }

 private:
  Layer layer_;
  Index items_;
  LayerTensors tensors_;
  std::vector<float> output_;
};

/// Kernels of the types that networks with branches have: matmul, element_wise, scale, copy.
/// Requires: one of these types.
[[nodiscard]] std::unique_ptr<Kernel> make_eigen_graph_kernel(
    const LayerConfiguration& configuration, LayerTensors tensors);

}  // namespace cutpoint
