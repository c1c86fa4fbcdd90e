#include "predictor/measure/eigen_kernels.hpp"

#include <algorithm>
#include <utility>

#include "predictor/measure/eigen_kernel.hpp"

namespace cutpoint {
namespace {

/// Where a window of the layer lies on its input, cut off at the borders.
struct Extent {
  int begin;
  int end;
};
Extent extent_of(int position, const Window& window, int side) {
  const int begin = position * window.stride - window.pad;
  return {std::max(begin, 0), std::min(begin + window.kernel, side)};
}

class ConvolutionKernel : public EigenKernel {
 public:
  ConvolutionKernel(const LayerConfiguration& configuration, LayerTensors tensors)
      : EigenKernel{configuration, std::move(tensors)},
        taps_{Index{layer().window.kernel} * layer().window.kernel},
        columns_{layer().input.channels * taps_,
                 Index{layer().output.height} * layer().output.width} {}

  void run() override {
    const Window& window = layer().window;
    const Index outputs = layer().output.channels / window.group;
    const Index fan_in = columns_.rows() / window.group;
    for (Index item = 0; item < items(); ++item) {
      lay_out_columns(input_of(item));
      for (Index group = 0; group < window.group; ++group) {
        const ConstMatrixView filters{weights() + group * outputs * fan_in, outputs, fan_in};
        MatrixView result{
            output_of(item) + group * outputs * columns_.cols(), outputs, columns_.cols()};
        result.noalias() = filters * columns_.middleRows(group * fan_in, fan_in);
        result.colwise() += biases().segment(group * outputs, outputs);
      }
    }
  }

 private:
  /// Unrolls the input to a matrix with a row per value of the window and a column per position of
  /// it; values beyond the borders are 0.
  void lay_out_columns(const float* input) {
    const Window& window = layer().window;
    const Shape& shape = layer().input;
    for (Index row = 0; row < columns_.rows(); ++row) {
      const float* const channel = input + row / taps_ * shape.height * shape.width;
      const auto tap = static_cast<int>(row % taps_);
      float* column = columns_.row(row).data();
      for (int y = 0; y < layer().output.height; ++y) {
        const int source_y = y * window.stride - window.pad + tap / window.kernel;
        const bool is_inside = source_y >= 0 && source_y < shape.height;
        for (int x = 0; x < layer().output.width; ++x) {
          const int source_x = x * window.stride - window.pad + tap % window.kernel;
          *column++ = is_inside && source_x >= 0 && source_x < shape.width
                          ? channel[Index{source_y} * shape.width + source_x]
                          : 0.0F;
        }
      }
    }
  }

  Index taps_;
  Matrix columns_;
};

/// A local layer: every position of the output has weights of its own, so each position is a small
/// product of matrices over the items.
class LocalKernel : public EigenKernel {
 public:
  LocalKernel(const LayerConfiguration& configuration, LayerTensors tensors)
      : EigenKernel{configuration, std::move(tensors)},
        patches_{items(),
                 Index{layer().input.channels} * layer().window.kernel * layer().window.kernel} {}

  void run() override {
    const Shape& output = layer().output;
    const Index positions = Index{output.height} * output.width;
    Eigen::MatrixXf result{output.channels, items()};
    for (Index position = 0; position < positions; ++position) {
      gather(static_cast<int>(position / output.width), static_cast<int>(position % output.width));
      const ConstMatrixView filters{weights() + position * output.channels * patches_.cols(),
                                    output.channels,
                                    patches_.cols()};
      if (items() == 1) {
        result.col(0).noalias() = filters * patches_.row(0).transpose();
      } else {
        result.noalias() = filters * patches_.transpose();
      }
      for (Index item = 0; item < items(); ++item) {
        for (Index channel = 0; channel < output.channels; ++channel) {
          const Index place = channel * positions + position;
          output_of(item)[place] = result(channel, item) + biases()[place];
        }
      }
    }
  }

 private:
  /// Collects what the window at (y, x) sees of each item; values beyond the borders are 0.
  void gather(int y, int x) {
    const Window& window = layer().window;
    const Shape& shape = layer().input;
    const Extent rows = extent_of(y, window, shape.height);
    const Extent columns = extent_of(x, window, shape.width);
    const int top = y * window.stride - window.pad;
    const int left = x * window.stride - window.pad;
    patches_.setZero();
    for (Index item = 0; item < items(); ++item) {
      for (int channel = 0; channel < shape.channels; ++channel) {
        float* const patch =
            patches_.row(item).data() + Index{channel} * window.kernel * window.kernel;
        for (int row = rows.begin; row < rows.end; ++row) {
          const float* const source =
              input_of(item) + (Index{channel} * shape.height + row) * shape.width;
          std::copy(source + columns.begin,
                    source + columns.end,
                    patch + Index{row - top} * window.kernel + (columns.begin - left));
        }
      }
    }
  }

  Matrix patches_;  // a row per item
};

class FullyConnectedKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    const Index inputs = layer().input.elements();
    const Index outputs = layer().output.elements();
    const ConstMatrixView matrix{weights(), outputs, inputs};
    MatrixView result{output_of(0), items(), outputs};
    if (items() == 1) {
      result.row(0).transpose().noalias() = matrix * ConstVectorView{input_of(0), inputs};
    } else {
      result.noalias() = ConstMatrixView{input_of(0), items(), inputs} * matrix.transpose();
    }
    result.rowwise() += biases().transpose();
  }
};

