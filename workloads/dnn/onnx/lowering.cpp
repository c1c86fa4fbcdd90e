#include "workloads/dnn/onnx/lowering.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/core.h>

#include "base/input_error.hpp"
#include "workloads/dnn/onnx/operators.hpp"

namespace cutpoint::onnx_file {
namespace {

bool is_constant(const Model& model, const std::string& tensor) {
  const auto found = model.tensors.find(tensor);
  return found != model.tensors.end() && found->second.is_constant;
}

/// How many nodes read each tensor that an output depends on. Nodes that no output depends on, and
/// those whose results are known beforehand, run in no query and do not count.
std::map<std::string, int> count_readers(const Model& model) {
  std::map<std::string, int> readers;
  for (const std::string& output : model.outputs) {
    ++readers[output];
  }
  for (std::size_t i = model.nodes.size(); i-- > 0;) {
    const Node& node = model.nodes[i];
    const bool counts = std::ranges::any_of(node.outputs, [&](const std::string& output) {
      return readers.contains(output) && !is_constant(model, output);
    });
    for (const std::string& input : node.inputs) {
      if (counts && !input.empty()) {
        ++readers[input];
      }
    }
  }
  return readers;
}

/// A shape with so many channels and such a width, and all other elements as its height. Each size
/// is brought within 1 and the largest int, as constants, whose shape no layer has, may be empty or
/// large.
Shape arranged(const Dims& dims, std::int64_t channels, std::int64_t width) {
  const auto within = [](std::int64_t value) {
    return static_cast<int>(std::clamp<std::int64_t>(value, 1, std::numeric_limits<int>::max()));
  };
  const std::int64_t others =
      std::max<std::int64_t>(channels, 1) * std::max<std::int64_t>(width, 1);
  return {.channels = within(channels),
          .height = within(elements(dims) / others),
          .width = within(width)};
}

}  // namespace

Shape shape_of(const Dims& dims) {
  if (dims.size() >= 4) {
    return channels_first(dims);
  }
  return arranged(dims, dims.empty() ? 1 : dims.back(), 1);
}

Shape channels_first(const Dims& dims) {
  if (dims.size() < 2) {
    return shape_of(dims);
  }
  return arranged(dims, dims[1], dims.size() >= 4 ? dims.back() : 1);
}

Lowering::Lowering(const Model& model) : model_{model}, readers_{count_readers(model)} {
  for (const std::string& input : model.inputs) {
    const Shape shape = shape_of(model.tensors.at(input).dims);
    origins_[input] = {DnnGraph::kInput, shape};
    if (is_read(input)) {
      inputs_.push_back(shape);
    }
  }
}

void Lowering::fail(const Node& node, const std::string& message) const {
  throw InputError{{model_.path}, fmt::format("node \"{}\" ({}): {}", node.name, node.op, message)};
}

int Lowering::narrow(const Node& node, std::int64_t value) const {
  if (value < 1 || value > std::numeric_limits<int>::max()) {
    fail(node,
         "a layer of " + std::to_string(value) +
             " channels or elements is out of range; it must have from 1 to 2147483647");
  }
  return static_cast<int>(value);
}

bool Lowering::has_input(const Node& node, std::size_t i) {
  return i < node.inputs.size() && !node.inputs[i].empty();
}

bool Lowering::is_computed(const Node& node, std::size_t i) const {
  return has_input(node, i) && origins_.contains(node.inputs[i]);
}

const Tensor& Lowering::input(const Node& node, std::size_t i) const {
  if (!has_input(node, i)) {
    fail(node, "its input " + std::to_string(i + 1) + " is missing");
  }
  return model_.tensors.at(node.inputs[i]);
}

const Tensor& Lowering::output(const Node& node) const {
  const auto found = model_.tensors.find(node.outputs.front());
  if (found == model_.tensors.end()) {
    fail(node, "its first output is left out, and without it the others are not supported");
  }
  return found->second;
}

Shape Lowering::shape_of_input(const Node& node, std::size_t i) const {
  const auto origin = has_input(node, i) ? origins_.find(node.inputs[i]) : origins_.end();
  return origin == origins_.end() ? shape_of(input(node, i).dims) : origin->second.shape;
}

Shape Lowering::shape_of_source(const Node& node, std::size_t i) const {
  const std::size_t layer = origins_.at(node.inputs[i]).layer;
  return layer == DnnGraph::kInput ? shape_of_input(node, i) : layers_[layer].output;
}

Shape Lowering::joined(const Node& node, const std::vector<Shape>& shapes) const {
  Shape sum = shapes.front();
  std::int64_t total = 0;
  for (const Shape& shape : shapes) {
    total += shape.elements();
  }
  // Tensors that share the positions of the first one are joined in the channels; others become a
  // plain vector, which has the right number of elements.
  const std::int64_t positions = std::int64_t{sum.height} * sum.width;
  if (total % positions != 0) {
    return {.channels = narrow(node, total)};
  }
  static_cast<void>(narrow(node, total));
  sum.channels = static_cast<int>(total / positions);
  return sum;
}

Shape Lowering::shape_of_inputs(const Node& node) const {
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    if (is_computed(node, i)) {
      shapes.push_back(shape_of_input(node, i));
    }
  }
  return shapes.empty() ? Shape{} : joined(node, shapes);
}

Shape Lowering::shape_of_outputs(const Node& node) const {
  std::vector<Shape> shapes;
  for (const std::string& output : node.outputs) {
    const auto tensor = model_.tensors.find(output);
    if (is_read(output) && tensor != model_.tensors.end()) {
      shapes.push_back(shape_of(tensor->second.dims));
    }
  }
  return joined(node, shapes);
}

