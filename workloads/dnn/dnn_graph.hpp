// A deep neural network: an acyclic graph of layers, held in topological order.
//
// The graph itself is Boost.Graph's and stays inside; users see layers, edges and shapes.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "workloads/dnn/layer.hpp"

namespace cutpoint {

/// How the query's input travels over the network (assumption: docs/model.md).
enum class InputEncoding : std::uint8_t { Pixels8, Float32 };

/// What one query of an application carries.
struct QueryType {
  int items = 1;  // images, digits, frames or words per query
  InputEncoding encoding = InputEncoding::Float32;

  friend bool operator==(const QueryType&, const QueryType&) = default;
};

class DnnGraph {
 public:
  /// Where the network's input is read, in place of a layer's position.
  static constexpr std::size_t kInput = std::numeric_limits<std::size_t>::max();

  struct Edge {
    std::size_t from;  // or kInput
    std::size_t to;

    friend bool operator==(const Edge&, const Edge&) = default;
  };

  /// Puts the layers into topological order; the given order decides among layers that may stand
  /// anywhere. A layer that no edge leads to reads the network's input, and so does one that an
  /// edge from kInput leads to. O(layers + edges). Requires: edges make an acyclic graph over the
  /// layers.
  DnnGraph(std::string name, Shape input, std::vector<Layer> layers, std::vector<Edge> edges);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The shape of the tensor that an item of a query brings.
  [[nodiscard]] Shape input() const { return input_; }
  /// The layers in topological order: each comes after all that it reads.
  [[nodiscard]] std::span<const Layer> layers() const { return layers_; }
  /// The edges between layers by their positions in layers(), ascending. O(edges).
  [[nodiscard]] std::vector<Edge> edges() const;
  /// The layers that read the network's input, ascending.
  [[nodiscard]] std::span<const std::size_t> input_readers() const { return input_readers_; }
  /// Whether every layer feeds exactly the next one, as Algorithm 1 needs.
  [[nodiscard]] bool is_chain() const;

 private:
  struct Topology;
  std::string name_;
  Shape input_;
  std::vector<Layer> layers_;
  std::vector<std::size_t> input_readers_;
  std::shared_ptr<const Topology> topology_;  // never changes, so copies of a graph share it
};

/// Trained weights and biases of all layers. O(layers).
[[nodiscard]] std::int64_t parameter_count(const DnnGraph& dnn);
/// Floating-point work of all layers for one item (assumption A1). O(layers).
[[nodiscard]] Flop flop_per_item(const DnnGraph& dnn);

/// Bytes that a query uploads if nothing runs on the phone.
[[nodiscard]] Bytes input_bytes(const DnnGraph& dnn, const QueryType& query);

}  // namespace cutpoint
