#include "workloads/dnn/onnx/proto/graph.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include "base/input_error.hpp"
#include "workloads/dnn/onnx/constants.hpp"
#include "workloads/dnn/onnx/proto/file.hpp"
#include "workloads/dnn/onnx/proto/guards.hpp"
#include "workloads/dnn/onnx/proto/inputs.hpp"
#include "workloads/dnn/onnx/proto/tensors.hpp"

namespace cutpoint::onnx_file {
namespace {

using onnx::GraphProto;
using onnx::NodeProto;
using onnx::TensorProto;
using onnx::TypeProto;
using onnx::ValueInfoProto;

// The most elements that one tensor may have, so that every count that follows is far from the end
// of its type.
constexpr std::int64_t kMostElements = 2147483647;
constexpr std::int64_t kMostWeights = std::int64_t{1} << 40;

std::string text_of(const Dims& dims) {
  std::string text;
  for (const std::int64_t dim : dims) {
    text += text.empty() ? "" : "x";
    text += std::to_string(dim);
  }
  return text;
}

/// The dimensions of a tensor's type, if all of them are numbers.
std::optional<Dims> known_dims(const TypeProto& type,
                               const std::map<std::string, std::int64_t>& symbols) {
  if (!type.has_tensor_type() || !type.tensor_type().has_shape()) {
    return std::nullopt;
  }
  Dims dims;
  for (const auto& dim : type.tensor_type().shape().dim()) {
    const auto symbol = symbols.find(dim.dim_param());
    if (!dim.has_dim_value() && symbol == symbols.end()) {
      return std::nullopt;
    }
    dims.push_back(dim.has_dim_value() ? dim.dim_value() : symbol->second);
  }
  return dims;
}

TypeProto tensor_type(const Dims& dims, int element_type) {
  TypeProto type;
  type.mutable_tensor_type()->set_elem_type(element_type);
  auto* shape = type.mutable_tensor_type()->mutable_shape();
  for (const std::int64_t dim : dims) {
    shape->add_dim()->set_dim_value(dim);
  }
  return type;
}

/// Operators whose results differ from run to run are no constants, whatever they read.
bool is_random(const Node& node) {
  return node.op.starts_with("Random") || node.op == "Multinomial" || node.op == "Bernoulli";
}

/// Reads a graph node by node, in the order of the file, which is one in which they can run. Each
/// node is checked, handed to the library alone to infer the types of its outputs, and evaluated if
/// its result is known beforehand: so a message can name the node that is wrong, and sizes that the
/// library cannot propagate are there for the next node.
class GraphReader {
 public:
  GraphReader(const InputFile& file, const Given& given);
  [[nodiscard]] Model read();

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw InputError{{model_.path}, message};
  }
  [[noreturn]] void fail(const NodeProto& node, const std::string& message) const {
    fail(fmt::format("node \"{}\" ({}): {}", node_of(node).name, node.op_type(), message));
  }
  /// Throws: InputError if `reader` reads a tensor that no node has computed, or whose shape is not
  /// known.
  void expect_known(const std::string& tensor, const std::string& reader) const;

  void add_constants(const GraphProto& graph);
  void add_inputs(const std::vector<Input>& inputs);
  void add_tensor(const std::string& name, Tensor tensor, int element_type);
  /// Keeps the values of a small constant for the nodes that shapes depend on.
  void keep_values(const std::string& name, int element_type);

  void read_nodes(GraphProto& graph);
  void read_node(NodeProto& proto);
  /// "then" or "else": the branch of an If that counts, by its constant condition or by what the
  /// user gave.
  [[nodiscard]] std::string branch_of(const NodeProto& proto);
  void read_branch(NodeProto& proto);
  /// The types of the node's outputs, as far as the library infers them.
  [[nodiscard]] std::vector<TypeProto> infer_types(NodeProto& proto);
  void add_outputs(NodeProto& proto);
  /// Takes note of an output. It is a constant if all inputs are and the operator is not random;
  /// its values are computed if they are few.
  void add_output(const Node& node, std::size_t output, const Dims& dims, int element_type);

