// From the nodes of an ONNX graph to layers: what stays, what is folded, who reads what.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "workloads/dnn/dnn_graph.hpp"
#include "workloads/dnn/onnx/model.hpp"
#include "workloads/dnn/onnx_file.hpp"

namespace cutpoint::onnx_file {

/// The shape of a tensor of these dimensions. The channels are the last dimension of a sequence or
/// row of features, and the second dimension of an image. Items that the file counts itself are
/// more rows.
[[nodiscard]] Shape shape_of(const Dims& dims);
/// The shape of a tensor as convolutions and poolings see it: the channels are the second
/// dimension, whatever the number of dimensions.
[[nodiscard]] Shape channels_first(const Dims& dims);

/// The layers that were made so far of a model's nodes. The rules of the operators (operators.cpp)
/// add to them node by node, in the order of the file.
class Lowering {
 public:
  explicit Lowering(const Model& model);

  /// Throws: InputError that names the file, the node and its operator.
  [[noreturn]] void fail(const Node& node, const std::string& message) const;
  /// The value as an int. Throws: InputError at the node if it does not fit.
  [[nodiscard]] int narrow(const Node& node, std::int64_t value) const;

  /// Whether the node has an input number i; optional inputs may be left out.
  [[nodiscard]] static bool has_input(const Node& node, std::size_t i);
  /// Whether input number i of the node depends on the network's input, so that it is no constant.
  [[nodiscard]] bool is_computed(const Node& node, std::size_t i) const;
  /// The tensor that is input number i. Throws: InputError if the node has no such input.
  [[nodiscard]] const Tensor& input(const Node& node, std::size_t i) const;
  /// The node's first output.
  [[nodiscard]] const Tensor& output(const Node& node) const;
  /// The shape of an input, as the layer that computes it has it.
  [[nodiscard]] Shape shape_of_input(const Node& node, std::size_t i) const;
  /// The shape that an input has in the layer that computes it, before nodes that cost nothing gave
  /// it another shape.
  [[nodiscard]] Shape shape_of_source(const Node& node, std::size_t i) const;
  /// The shape of all computed inputs of the node together, one after the other in the channels.
  [[nodiscard]] Shape shape_of_inputs(const Node& node) const;
  /// The shape of all outputs of the node together that some node reads.
  [[nodiscard]] Shape shape_of_outputs(const Node& node) const;
  /// The number of elements of an input; 0 if the node has no such input.
  [[nodiscard]] std::int64_t input_elements(const Node& node, std::size_t i) const;
  /// The number of elements of the node's constants from input `first` on, which are its
  /// parameters; single numbers do not count.
  [[nodiscard]] std::int64_t learned_elements(const Node& node, std::size_t first) const;

  /// The convolution or fully connected layer that computes this input for nobody else, else null.
  [[nodiscard]] Layer* producer_to_extend(const Node& node, std::size_t i);

  /// Leaves out a node that costs nothing: who reads its outputs reads its first computed input.
  void fold(const Node& node);
  /// Adds the node's layer, which gets the node's name and reads what the node reads.
  void add(const Node& node, Layer layer);
  /// Adds the first layer of a node that needs two. The layer that is added next reads it.
  void add_before(const Node& node, Layer layer);
  /// Adds an opaque layer for a node whose operator has no cost model, and takes note of it.
  void add_unmodeled(const Node& node);

  /// The network of all layers. Throws: InputError if there are none.
  [[nodiscard]] ImportedDnn finish(const std::string& name);

 private:
  /// Where a tensor comes from: a layer, or DnnGraph::kInput.
  struct Origin {
    std::size_t layer;
    Shape shape;
  };

  [[nodiscard]] Shape joined(const Node& node, const std::vector<Shape>& shapes) const;
  [[nodiscard]] bool is_read(const std::string& tensor) const { return readers_.contains(tensor); }
  [[nodiscard]] std::string new_name(std::string name);
  std::size_t append(const Node& node, Layer layer);

  const Model& model_;
  /// How many nodes that are not folded read each tensor; an output of the network counts as read
  /// once more.
  std::map<std::string, int> readers_;
  std::map<std::string, Origin> origins_;
  std::vector<Shape> inputs_;  // shapes of the inputs of the network that a node reads
  std::vector<Layer> layers_;
  std::vector<DnnGraph::Edge> edges_;
  std::vector<UnmodeledLayer> unmodeled_;
  std::set<std::string> names_;
  std::vector<std::size_t> before_;  // layers that the next one reads in place of the node's inputs
};

/// The network of a model, named `name`. Throws: InputError for a node that makes no sense.
[[nodiscard]] ImportedDnn lower(const Model& model, const std::string& name);

}  // namespace cutpoint::onnx_file
