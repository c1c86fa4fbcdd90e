#include "predictor/measure/onednn_kernels.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

#include <dnnl.hpp>

#include "base/contract.hpp"
#include "predictor/measure/eigen_kernels.hpp"

namespace cutpoint {
namespace {

using dnnl::memory;
using Dims = memory::dims;
using Tag = memory::format_tag;
constexpr auto kFloat = memory::data_type::f32;
constexpr auto kInference = dnnl::prop_kind::forward_inference;

const dnnl::engine& cpu() {
  static const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  return engine;
}

bool is_vector(const Shape& shape) { return shape.height == 1 && shape.width == 1; }

// The dimensions of a tensor in oneDNN: always 4, even where height and width are 1.
Dims image_dims(const Shape& shape, int items) {
  return {items, shape.channels, shape.height, shape.width};
}

Dims dims_of(const Shape& shape, int items) {
  return is_vector(shape) ? Dims{items, shape.channels} : image_dims(shape, items);
}

memory::desc any(const Dims& dims) { return {dims, kFloat, Tag::any}; }

/// The description of the same tensor in plain order.
memory::desc plain(const memory::desc& tensor) {
  const Dims dims = tensor.dims();
  return {dims, kFloat, dims.size() == 2 ? Tag::nc : Tag::nchw};
}

/// The layout in which a layer leaves an image: the blocks of channels that oneDNN's convolutions
/// prefer, one vector register wide.
memory::desc image_of_layer_before(const Shape& shape, int items) {
  const bool has_wide_registers = dnnl::get_effective_cpu_isa() >= dnnl::cpu_isa::avx512_core;
  return {image_dims(shape, items), kFloat, has_wide_registers ? Tag::nChw16c : Tag::nChw8c};
}

/// The layout of a tensor that may be an image, in blocks of channels, or a vector, as it is.
memory::desc tensor_of_layer_before(const Shape& shape, int items) {
  return is_vector(shape) ? memory::desc{dims_of(shape, items), kFloat, Tag::nc}
                          : image_of_layer_before(shape, items);
}

memory reordered(dnnl::stream& stream, memory source, const memory::desc& wanted) {
  memory result{wanted, cpu()};
  dnnl::reorder{source, result}.execute(stream, source, result);
  stream.wait();
  return result;
}

memory reordered(dnnl::stream& stream,
                 std::vector<float>& source,
                 const memory::desc& layout,
                 const memory::desc& wanted) {
  CUTPOINT_EXPECTS(source.size() * sizeof(float) == layout.get_size());
  return reordered(stream, memory{layout, cpu(), source.data()}, wanted);
}

/// The part that all kernels share: one primitive, and the tensors that it reads and writes.
class OnednnKernel : public Kernel {
 public:
  void run() override {
    primitive_.execute(stream_, tensors_);
    stream_.wait();
  }

  [[nodiscard]] std::span<const std::byte> input() const override {
    const memory& source = tensors_.at(DNNL_ARG_SRC);
    return {static_cast<const std::byte*>(source.get_data_handle()), source.get_desc().get_size()};
  }

  [[nodiscard]] std::vector<float> output() const override {
    dnnl::stream stream{cpu()};
    const memory result =
        reordered(stream, tensors_.at(DNNL_ARG_DST), plain(tensors_.at(DNNL_ARG_DST).get_desc()));
    std::vector<float> values(result.get_desc().get_size() / sizeof(float));
    std::memcpy(values.data(), result.get_data_handle(), result.get_desc().get_size());
    return values;
  }

  /// Sets up a primitive that has no weights.
  template <class Primitive>
  void prepare(const typename Primitive::primitive_desc& descriptor, LayerTensors tensors) {
    primitive_ = Primitive{descriptor};
    tensors_ = {
        {DNNL_ARG_SRC,
         reordered(stream_, tensors.input, plain(descriptor.src_desc()), descriptor.src_desc())},
        {DNNL_ARG_DST, memory{descriptor.dst_desc(), cpu()}}};
  }

