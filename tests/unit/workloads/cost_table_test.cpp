#include "workloads/cost_table.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"
#include "workloads/dnn/dnn_builder.hpp"

namespace cutpoint {
namespace {

// 12 input values, then 12, then 5.
DnnGraph two_layers() {
  return DnnBuilder{"net", {3, 2, 2}}.relu("relu").fully_connected("fc", 5).build();
}

const std::vector<LayerCost> kMobile{{Seconds{1.0}, Watts{2.0}}, {Seconds{4.0}, Watts{8.0}}};
const std::vector<LayerCost> kServer{{Seconds{0.25}, Watts{16.0}}, {Seconds{0.5}, Watts{32.0}}};

TEST_CASE("each cut sums the phone's layers before it and the server's after it") {
  const CostTable table = make_cost_table(
      {two_layers(), {.items = 10, .encoding = InputEncoding::Pixels8}, kMobile, kServer});

  const std::vector<CutCost> expected{
      {Seconds{0.0}, Joules{0.0}, Bytes{120.0}, Seconds{0.75}, Joules{20.0}, Bytes{200.0}},
      {Seconds{1.0}, Joules{2.0}, Bytes{480.0}, Seconds{0.5}, Joules{16.0}, Bytes{200.0}},
      {Seconds{5.0}, Joules{34.0}, Bytes{0.0}, Seconds{0.0}, Joules{0.0}, Bytes{0.0}},
  };
  CHECK(table.cuts == expected);
}

TEST_CASE("only the input's size depends on how the input is encoded") {
  const CostTable pixels = make_cost_table(
      {two_layers(), {.items = 1, .encoding = InputEncoding::Pixels8}, kMobile, kServer});
  CostTable floats = make_cost_table(
      {two_layers(), {.items = 1, .encoding = InputEncoding::Float32}, kMobile, kServer});
  CHECK(floats.cuts.front().upload == Bytes{48.0});

  floats.cuts.front().upload = Bytes{12.0};
  CHECK(floats == pixels);
}

// The input goes to a and b, a to b and c, and b and c are results.
DnnGraph graph() {
  std::vector<Layer> layers;
  for (const auto& [name, outputs] : {std::pair{"a", 2}, {"b", 4}, {"c", 8}}) {
    layers.push_back({.name = name, .input = {1}, .output = {outputs}});
  }
  return {"graph", {3}, layers, {{0, 1}, {0, 2}, {DnnGraph::kInput, 1}}};
}

NetworkCosts graph_costs() {
  const auto seconds = [](double time) { return LayerCost{Seconds{time}, Watts{1.0}}; };
  return {.dnn = graph(),
          .query = {},
          .mobile = {seconds(1.0), seconds(2.0), seconds(4.0)},
          .server = {seconds(8.0), seconds(16.0), seconds(32.0)}};
}

TEST_CASE("a tensor is uploaded once however many layers read it, and each result returns") {
  const std::vector<Cut> cuts{
      {{false, false, false}}, {{true, false, false}}, {{true, false, true}}, {{true, true, true}}};
  const CostTable table = make_cost_table(graph_costs(), cuts);
  CHECK(table.cuts[0].upload == Bytes{12.0});
  CHECK(table.cuts[0].result == Bytes{48.0});
  CHECK(table.cuts[1].upload == Bytes{20.0});  // the input for b, and once what a computed
  CHECK(table.cuts[1].mobile_time == Seconds{1.0});
  CHECK(table.cuts[1].server_time == Seconds{48.0});
  CHECK(table.cuts[2].upload == Bytes{20.0});
  CHECK(table.cuts[2].mobile_time == Seconds{5.0});
  CHECK(table.cuts[2].server_time == Seconds{16.0});
  CHECK(table.cuts[2].result == Bytes{16.0});
  CHECK(table.cuts[3].upload == Bytes{});
  CHECK(table.cuts[3].result == Bytes{});
  CHECK_FALSE(uses_server(table.cuts[3]));
}

TEST_CASE("the cuts between layers of a graph follow its topological order") {
  const std::vector<Cut> cuts = prefix_cuts(graph());
  CHECK(cuts == std::vector<Cut>{{{false, false, false}},
                                 {{true, false, false}},
                                 {{true, true, false}},
                                 {{true, true, true}}});
}

TEST_CASE("a cut is called by what it uploads") {
  CHECK(cut_label(graph(), {{false, false, false}}) == "input");
  CHECK(cut_label(graph(), {{true, false, false}}) == "input+a");
  CHECK(cut_label(graph(), {{true, true, false}}) == "a with b");
  CHECK(cut_label(graph(), {{true, false, true}}) == "input+a with c");
  CHECK(cut_label(graph(), {{true, true, true}}) == "c");
  CHECK(cut_label(two_layers(), {{true, false}}) == "relu");
}

TEST_CASE("a cost table needs a cost for every layer, and cuts that data flow across once") {
  const ThrowingContracts contracts;
  const std::vector<LayerCost> one(1);
  CHECK_THROWS_WITH(make_cost_table({two_layers(), {}, one, kServer}),
                    "costs.mobile.size() == layers");
  CHECK_THROWS_WITH(make_cost_table({two_layers(), {}, kMobile, one}),
                    "costs.server.size() == layers");
  const std::vector<Cut> backward{{{false, true, false}}};
  CHECK_THROWS_WITH(make_cost_table(graph_costs(), backward), "data_never_flow_back");
  const std::vector<Cut> short_cut{{{true}}};
  CHECK_THROWS_WITH(make_cost_table(graph_costs(), short_cut), "cut.on_phone.size() == layers");
}

}  // namespace
}  // namespace cutpoint
