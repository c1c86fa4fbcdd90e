#include <algorithm>

#include "predictor/measure/eigen_kernel.hpp"

namespace cutpoint {
namespace {

/// Products of matrices: each group has a left matrix of inner x positions and a right one of inner
/// x columns.
class MatMulKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    const Index groups = layer().window.group;
    const Index positions = Index{layer().input.height} * layer().input.width;
    const Index inner = layer().input.channels / groups;
    const Index columns = layer().output.channels / groups;
    const float* const right_matrices = input_of(items());
    for (Index i = 0; i < items() * groups; ++i) {
      const ConstMatrixView left{input_of(0) + i * inner * positions, inner, positions};
      const ConstMatrixView right{right_matrices + i * inner * columns, inner, columns};
      MatrixView result{output_of(0) + i * columns * positions, columns, positions};
      result.noalias() = right.transpose() * left;
    }
  }
};

/// An element-wise sum of the tensors that the input consists of.
class SumKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    const Index size = layer().output.elements();
    for (Index item = 0; item < items(); ++item) {
      ArrayView result{output_of(item), 1, size};
      result = ConstArrayView{input_of(item), 1, size};
      for (Index done = size; done < layer().input.elements(); done += size) {
        result += ConstArrayView{input_of(item) + done, 1, size};
      }
    }
  }
};

/// A layer normalization: at each position, the channels less their mean, divided by their
/// deviation, times a factor and plus a bias of the channel.
class ScaleKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    constexpr float kEpsilon = 1e-5F;
    const Eigen::Map<const Eigen::ArrayXf> factors{weights(), layer().input.channels};
    for (Index item = 0; item < items(); ++item) {
      const ConstArrayView source = input_by_channel(item);
      ArrayView result = output_by_channel(item);
      mean_ = source.colwise().mean();
      result = source.rowwise() - mean_;
      deviation_ = (result.square().colwise().mean() + kEpsilon).rsqrt();
      result.rowwise() *= deviation_;
      result.colwise() *= factors;
      result.colwise() += biases().array();
    }
  }

 private:
  Eigen::Array<float, 1, Eigen::Dynamic> mean_;
  Eigen::Array<float, 1, Eigen::Dynamic> deviation_;
};

/// A copy: as much of the input as the output holds, again from its beginning if the output is
/// larger.
class CopyKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    const Index from = layer().input.elements();
    const Index to = layer().output.elements();
    for (Index item = 0; item < items(); ++item) {
      for (Index done = 0; done < to; done += from) {
        std::copy_n(input_of(item), std::min(from, to - done), output_of(item) + done);
      }
    }
  }
};

}  // namespace

std::unique_ptr<Kernel> make_eigen_graph_kernel(const LayerConfiguration& configuration,
                                                LayerTensors tensors) {
  switch (configuration.layer.type) {
    case LayerType::MatMul:
      return std::make_unique<MatMulKernel>(configuration, std::move(tensors));
    case LayerType::ElementWise:
      return std::make_unique<SumKernel>(configuration, std::move(tensors));
    case LayerType::Scale:
      return std::make_unique<ScaleKernel>(configuration, std::move(tensors));
    case LayerType::Copy:
      return std::make_unique<CopyKernel>(configuration, std::move(tensors));
    default:
      contract_violated("type is one of these", __FILE__, __LINE__);
  }
}

}  // namespace cutpoint