  template <class Primitive>
  void prepare_with_weights(const typename Primitive::primitive_desc& descriptor,
                            const memory::desc& plain_weights,
                            LayerTensors tensors) {
    CUTPOINT_EXPECTS(tensors.weights.size() * sizeof(float) == plain_weights.get_size());
    tensors_ = {
        {DNNL_ARG_WEIGHTS,
         reordered(stream_, tensors.weights, plain_weights, descriptor.weights_desc())},
        {DNNL_ARG_BIAS,
         reordered(stream_, tensors.biases, descriptor.bias_desc(), descriptor.bias_desc())}};
    std::unordered_map<int, memory> weights = std::move(tensors_);
    prepare<Primitive>(descriptor, std::move(tensors));
    tensors_.merge(weights);
  }

 private:
  dnnl::stream stream_{cpu()};
  dnnl::primitive primitive_;
  std::unordered_map<int, memory> tensors_;  // by oneDNN's names of arguments
};

/// The padding that a window needs beyond the right or lower border.
memory::dim pad_after(int input, int output, const Window& window) {
  return std::max(0, (output - 1) * window.stride + window.kernel - input - window.pad);
}

Dims pads_after(const Layer& layer) {
  return {pad_after(layer.input.height, layer.output.height, layer.window),
          pad_after(layer.input.width, layer.output.width, layer.window)};
}

std::unique_ptr<Kernel> make_convolution(const LayerConfiguration& configuration,
                                         LayerTensors tensors) {
  const auto& [layer, items] = configuration;
  const int kernel = layer.window.kernel;
  const int stride = layer.window.stride;
  const int pad = layer.window.pad;
  const int group = layer.window.group;
  const int inputs = layer.input.channels / group;
  const int outputs = layer.output.channels / group;
  const Dims weights = group == 1 ? Dims{outputs, inputs, kernel, kernel}
                                  : Dims{group, outputs, inputs, kernel, kernel};
  using Primitive = dnnl::convolution_forward;
  const Primitive::primitive_desc descriptor{{kInference,
                                              dnnl::algorithm::convolution_direct,
                                              any(image_dims(layer.input, items)),
                                              any(weights),
                                              {{layer.output.channels}, kFloat, Tag::a},
                                              any(image_dims(layer.output, items)),
                                              {stride, stride},
                                              {pad, pad},
                                              pads_after(layer)},
                                             cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare_with_weights<Primitive>(
      descriptor, {weights, kFloat, group == 1 ? Tag::oihw : Tag::goihw}, std::move(tensors));
  return result;
}

std::unique_ptr<Kernel> make_fully_connected(const LayerConfiguration& configuration,
                                             LayerTensors tensors) {
  const auto& [layer, items] = configuration;
  const auto outputs = static_cast<memory::dim>(layer.output.elements());
  Dims weights = dims_of(layer.input, items);
  weights.front() = outputs;
  using Primitive = dnnl::inner_product_forward;
  const Primitive::primitive_desc descriptor{{kInference,
                                              any(dims_of(layer.input, items)),
                                              any(weights),
                                              {{outputs}, kFloat, Tag::a},
                                              any({items, outputs})},
                                             cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare_with_weights<Primitive>(
      descriptor,
      {weights, kFloat, is_vector(layer.input) ? Tag::nc : Tag::nchw},
      std::move(tensors));
  return result;
}

std::unique_ptr<Kernel> make_pooling(const LayerConfiguration& configuration,
                                     LayerTensors tensors) {
  const auto& [layer, items] = configuration;
  const int kernel = layer.window.kernel;
  const int stride = layer.window.stride;
  const int pad = layer.window.pad;
  using Primitive = dnnl::pooling_forward;
  const Primitive::primitive_desc descriptor{{kInference,
                                              dnnl::algorithm::pooling_max,
                                              image_of_layer_before(layer.input, items),
                                              any(image_dims(layer.output, items)),
                                              {stride, stride},
                                              {kernel, kernel},
                                              {pad, pad},
                                              pads_after(layer)},
                                             cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare<Primitive>(descriptor, std::move(tensors));
  return result;
}

std::unique_ptr<Kernel> make_normalization(const LayerConfiguration& configuration,
                                           LayerTensors tensors) {
  // These are the constants of AlexNet in Caffe.
  constexpr memory::dim size = 5;
  constexpr float alpha = 1e-4F;
  constexpr float beta = 0.75F;
  const Layer& layer = configuration.layer;
  using Primitive = dnnl::lrn_forward;
  const Primitive::primitive_desc descriptor{
      {kInference,
       dnnl::algorithm::lrn_across_channels,
       image_of_layer_before(layer.input, configuration.items),
       size,
       alpha,
       beta,
       1.0F},
      cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare<Primitive>(descriptor, std::move(tensors));
  return result;
}

std::unique_ptr<Kernel> make_element_wise(dnnl::algorithm algorithm,
                                          const LayerConfiguration& configuration,
                                          LayerTensors tensors) {
  const Layer& layer = configuration.layer;
  using Primitive = dnnl::eltwise_forward;
  const Primitive::primitive_desc descriptor{
      {kInference, algorithm, tensor_of_layer_before(layer.input, configuration.items), 0.0F},
      cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare<Primitive>(descriptor, std::move(tensors));
  return result;
}

std::unique_ptr<Kernel> make_softmax(const LayerConfiguration& configuration,
                                     LayerTensors tensors) {
  constexpr int channel_axis = 1;
  const Layer& layer = configuration.layer;
  using Primitive = dnnl::softmax_forward;
  const Primitive::primitive_desc descriptor{
      {kInference, tensor_of_layer_before(layer.input, configuration.items), channel_axis}, cpu()};
  auto result = std::make_unique<OnednnKernel>();
  result->prepare<Primitive>(descriptor, std::move(tensors));
  return result;
}

/// A primitive of two tensors that were both computed. They lie one behind the other, as input()
/// is what a layer finds in the caches.
class OnednnPairKernel : public Kernel {
 public:
  OnednnPairKernel(dnnl::primitive primitive,
                   std::unordered_map<int, memory> tensors,
                   std::vector<float> input)
      : primitive_{std::move(primitive)}, tensors_{std::move(tensors)}, input_{std::move(input)} {}

  void run() override {
    primitive_.execute(stream_, tensors_);
    stream_.wait();
  }
  [[nodiscard]] std::span<const std::byte> input() const override {
    return std::as_bytes(std::span{input_});
  }
  [[nodiscard]] std::vector<float> output() const override {
    const memory& result = tensors_.at(DNNL_ARG_DST);
    const auto* const values = static_cast<const float*>(result.get_data_handle());
    return {values, values + result.get_desc().get_size() / sizeof(float)};
  }

 private:
  dnnl::stream stream_{cpu()};
  dnnl::primitive primitive_;
  std::unordered_map<int, memory> tensors_;
  std::vector<float> input_;  // a vector that is moved keeps its numbers where they are
};

/// Products of matrices. For each group, output = right, transposed, x left: channels are rows and
/// positions columns.
std::unique_ptr<Kernel> make_matmul(const LayerConfiguration& configuration, LayerTensors tensors) {
  const auto& [layer, items] = configuration;
  const memory::dim batch = memory::dim{items} * layer.window.group;
  const memory::dim inner = layer.input.channels / layer.window.group;
  const memory::dim columns = layer.output.channels / layer.window.group;
  const memory::dim positions = memory::dim{layer.input.height} * layer.input.width;
  const memory::desc right{{batch, columns, inner}, kFloat, Tag::acb};
  const memory::desc left{{batch, inner, positions}, kFloat, Tag::abc};
  const memory::desc output{{batch, columns, positions}, kFloat, Tag::abc};
  const dnnl::matmul::primitive_desc descriptor{{right, left, output}, cpu()};

  CUTPOINT_EXPECTS(tensors.input.size() * sizeof(float) == left.get_size() + right.get_size());
  float* const numbers = tensors.input.data();
  float* const right_numbers = numbers + left.get_size() / sizeof(float);
  std::unordered_map<int, memory> arguments{{DNNL_ARG_WEIGHTS, memory{left, cpu(), numbers}},
                                            {DNNL_ARG_SRC, memory{right, cpu(), right_numbers}},
                                            {DNNL_ARG_DST, memory{output, cpu()}}};
  return std::make_unique<OnednnPairKernel>(
      dnnl::matmul{descriptor}, std::move(arguments), std::move(tensors.input));
}

/// A sum of two tensors.
std::unique_ptr<Kernel> make_sum(const LayerConfiguration& configuration, LayerTensors tensors) {
  const auto& [layer, items] = configuration;
  const std::int64_t size = layer.output.elements();
  if (layer.input.elements() != 2 * size) {
    return make_eigen_kernel(configuration, std::move(tensors));
  }
  // In the network each is the output of a layer of its own, all items together.
  std::vector<float> pair;
  for (const std::int64_t begin : {std::int64_t{0}, size}) {
    for (int item = 0; item < items; ++item) {
      const auto first = tensors.input.begin() + std::int64_t{2} * item * size + begin;
      pair.insert(pair.end(), first, first + size);
    }
  }
  const memory::desc tensor{{items, size}, kFloat, Tag::ab};
  const dnnl::binary::primitive_desc descriptor{
      {dnnl::algorithm::binary_add, tensor, tensor, tensor}, cpu()};
  float* const second = pair.data() + items * size;
  std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC_0, memory{tensor, cpu(), pair.data()}},
                                            {DNNL_ARG_SRC_1, memory{tensor, cpu(), second}},
                                            {DNNL_ARG_DST, memory{tensor, cpu()}}};
  return std::make_unique<OnednnPairKernel>(
      dnnl::binary{descriptor}, std::move(arguments), std::move(pair));
}

}  // namespace

std::string onednn_library() {
  const dnnl_version_t& version = *dnnl_version();
  return "oneDNN " + std::to_string(version.major) + '.' + std::to_string(version.minor) + '.' +
         std::to_string(version.patch) + "; local, argmax, scale, copy: " + eigen_library();
}

std::unique_ptr<Kernel> make_onednn_kernel(const LayerConfiguration& configuration,
                                           LayerTensors tensors) {
  switch (configuration.layer.type) {
    case LayerType::Convolution:
      return make_convolution(configuration, std::move(tensors));
    case LayerType::FullyConnected:
      return make_fully_connected(configuration, std::move(tensors));
    case LayerType::Pooling:
      return make_pooling(configuration, std::move(tensors));
    case LayerType::Normalization:
      return make_normalization(configuration, std::move(tensors));
    case LayerType::Relu:
      return make_element_wise(dnnl::algorithm::eltwise_relu, configuration, std::move(tensors));
    case LayerType::Sigmoid:
      return make_element_wise(
          dnnl::algorithm::eltwise_logistic, configuration, std::move(tensors));
    case LayerType::Tanh:
      return make_element_wise(dnnl::algorithm::eltwise_tanh, configuration, std::move(tensors));
    case LayerType::Softmax:
      return make_softmax(configuration, std::move(tensors));
    case LayerType::MatMul:
      return make_matmul(configuration, std::move(tensors));
    case LayerType::ElementWise:
      return make_sum(configuration, std::move(tensors));
    case LayerType::Local:
    case LayerType::Argmax:
    case LayerType::Dropout:
    case LayerType::Scale:
    case LayerType::Copy:
    case LayerType::Opaque:
      return make_eigen_kernel(configuration, std::move(tensors));
  }
  contract_violated("type is one of the enumerators", __FILE__, __LINE__);
}

}  // namespace cutpoint
