#include "workloads/dnn/onnx/operators.hpp"

#include <algorithm>
#include <string_view>

#include "workloads/dnn/onnx/linear_rules.hpp"

namespace cutpoint::onnx_file {
namespace {

struct Rule {
  std::string_view op;
  void (*lower)(Lowering& lowering, const Node& node, const Rule& rule);
  LayerType type = LayerType::Opaque;  // the type of the layer, where the rule does not settle it
  WeightInputs where{};
};

void fold(Lowering& lowering, const Node& node, const Rule& /*rule*/) { lowering.fold(node); }

/// Adds a layer that computes one result for each input element, or, from several inputs, one for
/// each output element.
void each(Lowering& lowering, const Node& node, const Rule& rule) {
  Shape output = lowering.shape_of_outputs(node);
  for (std::size_t i = node.inputs.size(); i-- > 0;) {
    const bool is_computed = lowering.is_computed(node, i);
    const Shape input = is_computed ? lowering.shape_of_input(node, i) : Shape{};
    output = is_computed && input.elements() == output.elements() ? input : output;
  }
  lowering.add(node,
               {.name = node.name,
                .type = rule.type,
                .input = lowering.shape_of_inputs(node),
                .output = output,
                .parameters = lowering.learned_elements(node, 0)});
}

/// An operation with a constant becomes part of the layer with weights whose result it changes, if
/// it can be.
void arithmetic(Lowering& lowering, const Node& node, const Rule& rule) {
  const std::size_t computed = lowering.is_computed(node, 0) ? 0 : 1;
  const std::size_t constant = 1 - computed;
  const bool has_constant = node.inputs.size() == 2 && !lowering.is_computed(node, constant);
  Layer* producer = has_constant ? lowering.producer_to_extend(node, computed) : nullptr;
  const std::int64_t count = has_constant ? lowering.input_elements(node, constant) : 0;
  const bool has_same_size =
      producer != nullptr && producer->output.elements() == elements(lowering.output(node).dims);
  if (has_same_size && (count == 1 || count == producer->output.channels)) {
    producer->parameters = parameter_count(*producer) + (count > 1 ? count : 0);
    lowering.fold(node);
    return;
  }
  each(lowering, node, rule);
}

/// A batch normalization is a scale and a shift for each channel: in use, mean and variance are
/// constants.
void batch_normalization(Lowering& lowering, const Node& node, const Rule& rule) {
  const std::int64_t learned = 2 * lowering.input_elements(node, 1);
  if (Layer* producer = lowering.producer_to_extend(node, 0)) {
    producer->parameters = parameter_count(*producer) + learned;
    lowering.fold(node);
    return;
  }
  const Shape shape = lowering.shape_of_input(node, 0);
  lowering.add(node,
               {.name = node.name,
                .type = rule.type,
                .input = shape,
                .output = shape,
                .parameters = learned});
}

/// Adds a layer that moves data and reads no more than it gives: only what it finds of a table or a
/// slice.
void copy(Lowering& lowering, const Node& node, const Rule& rule) {
  const Shape input = lowering.shape_of_inputs(node);
  const Shape output = lowering.shape_of_outputs(node);
  const bool is_table = node.op.starts_with("Gather") && !lowering.is_computed(node, 0);
  lowering.add(node,
               {.name = node.name,
                .type = rule.type,
                .input = is_table || input.elements() > output.elements() ? output : input,
                .output = output,
                .parameters = is_table ? lowering.input_elements(node, 0) : 0});
}

/// A reduction over height and width is a global pooling, by whatever name it goes.
void reduction(Lowering& lowering, const Node& node, const Rule& rule) {
  const Dims& input = lowering.input(node, 0).dims;
  Dims axes = node.integers("axes");
  if (Lowering::has_input(node, 1) && lowering.input(node, 1).values) {
    for (const double axis : *lowering.input(node, 1).values) {
      axes.push_back(whole(axis));
    }
  }
  for (std::int64_t& axis : axes) {
    axis = from_the_front(axis, input.size());
  }
  std::ranges::sort(axes);
  if (input.size() == 4 && axes == Dims{2, 3}) {
    lower_global_pooling(lowering, node);
    return;
  }
  lowering.add(node,
               {.name = node.name,
                .type = rule.type,
                .input = lowering.shape_of_input(node, 0),
                .output = lowering.shape_of_outputs(node)});
}

template <void (*lower)(Lowering&, const Node&, const WeightInputs&)>
void with_weights(Lowering& lowering, const Node& node, const Rule& rule) {
  lower(lowering, node, rule.where);
}

template <void (*lower)(Lowering&, const Node&)>
void with_window(Lowering& lowering, const Node& node, const Rule& /*rule*/) {
  lower(lowering, node);
}

constexpr auto kConvolution = with_weights<lower_convolution>;
constexpr auto kTransposed = with_weights<lower_transposed_convolution>;
constexpr auto kGemm = with_weights<lower_gemm>;
constexpr auto kMatmul = with_weights<lower_matmul>;
constexpr auto kRecurrent = with_weights<lower_recurrent>;
constexpr auto kPooling = with_window<lower_pooling>;
constexpr auto kGlobalPooling = with_window<lower_global_pooling>;

// The rules of the operators of ONNX's standard domain. An operator that is not here has no cost
// model.
// clang-format off
constexpr Rule kRules[] = {
    // These operators are layers with weights.
    {"Conv", kConvolution},
    {"ConvInteger", kConvolution, {}, {1, kNoInput}},
    {"QLinearConv", kConvolution, {}, {3, 8}},
    {"ConvTranspose", kTransposed},
    {"Gemm", kGemm},
    {"MatMul", kMatmul},
    {"MatMulInteger", kMatmul},
    {"QLinearMatMul", kMatmul, {}, {3, kNoInput}},
    {"LSTM", kRecurrent, {}, {1, 3}},
    {"GRU", kRecurrent, {}, {1, 3}},
    {"RNN", kRecurrent, {}, {1, 3}},
    // These operators slide a window or pool over all positions.
    {"MaxPool", kPooling},
    {"AveragePool", kPooling},
    {"LpPool", kPooling},
    {"GlobalMaxPool", kGlobalPooling},
    {"GlobalAveragePool", kGlobalPooling},
    {"GlobalLpPool", kGlobalPooling},
    // These operators are normalizations.
    {"LRN", each, LayerType::Normalization},
    {"BatchNormalization", batch_normalization, LayerType::Scale},
    {"InstanceNormalization", each, LayerType::Scale},
    {"LayerNormalization", each, LayerType::Scale},
    {"LpNormalization", each, LayerType::Scale},
    {"MeanVarianceNormalization", each, LayerType::Scale},
    // These operators take one comparison or so for each element.
    {"Abs", each, LayerType::Relu},
    {"Ceil", each, LayerType::Relu},
    {"Clip", each, LayerType::Relu},
    {"Floor", each, LayerType::Relu},
    {"HardSigmoid", each, LayerType::Relu},
    {"HardSwish", each, LayerType::Relu},
    {"IsInf", each, LayerType::Relu},
    {"IsNaN", each, LayerType::Relu},
    {"LeakyRelu", each, LayerType::Relu},
    {"Neg", each, LayerType::Relu},
    {"Not", each, LayerType::Relu},
    {"PRelu", each, LayerType::Relu},
    {"Relu", each, LayerType::Relu},
    {"Round", each, LayerType::Relu},
    {"Shrink", each, LayerType::Relu},
    {"Sign", each, LayerType::Relu},
    {"ThresholdedRelu", each, LayerType::Relu},
    // These operators take an exponential or the like for each element.
    {"Acos", each, LayerType::Sigmoid},
    {"Acosh", each, LayerType::Sigmoid},
    {"Asin", each, LayerType::Sigmoid},
    {"Asinh", each, LayerType::Sigmoid},
    {"Atan", each, LayerType::Sigmoid},
    {"Atanh", each, LayerType::Sigmoid},
    {"Celu", each, LayerType::Sigmoid},
    {"Cos", each, LayerType::Sigmoid},
    {"Cosh", each, LayerType::Sigmoid},
    {"Elu", each, LayerType::Sigmoid},
    {"Erf", each, LayerType::Sigmoid},
    {"Exp", each, LayerType::Sigmoid},
    {"Gelu", each, LayerType::Sigmoid},
    {"Log", each, LayerType::Sigmoid},
    {"Mish", each, LayerType::Sigmoid},
    {"Pow", each, LayerType::Sigmoid},
    {"Reciprocal", each, LayerType::Sigmoid},
    {"Selu", each, LayerType::Sigmoid},
    {"Sigmoid", each, LayerType::Sigmoid},
    {"Sin", each, LayerType::Sigmoid},
    {"Sinh", each, LayerType::Sigmoid},
    {"Softplus", each, LayerType::Sigmoid},
    {"Softsign", each, LayerType::Sigmoid},
    {"Sqrt", each, LayerType::Sigmoid},
    {"Tan", each, LayerType::Sigmoid},
    {"Tanh", each, LayerType::Tanh},
    {"Softmax", each, LayerType::Softmax},
    {"LogSoftmax", each, LayerType::Softmax},
    {"Hardmax", each, LayerType::Argmax},
    {"ArgMax", each, LayerType::Argmax},
    {"ArgMin", each, LayerType::Argmax},
    {"Dropout", each, LayerType::Dropout},
    // These operators combine tensors with tensors.
    {"Add", arithmetic, LayerType::ElementWise},
    {"Sub", arithmetic, LayerType::ElementWise},
    {"Mul", arithmetic, LayerType::ElementWise},
    {"Div", arithmetic, LayerType::ElementWise},
    {"And", each, LayerType::ElementWise},
    {"BitShift", each, LayerType::ElementWise},
    {"DequantizeLinear", each, LayerType::ElementWise},
    {"DynamicQuantizeLinear", each, LayerType::ElementWise},
    {"Equal", each, LayerType::ElementWise},
    {"Greater", each, LayerType::ElementWise},
    {"GreaterOrEqual", each, LayerType::ElementWise},
    {"Less", each, LayerType::ElementWise},
    {"LessOrEqual", each, LayerType::ElementWise},
    {"Max", each, LayerType::ElementWise},
    {"Mean", each, LayerType::ElementWise},
    {"Min", each, LayerType::ElementWise},
    {"Mod", each, LayerType::ElementWise},
    {"Or", each, LayerType::ElementWise},
    {"QuantizeLinear", each, LayerType::ElementWise},
    {"Sum", each, LayerType::ElementWise},
    {"Where", each, LayerType::ElementWise},
    {"Xor", each, LayerType::ElementWise},
    {"CumSum", each, LayerType::ElementWise},
    // These operators add up over some dimensions.
    {"ReduceL1", reduction, LayerType::ElementWise},
    {"ReduceL2", reduction, LayerType::ElementWise},
    {"ReduceLogSum", reduction, LayerType::ElementWise},
    {"ReduceLogSumExp", reduction, LayerType::Sigmoid},
    {"ReduceMax", reduction, LayerType::ElementWise},
    {"ReduceMean", reduction, LayerType::ElementWise},
    {"ReduceMin", reduction, LayerType::ElementWise},
    {"ReduceProd", reduction, LayerType::ElementWise},
    {"ReduceSum", reduction, LayerType::ElementWise},
    {"ReduceSumSquare", reduction, LayerType::ElementWise},
    // These operators move data and compute nothing.
    {"Concat", copy, LayerType::Copy},
    {"DepthToSpace", copy, LayerType::Copy},
    {"Expand", copy, LayerType::Copy},
    {"Gather", copy, LayerType::Copy},
    {"GatherElements", copy, LayerType::Copy},
    {"GatherND", copy, LayerType::Copy},
    {"If", copy, LayerType::Copy},
    {"Pad", copy, LayerType::Copy},
    {"Resize", copy, LayerType::Copy},
    {"ReverseSequence", copy, LayerType::Copy},
    {"Slice", copy, LayerType::Copy},
    {"SpaceToDepth", copy, LayerType::Copy},
    {"Split", copy, LayerType::Copy},
    {"Tile", copy, LayerType::Copy},
    {"Transpose", copy, LayerType::Copy},
    {"Trilu", copy, LayerType::Copy},
    {"Upsample", copy, LayerType::Copy},
    // Nothing is left of these operators in a network that is used.
    {"Cast", fold},
    {"CastLike", fold},
    {"Flatten", fold},
    {"Identity", fold},
    {"Reshape", fold},
    {"Squeeze", fold},
    {"Unsqueeze", fold},
};
// clang-format on

const Rule* find_rule(const Node& node) {
  const auto* const found = std::ranges::find(kRules, node.op, &Rule::op);
  return node.domain.empty() && found != std::end(kRules) ? found : nullptr;
}

}  // namespace

void lower_node(Lowering& lowering, const Node& node) {
  if (const Rule* rule = find_rule(node)) {
    rule->lower(lowering, node, *rule);
  } else {
    lowering.add_unmodeled(node);
  }
}

}  // namespace cutpoint::onnx_file