/// Pooling: the greatest value of each window.
class PoolingKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    const Shape& input = layer().input;
    const Shape& output = layer().output;
    for (Index plane = 0; plane < items() * output.channels; ++plane) {
      const ConstArrayView source{
          input_of(0) + plane * input.height * input.width, input.height, input.width};
      ArrayView result{
          output_of(0) + plane * output.height * output.width, output.height, output.width};
      for (int y = 0; y < output.height; ++y) {
        const Extent rows = extent_of(y, layer().window, input.height);
        for (int x = 0; x < output.width; ++x) {
          const Extent columns = extent_of(x, layer().window, input.width);
          result(y, x) = greatest(source, rows, columns);
        }
      }
    }
  }

 private:
  static float greatest(const ConstArrayView& source, Extent rows, Extent columns) {
    float value = source(rows.begin, columns.begin);
    for (int row = rows.begin; row < rows.end; ++row) {
      for (int column = columns.begin; column < columns.end; ++column) {
        value = std::max(value, source(row, column));
      }
    }
    return value;
  }
};

/// Local response normalization across channels, with the constants of AlexNet in Caffe:
/// x / (1 + alpha / size * sum of squares of the size nearest channels)^beta.
class NormalizationKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    constexpr Index kReach = 2;  // to either side, which makes a size of 5
    constexpr float kAlphaBySize = 1e-4F / 5.0F;
    constexpr float kBeta = 0.75F;
    const Index channels = layer().input.channels;
    for (Index item = 0; item < items(); ++item) {
      const ConstArrayView source = input_by_channel(item);
      ArrayView result = output_by_channel(item);
      squares_ = source.square();
      for (Index channel = 0; channel < channels; ++channel) {
        const Index first = std::max<Index>(channel - kReach, 0);
        const Index last = std::min(channel + kReach, channels - 1);
        sums_ = squares_.row(first);
        for (Index other = first + 1; other <= last; ++other) {
          sums_ += squares_.row(other);
        }
        result.row(channel) = source.row(channel) * (1.0F + kAlphaBySize * sums_).pow(-kBeta);
      }
    }
  }

 private:
  Array squares_;
  Eigen::Array<float, 1, Eigen::Dynamic> sums_;
};

class SoftmaxKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    for (Index item = 0; item < items(); ++item) {
      const ConstArrayView source = input_by_channel(item);
      ArrayView result = output_by_channel(item);
      greatest_ = source.colwise().maxCoeff();
      result = (source.rowwise() - greatest_).exp();
      greatest_ = result.colwise().sum();
      result.rowwise() /= greatest_;
    }
  }

 private:
  Eigen::Array<float, 1, Eigen::Dynamic> greatest_;
};

class ArgmaxKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;

  void run() override {
    for (Index item = 0; item < items(); ++item) {
      Index place = 0;
      ConstVectorView{input_of(item), layer().input.elements()}.maxCoeff(&place);
      *output_of(item) = static_cast<float>(place);
    }
  }
};

class ReluKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;
  void run() override { all_output() = all_input().max(0.0F); }
};

class SigmoidKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;
  void run() override { all_output() = all_input().logistic(); }
};

class TanhKernel : public EigenKernel {
 public:
  using EigenKernel::EigenKernel;
  void run() override { all_output() = all_input().tanh(); }
};

/// Dropout acts in training only: the next layer reads this one's input.
class DropoutKernel : public EigenKernel {
 public:
  DropoutKernel(const LayerConfiguration& configuration, LayerTensors tensors)
      : EigenKernel{configuration, std::move(tensors)} {
    all_output() = all_input();
  }
  void run() override {}
};

}  // namespace

std::string eigen_library() {
  return "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + '.' +
         std::to_string(EIGEN_MAJOR_VERSION) + '.' + std::to_string(EIGEN_MINOR_VERSION) + " (" +
         Eigen::SimdInstructionSetsInUse() + ')';
}

std::unique_ptr<Kernel> make_eigen_kernel(const LayerConfiguration& configuration,
                                          LayerTensors tensors) {
  switch (configuration.layer.type) {
    case LayerType::Convolution:
      return std::make_unique<ConvolutionKernel>(configuration, std::move(tensors));
    case LayerType::Local:
      return std::make_unique<LocalKernel>(configuration, std::move(tensors));
    case LayerType::FullyConnected:
      return std::make_unique<FullyConnectedKernel>(configuration, std::move(tensors));
    case LayerType::Pooling:
      return std::make_unique<PoolingKernel>(configuration, std::move(tensors));
    case LayerType::Normalization:
      return std::make_unique<NormalizationKernel>(configuration, std::move(tensors));
    case LayerType::Relu:
      return std::make_unique<ReluKernel>(configuration, std::move(tensors));
    case LayerType::Sigmoid:
      return std::make_unique<SigmoidKernel>(configuration, std::move(tensors));
    case LayerType::Tanh:
      return std::make_unique<TanhKernel>(configuration, std::move(tensors));
    case LayerType::Softmax:
      return std::make_unique<SoftmaxKernel>(configuration, std::move(tensors));
    case LayerType::Argmax:
      return std::make_unique<ArgmaxKernel>(configuration, std::move(tensors));
    case LayerType::Dropout:
      return std::make_unique<DropoutKernel>(configuration, std::move(tensors));
    case LayerType::MatMul:
    case LayerType::ElementWise:
    case LayerType::Scale:
    case LayerType::Copy:
      return make_eigen_graph_kernel(configuration, std::move(tensors));
    case LayerType::Opaque:
      break;  // what an opaque layer computes is not known
  }
  contract_violated("type can be computed", __FILE__, __LINE__);
}

}  // namespace cutpoint
