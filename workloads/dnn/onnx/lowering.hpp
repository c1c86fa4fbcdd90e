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

/// The last dimension is the channels of a sequence or row of features, the second one those of an
/// image. Items that the file counts itself are more rows.
[[nodiscard]] Shape shape_of(const Dims& dims);
/// As convolutions and poolings see it, whatever the number of dimensions.
[[nodiscard]] Shape channels_first(const Dims& dims);

/// The layers so far. The operators' rules (operators.cpp) add to it node by node.
class Lowering {
 public:
  explicit Lowering(const Model& model);

  /// Throws: InputError that names the file, the node and its operator.
  [[noreturn]] void fail(const Node& node, const std::string& message) const;
  /// Throws: InputError if it does not fit.
  [[nodiscard]] int narrow(const Node& node, std::int64_t value) const;

  /// Whether the node has that input, and whether it depends on the network's input.
  [[nodiscard]] static bool has_input(const Node& node, std::size_t i);
  [[nodiscard]] bool is_computed(const Node& node, std::size_t i) const;
  /// Throws: InputError if the node has no such input.
  [[nodiscard]] const Tensor& input(const Node& node, std::size_t i) const;
  [[nodiscard]] const Tensor& output(const Node& node) const;
  /// Of an input, as the layer that computes it has it.
  [[nodiscard]] Shape shape_of_input(const Node& node, std::size_t i) const;
  /// Likewise, before it was folded into another shape.
  [[nodiscard]] Shape shape_of_source(const Node& node, std::size_t i) const;
  /// All computed inputs together, and all outputs that are read.
  [[nodiscard]] Shape shape_of_inputs(const Node& node) const;
  [[nodiscard]] Shape shape_of_outputs(const Node& node) const;
  /// The elements of an input, 0 if the node has none there.
  [[nodiscard]] std::int64_t input_elements(const Node& node, std::size_t i) const;
  /// Of its constants from input `first` on, without single numbers.
  [[nodiscard]] std::int64_t learned_elements(const Node& node, std::size_t first) const;

  /// The convolution or fully connected layer that computes this input for nobody else, else null.
  [[nodiscard]] Layer* producer_to_extend(const Node& node, std::size_t i);

  /// The node costs nothing: those who read its outputs read its first computed input.
  void fold(const Node& node);
  /// The layer gets the node's name, and reads what the node reads.
  void add(const Node& node, Layer layer);
  /// A first layer of a node that needs two. It is read by the one that is added next.
  void add_before(const Node& node, Layer layer);
  void add_unmodeled(const Node& node);

  /// Throws: InputError if there are no layers.
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
  /// Nodes that read a tensor and are not folded; the network's outputs have one more.
  std::map<std::string, int> readers_;
  std::map<std::string, Origin> origins_;
  std::vector<Shape> inputs_;  // of the network, that a node reads
  std::vector<Layer> layers_;
  std::vector<DnnGraph::Edge> edges_;
  std::vector<UnmodeledLayer> unmodeled_;
  std::set<std::string> names_;
  std::vector<std::size_t> before_;  // layers that the next one reads in place of the node's inputs
};

/// The network of a model. Throws: InputError.
[[nodiscard]] ImportedDnn lower(const Model& model, const std::string& name);

}  // namespace cutpoint::onnx_file