  std::shared_ptr<onnx::ModelProto> proto_;
  const Given& given_;
  Model model_;
  std::set<std::string> used_;  // the entries of given_ that were asked for
  std::map<std::string, std::int64_t> symbols_;
  std::unordered_map<std::string, TypeProto> declared_;  // types of tensors, as the file says
  std::map<std::string, std::string> unknown_;  // tensors without a shape, and who computes them
  std::unordered_map<std::string, int> opsets_;
  onnx::checker::CheckerContext checks_;
  // These hold types and constants in the form in which the library's shape inference wants them.
  std::deque<TypeProto> types_;
  std::deque<TensorProto> kept_values_;
  std::unordered_map<std::string, TypeProto*> type_of_;
  std::unordered_map<std::string, const TensorProto*> values_of_;
};

GraphReader::GraphReader(const InputFile& file, const Given& given)
    : proto_{read_proto(file)}, given_{given} {
  model_.path = file.path.string();
  constexpr int oldest = 1;
  opsets_[""] = oldest;
  for (const onnx::OperatorSetIdProto& opset : proto_->opset_import()) {
    opsets_[opset.domain() == "ai.onnx" ? "" : opset.domain()] = static_cast<int>(opset.version());
  }
  opsets_["ai.onnx"] = opsets_[""];
  model_.opset = opsets_[""];
  // What a newer form of the file says besides does not count here, so it is checked as the newest
  // form that the library knows.
  checks_.set_ir_version(static_cast<int>(std::clamp<std::int64_t>(
      proto_->ir_version(), onnx::IR_VERSION_2017_11_3, onnx::IR_VERSION)));
  checks_.set_opset_imports(opsets_);
}

Model GraphReader::read() {
  GraphProto& graph = *proto_->mutable_graph();
  add_constants(graph);
  Inputs inputs = read_inputs(model_.path, graph, given_);
  symbols_ = std::move(inputs.symbols);
  used_ = std::move(inputs.used);
  add_inputs(inputs.all);
  model_.has_pixels = has_pixels(inputs.all);
  read_nodes(graph);
  for (const ValueInfoProto& output : graph.output()) {
    expect_known(output.name(), "the network gives \"" + output.name() + "\"");
    model_.outputs.push_back(output.name());
  }
  for (const auto& [name, text] : given_) {
    if (!used_.contains(name)) {
      fail(fmt::format("\"{}={}\" names nothing that is open here; the network has {}",
                       name,
                       text,
                       list_of_inputs(graph)));
    }
  }
  return std::move(model_);
}

void GraphReader::expect_known(const std::string& tensor, const std::string& reader) const {
  const auto unknown = unknown_.find(tensor);
  if (unknown != unknown_.end()) {
    fail(fmt::format(
        "{}, whose shape is not known before {} has run; only networks of fixed shapes can be cut",
        reader,
        unknown->second));
  }
  if (!model_.tensors.contains(tensor)) {
    fail(reader +
         ", which nothing before it computes; the nodes must stand in an order in which they can "
         "run");
  }
}

void GraphReader::add_tensor(const std::string& name, Tensor tensor, int element_type) {
  const std::int64_t most = tensor.is_constant ? kMostWeights : kMostElements;
  const auto count = bounded_elements(tensor.dims, most);
  if (!count || (*count == 0 && !tensor.is_constant)) {
    fail(
        fmt::format("the tensor \"{}\" would be of {}; the dimensions must be at least 1, and "
                    "their product at most {}",
                    name,
                    text_of(tensor.dims),
                    most));
  }
  if (model_.tensors.contains(name)) {
    fail("the tensor \"" + name + "\" is computed twice; a name stands for one tensor");
  }
  types_.push_back(tensor_type(tensor.dims, element_type));
  type_of_[name] = &types_.back();
  model_.tensors.emplace(name, std::move(tensor));
}

void GraphReader::add_constants(const GraphProto& graph) {
  for (const TensorProto& tensor : graph.initializer()) {
    add_tensor(tensor.name(), constant_of(tensor), tensor.data_type());
    values_of_[tensor.name()] = &tensor;
  }
  if (graph.sparse_initializer_size() > 0) {
    fail("sparse weights are not supported; export them as dense ones");
  }
}

/// Shows the library a small constant that was computed here.
void GraphReader::keep_values(const std::string& name, int element_type) {
  if (auto proto = proto_of(model_.tensors.at(name), element_type)) {
    kept_values_.push_back(std::move(*proto));
    values_of_[name] = &kept_values_.back();
  }
}

void GraphReader::add_inputs(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    Tensor tensor{.dims = input.dims, .is_constant = input.value.has_value()};
    if (input.value) {
      tensor.values = {*input.value};
    } else {
      model_.inputs.push_back(input.name);
    }
    add_tensor(input.name, std::move(tensor), input.element_type);
    keep_values(input.name, input.element_type);
  }
}

