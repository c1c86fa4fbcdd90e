// Writes a network down as its publication does: one line per layer, shapes inferred.
//
//   DnnBuilder{"dig", {1, 28, 28}}
//       .convolution("conv1", {.filters = 20, .kernel = 5})
//       .pooling("pool1", {.kernel = 2, .stride = 2})
//       .fully_connected("ip1", 500)
//       .build();
//
// A layer reads the one before it, unless from() or its own arguments name others, which have been
// written down above it:
//
//   builder.from("pool1")
//       .convolution("left", {.filters = 64, .kernel = 1})
//       .from("pool1")
//       .convolution("right", {.filters = 64, .kernel = 3, .pad = 1})
//       .add("sum", {"left", "right"})
//
// Output sizes are Caffe's, in which the suite was published: a convolution or local layer rounds
// down (a window that does not fit is dropped), pooling rounds up unless it is told otherwise (the
// last window may overhang, but begins within the input or the pad before it).
#pragma once

#include <string>
#include <vector>

#include "workloads/dnn/dnn_graph.hpp"

namespace cutpoint {

/// The parameters that a convolution has besides its filters.
enum class ConvolutionBias {
  Own,         // one bias per filter
  None,        // no parameters but the filters
  Normalized,  // a batch normalization that is folded into the filters: its two per filter count
};

/// The filters of a convolution; kernels are square, sizes in values of the input.
struct ConvolutionOptions {
  int filters;
  int kernel;
  int stride = 1;
  int pad = 0;
  int group = 1;
  ConvolutionBias bias = ConvolutionBias::Own;
};

/// The filters of a local layer, one set per output position.
struct LocalOptions {
  int filters;
  int kernel;
  int stride = 1;
};

/// How the number of windows is rounded where they do not fit the padded input evenly.
enum class Rounding { Up, Down };

/// The windows of a pooling layer; they are square.
struct PoolingOptions {
  int kernel;
  int stride = 1;
  int pad = 0;
  Rounding rounding = Rounding::Up;
};

/// The dimension over which a product of matrices adds up.
enum class Contraction {
  Channels,   // channels of both; a column of the result is a position of the right
  Positions,  // channels of the left, positions of the right: a column is a channel of the right
};

/// The two tensors that are multiplied, by the names of the layers that compute them.
struct MatMulOptions {
  std::string left;
  std::string right;
  int group = 1;  // channels of both are split into so many products
  Contraction contraction = Contraction::Channels;
};

/// Builds a network layer by layer; each function adds one. Every layer requires: a name of its
/// own, names of inputs that are there, and a window that fits its padded input.
class DnnBuilder {
 public:
  /// Begins a network whose query brings one tensor of this shape per item.
  DnnBuilder(std::string name, Shape input);

  /// Lets the next layer read the layer of this name instead of the one before it.
  DnnBuilder& from(const std::string& name);

  /// A convolution, its shape inferred. Requires: `group` divides the input channels and the
  /// filters.
  DnnBuilder& convolution(std::string name, const ConvolutionOptions& options);
  /// A convolution whose weights are not shared between output positions.
  DnnBuilder& local(std::string name, const LocalOptions& options);
  /// A pooling layer. Requires: stride <= kernel and pad < kernel, so that every window meets the
  /// input.
  DnnBuilder& pooling(std::string name, const PoolingOptions& options);
  /// A pooling over the whole height and width: one value per channel.
  DnnBuilder& global_pooling(std::string name);
  /// A dense layer: every output reads every value of its input.
  DnnBuilder& fully_connected(std::string name, int outputs);

  /// A local response normalization across channels (LRN), as AlexNet has it.
  DnnBuilder& normalization(std::string name);
  DnnBuilder& relu(std::string name);
  DnnBuilder& sigmoid(std::string name);
  DnnBuilder& tanh(std::string name);
  DnnBuilder& dropout(std::string name);
  /// A softmax over the channels, at each position.
  DnnBuilder& softmax(std::string name);
  /// A normalization whose mean and variance are computed for each query, with a factor and a bias
  /// per channel.
  DnnBuilder& scale(std::string name);
  /// The index of the largest input, as one value.
  DnnBuilder& argmax(std::string name);

  /// The sum of tensors of one shape. Requires: at least two inputs.
  DnnBuilder& add(std::string name, const std::vector<std::string>& inputs);
  /// The sum of so many tensors that follow one another in the channels of what it reads.
  /// Requires: `parts` divides the channels.
  DnnBuilder& sum(std::string name, int parts);
  /// The tensors of these layers as one, their channels one after the other. Requires: at least two
  /// inputs, of one height and width.
  DnnBuilder& concat(std::string name, const std::vector<std::string>& inputs);
  /// A product of two computed tensors, as in attention. Requires: a group that divides the
  /// channels of both, and matrices that fit each other.
  DnnBuilder& matmul(std::string name, const MatMulOptions& options);
  /// Moves so much of what it reads: a part, or all in another order. With `parameters` it looks
  /// them up in tables that hold so many.
  DnnBuilder& copy(std::string name, const Shape& moved, std::int64_t parameters = 0);

  /// The network of the layers so far. O(layers + edges). Requires: at least one layer.
  [[nodiscard]] DnnGraph build() const;

 private:
  // This append() adds a layer that reads what from() says, the other one a layer that reads
  // `sources`.
  DnnBuilder& append(std::string name, LayerType type, const Window& window, const Shape& output);
  DnnBuilder& append(Layer layer, const std::vector<std::size_t>& sources);
  DnnBuilder& element_wise(std::string name, LayerType type);
  [[nodiscard]] std::size_t position_of(const std::string& name) const;
  [[nodiscard]] std::vector<std::size_t> positions_of(const std::vector<std::string>& names) const;

  std::string name_;
  Shape input_;
  Shape current_;                          // the shape that the next layer reads
  std::size_t source_ = DnnGraph::kInput;  // the layer that computes it
  std::vector<Layer> layers_;
  std::vector<DnnGraph::Edge> edges_;
};

}  // namespace cutpoint