std::int64_t Lowering::input_elements(const Node& node, std::size_t i) const {
  return has_input(node, i) ? elements(input(node, i).dims) : 0;
}

std::int64_t Lowering::learned_elements(const Node& node, std::size_t first) const {
  std::int64_t count = 0;
  for (std::size_t i = first; i < node.inputs.size(); ++i) {
    const std::int64_t more = is_computed(node, i) ? 0 : input_elements(node, i);
    count += more > 1 ? more : 0;
  }
  return count;
}

Layer* Lowering::producer_to_extend(const Node& node, std::size_t i) {
  if (!is_computed(node, i) || readers_[node.inputs[i]] != 1) {
    return nullptr;
  }
  const std::size_t origin = origins_.at(node.inputs[i]).layer;
  if (origin == DnnGraph::kInput) {
    return nullptr;
  }
  Layer& layer = layers_[origin];
  const bool has_weights =
      layer.type == LayerType::Convolution || layer.type == LayerType::FullyConnected;
  // It may not be extended if others read it under another name, either.
  const auto readers = std::ranges::count_if(origins_, [&](const auto& entry) {
    return entry.second.layer == origin && is_read(entry.first);
  });
  return has_weights && readers == 1 ? &layer : nullptr;
}

void Lowering::fold(const Node& node) {
  std::size_t i = 0;
  while (!is_computed(node, i)) {
    if (++i >= node.inputs.size()) {
      return;
    }
  }
  // A folded node does not count as a reader of its input.
  const std::string& folded = node.inputs[i];
  const Origin origin = origins_.at(folded);
  if (--readers_[folded] == 0) {
    readers_.erase(folded);
  }
  const Dims& before = input(node, i).dims;
  const Dims& after = output(node).dims;
  const Shape shape = before == after ? origin.shape : shape_of(after);
  origins_[node.outputs.front()] = {origin.layer, shape};
}

std::string Lowering::new_name(std::string name) {
  // A name may not break the tables, CSV files and JSON that it goes into.
  const auto is_awkward = [](char c) { return c < ' ' || c > '~' || c == ',' || c == '"'; };
  std::ranges::replace_if(name, is_awkward, '_');
  std::string candidate = name.empty() ? "layer" : name;
  for (int i = 2; names_.contains(candidate); ++i) {
    candidate = name + '_' + std::to_string(i);
  }
  names_.insert(candidate);
  return candidate;
}

std::size_t Lowering::append(const Node& node, Layer layer) {
  std::set<std::size_t> from(before_.begin(), before_.end());
  for (std::size_t i = 0; before_.empty() && i < node.inputs.size(); ++i) {
    if (is_computed(node, i)) {
      from.insert(origins_.at(node.inputs[i]).layer);
    }
  }
  before_.clear();
  for (const std::size_t origin : from) {
    edges_.push_back({.from = origin, .to = layers_.size()});
  }
  layer.name = new_name(layer.name);
  layers_.push_back(std::move(layer));
  return layers_.size() - 1;
}

void Lowering::add(const Node& node, Layer layer) {
  const std::size_t position = append(node, std::move(layer));
  for (const std::string& name : node.outputs) {
    const auto tensor = model_.tensors.find(name);
    if (tensor == model_.tensors.end()) {
      continue;
    }
    const Shape whole = layers_[position].output;
    const bool is_whole = whole.elements() == elements(tensor->second.dims);
    origins_[name] = {position, is_whole ? whole : shape_of(tensor->second.dims)};
  }
}

void Lowering::add_before(const Node& node, Layer layer) {
  before_ = {append(node, std::move(layer))};
}

void Lowering::add_unmodeled(const Node& node) {
  add(node,
      {.name = node.name,
       .type = LayerType::Opaque,
       .input = shape_of_inputs(node),
       .output = shape_of_outputs(node),
       .parameters = learned_elements(node, 0)});
  unmodeled_.push_back({.layer = layers_.back().name,
                        .op = node.domain.empty() ? node.op : node.domain + '.' + node.op});
}

ImportedDnn Lowering::finish(const std::string& name) {
  if (layers_.empty() || inputs_.empty()) {
    throw InputError{{model_.path},
                     "the network has no layers: its outputs are known beforehand, or are its "
                     "inputs under another name"};
  }
  // A layer whose parameters follow from its shapes does not carry their number.
  for (Layer& layer : layers_) {
    Layer plain = layer;
    plain.parameters.reset();
    if (parameter_count(plain) == parameter_count(layer)) {
      layer.parameters.reset();
    }
  }
  const Node whole{
      .name = "inputs", .op = "all together", .domain = "", .inputs = {}, .outputs = {}};
  return {
      .dnn = DnnGraph{name, joined(whole, inputs_), std::move(layers_), std::move(edges_)},
      .opset = model_.opset,
      .query = {.items = 1,
                .encoding = model_.has_pixels ? InputEncoding::Pixels8 : InputEncoding::Float32},
      .unmodeled = std::move(unmodeled_)};
}

ImportedDnn lower(const Model& model, const std::string& name) {
  Lowering lowering{model};
  const std::map<std::string, int> readers = count_readers(model);
  for (const Node& node : model.nodes) {
    const bool counts = std::ranges::any_of(node.outputs, [&](const std::string& output) {
      return readers.contains(output) && !is_constant(model, output);
    });
    if (counts) {
      lower_node(lowering, node);
    }
  }
  return lowering.finish(name);
}

}  // namespace cutpoint::onnx_file