void GraphReader::read_nodes(GraphProto& graph) {
  for (const auto* infos : {&graph.value_info(), &graph.output()}) {
    for (const ValueInfoProto& info : *infos) {
      declared_[info.name()] = info.type();
    }
  }
  for (NodeProto& node : *graph.mutable_node()) {
    read_node(node);
  }
}

void GraphReader::read_node(NodeProto& proto) {
  for (const std::string& input : proto.input()) {
    if (!input.empty()) {
      expect_known(
          input,
          fmt::format(
              "node \"{}\" ({}) reads \"{}\"", node_of(proto).name, proto.op_type(), input));
    }
  }
  if (proto.op_type() == "If" && proto.domain().empty() && proto.input_size() == 1) {
    read_branch(proto);
    return;
  }
  const bool has_graph = std::ranges::any_of(proto.attribute(), [](const auto& attribute) {
    return attribute.has_g() || attribute.graphs_size() > 0;
  });
  if (has_graph) {
    fail(proto,
         "control flow is not supported, as the layers that run would depend on the item; export "
         "the network with its loops unrolled");
  }
  const auto tensor = [&](int i) {
    const auto found =
        i < proto.input_size() ? model_.tensors.find(proto.input(i)) : model_.tensors.end();
    return found == model_.tensors.end() ? nullptr : &found->second;
  };
  if (const auto rule = broken_rule(node_of(proto), tensor(0), tensor(1))) {
    fail(proto, *rule);
  }
  try {
    onnx::checker::check_node(proto, checks_, onnx::checker::LexicalScopeContext{});
    add_outputs(proto);
  } catch (const InputError&) {
    throw;
  } catch (const std::exception& error) {
    fail(proto, one_line(error.what()));
  }
}

std::string GraphReader::branch_of(const NodeProto& proto) {
  const Tensor& condition = model_.tensors.at(proto.input(0));
  if (condition.values && condition.values->size() == 1) {
    return condition.values->front() != 0.0 ? "then" : "else";
  }
  const std::string name = node_of(proto).name;
  const auto given = given_.find(name);
  if (given == given_.end() || (given->second != "then" && given->second != "else")) {
    fail(proto,
         fmt::format("its condition is computed, so the layers that run depend on the item; say "
                     "which count, --branch {0}=then or --branch {0}=else, or give the value of "
                     "the input that it depends on",
                     name));
  }
  used_.insert(name);
  return given->second;
}

/// Puts the nodes of the branch that is taken in the place of the node If.
void GraphReader::read_branch(NodeProto& proto) {
  const std::string branch = branch_of(proto);
  for (onnx::AttributeProto& attribute : *proto.mutable_attribute()) {
    GraphProto& graph = *attribute.mutable_g();
    if (attribute.name() != branch + "_branch" || graph.output_size() != proto.output_size()) {
      continue;
    }
    add_constants(graph);
    read_nodes(graph);
    for (int i = 0; i < proto.output_size(); ++i) {
      const std::string& from = graph.output(i).name();
      expect_known(from, "the branch gives \"" + from + "\"");
      // The result waits for a condition that is computed.
      const bool is_known = model_.tensors.at(proto.input(0)).is_constant;
      const Node result{.name = node_of(proto).name,
                        .op = is_known ? "Identity" : "If",
                        .domain = "",
                        .inputs = {from, proto.input(0)},
                        .outputs = {proto.output(i)}};
      const Dims dims = model_.tensors.at(from).dims;
      add_output(result, 0, dims, type_of_.at(from)->tensor_type().elem_type());
      model_.nodes.push_back(result);
    }
    return;
  }
  fail(proto, "its " + branch + " branch is missing, or gives another number of outputs");
}

