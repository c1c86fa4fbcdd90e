#include "workloads/dnn/dnn_graph.hpp"

#include <utility>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using Edges = std::vector<DnnGraph::Edge>;

Layer relu(std::string name) {
  return {.name = std::move(name), .type = LayerType::Relu, .input = {2}, .output = {2}};
}

std::vector<Layer> layers(const std::vector<std::string>& names) {
  std::vector<Layer> result;
  for (const std::string& name : names) {
    result.push_back(relu(name));
  }
  return result;
}

std::string order(const DnnGraph& dnn) {
  std::string names;
  for (const Layer& layer : dnn.layers()) {
    names += layer.name;
  }
  return names;
}

TEST_CASE("A chain keeps its order, edges, name and input") {
  const DnnGraph dnn{"net", {2}, layers({"a", "b", "c"}), {{0, 1}, {1, 2}}};
  CHECK(dnn.name() == "net");
  CHECK(dnn.input() == Shape{2});
  CHECK(order(dnn) == "abc");
  CHECK(dnn.edges() == Edges{{0, 1}, {1, 2}});
  CHECK(dnn.is_chain());
}

TEST_CASE("A chain given backwards is put in order") {
  const DnnGraph dnn{"net", {2}, layers({"c", "b", "a"}), {{1, 0}, {2, 1}}};
  CHECK(order(dnn) == "abc");
  CHECK(dnn.edges() == Edges{{0, 1}, {1, 2}});
  CHECK(dnn.is_chain());
}

TEST_CASE("Layers that may stand anywhere keep the given order") {
  const DnnGraph dnn{"net", {2}, layers({"a", "c", "b", "d"}), {{2, 3}, {0, 2}, {1, 3}, {0, 1}}};
  CHECK(order(dnn) == "acbd");
  CHECK(dnn.edges() == Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}});
  CHECK_FALSE(dnn.is_chain());
}

TEST_CASE("One layer is a chain, two unconnected ones are not") {
  CHECK(DnnGraph{"net", {2}, layers({"a"}), {}}.is_chain());
  CHECK_FALSE(DnnGraph{"net", {2}, layers({"a", "b"}), {}}.is_chain());
}

TEST_CASE("As many edges as a chain has do not make a chain") {
  CHECK_FALSE(DnnGraph{"net", {2}, layers({"a", "b", "c"}), {{0, 1}, {0, 2}}}.is_chain());
}

TEST_CASE("A copy is independent of its original, and a moved graph keeps its edges") {
  DnnGraph original{"net", {2}, layers({"a", "b"}), {{0, 1}}};
  const DnnGraph copy{original};
  const DnnGraph moved{std::move(original)};
  original = DnnGraph{"other", {2}, layers({"x"}), {}};
  DnnGraph assigned{"third", {2}, layers({"y"}), {}};
  assigned = copy;

  CHECK(copy.edges() == Edges{{0, 1}});
  CHECK(order(moved) == "ab");
  CHECK(moved.edges() == Edges{{0, 1}});
  CHECK(order(assigned) == "ab");
  CHECK(assigned.edges() == Edges{{0, 1}});
  CHECK(assigned.name() == "net");
  CHECK(original.edges().empty());
}

TEST_CASE("A network without layers, with stray edges or with a cycle breaks the contract") {
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH((DnnGraph{"net", {2}, {}, {}}), "!layers.empty()");
  CHECK_THROWS_WITH((DnnGraph{"net", {2}, layers({"a", "b"}), {{0, 2}}}), "edges_connect_layers");
  CHECK_THROWS_WITH((DnnGraph{"net", {2}, layers({"a", "b"}), {{2, 0}}}), "edges_connect_layers");
  CHECK_THROWS_WITH((DnnGraph{"net", {2}, layers({"a", "b"}), {{0, 1}, {1, 0}}}),
                    "edges_make_an_acyclic_graph");
  CHECK_THROWS_WITH((DnnGraph{"net", {2}, layers({"a"}), {{0, 0}}}), "edges_make_an_acyclic_graph");
}

TEST_CASE("A network sums its layers") {
  std::vector<Layer> parts = layers({"a"});
  parts.push_back({.name = "fc", .type = LayerType::FullyConnected, .input = {2}, .output = {3}});
  const DnnGraph dnn{"net", {2}, parts, {{0, 1}}};
  CHECK(parameter_count(dnn) == 3 * (2 + 1));
  CHECK(flop_per_item(dnn) == Flop{2.0 + 12.0});
}

TEST_CASE("Input bytes follow items and encoding") {
  const DnnGraph dnn{"net", {3, 2, 2}, layers({"a"}), {}};
  CHECK(input_bytes(dnn, {.items = 5, .encoding = InputEncoding::Pixels8}) == Bytes{60.0});
  CHECK(input_bytes(dnn, {.items = 5, .encoding = InputEncoding::Float32}) == Bytes{240.0});

  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(input_bytes(dnn, {.items = 0}), "query.items >= 1");
}

}  // namespace
}  // namespace cutpoint