std::vector<TypeProto> GraphReader::infer_types(NodeProto& proto) {
  static const std::unordered_map<std::string, const onnx::SparseTensorProto*> no_sparse_tensors;
  onnx::shape_inference::InferenceContextImpl context{
      proto, type_of_, values_of_, no_sparse_tensors};
  const auto* registry = onnx::OpSchemaRegistry::Instance();
  const std::string domain = proto.domain() == "ai.onnx" ? "" : proto.domain();
  const auto version = opsets_.find(domain);
  const onnx::OpSchema* schema =
      version == opsets_.end() ? nullptr
                               : registry->GetSchema(proto.op_type(), version->second, domain);
  if (schema != nullptr && schema->has_type_and_shape_inference_function()) {
    schema->GetTypeAndShapeInferenceFunction()(context);
  } else if (schema != nullptr && schema->HasFunction()) {
    onnx::shape_inference::InferShapeForFunctionNode(*schema->GetFunction(), registry, context);
  }
  return context.allOutputTypes_;
}

void GraphReader::add_outputs(NodeProto& proto) {
  const Node node = node_of(proto);
  const auto value = proto.op_type() == "Constant" ? constant_result(proto) : std::nullopt;
  if (value && node.outputs.size() == 1) {
    add_tensor(node.outputs.front(), constant_of(*value), value->data_type());
    kept_values_.push_back(*value);
    values_of_[node.outputs.front()] = &kept_values_.back();
    return;
  }
  const std::vector<TypeProto> types = infer_types(proto);
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    const std::string& name = node.outputs[i];
    if (name.empty()) {
      continue;
    }
    const auto declared = declared_.find(name);
    std::optional<Dims> dims = known_dims(types[i], {});
    int element_type = types[i].tensor_type().elem_type();
    if (!dims && declared != declared_.end()) {
      dims = known_dims(declared->second, symbols_);
      element_type = declared->second.tensor_type().elem_type();
    }
    if (dims) {
      add_output(node, i, *dims, element_type);
    } else {
      unknown_[name] = "\"" + node.name + "\" (" + node.op + ")";
    }
  }
  model_.nodes.push_back(node);
}

void GraphReader::add_output(const Node& node,
                             std::size_t output,
                             const Dims& dims,
                             int element_type) {
  std::vector<const Tensor*> inputs;
  bool is_constant = !is_random(node);
  for (const std::string& name : node.inputs) {
    inputs.push_back(name.empty() ? nullptr : &model_.tensors.at(name));
    is_constant = is_constant && (name.empty() || inputs.back()->is_constant);
  }
  Tensor tensor{.dims = dims, .is_integer = is_integer(element_type)};
  if (bounded_elements(dims, kMostKeptValues)) {
    tensor.values = evaluate(node, inputs, output, tensor);
  }
  tensor.is_constant = is_constant || tensor.values.has_value();
  const std::string& name = node.outputs[output];
  add_tensor(name, std::move(tensor), element_type);
  keep_values(name, element_type);
}

}  // namespace

Model read_model(const InputFile& file, const Given& given) {
  try {
    return GraphReader{file, given}.read();
  } catch (const InputError&) {
    throw;
  } catch (const std::exception& error) {  // what the library thinks of a damaged tensor
    throw InputError{{file.path.string()}, "this is a damaged network: " + one_line(error.what())};
  }
}

}  // namespace cutpoint::onnx_file
