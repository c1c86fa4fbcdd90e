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

TEST_CASE("Each cut sums the phone's layers before it and the server's after it") {
  const CostTable table = make_cost_table(
      two_layers(), {.items = 10, .encoding = InputEncoding::Pixels8}, kMobile, kServer);

  const std::vector<CutCost> expected{
      {Seconds{0.0}, Joules{0.0}, Bytes{120.0}, Seconds{0.75}, Joules{20.0}},
      {Seconds{1.0}, Joules{2.0}, Bytes{480.0}, Seconds{0.5}, Joules{16.0}},
      {Seconds{5.0}, Joules{34.0}, Bytes{0.0}, Seconds{0.0}, Joules{0.0}},
  };
  CHECK(table.cuts == expected);
  CHECK(table.cuts.front().result == Bytes{200.0});
  CHECK(table.cuts.back().result == Bytes{});
}

TEST_CASE("Only the input's size depends on how the input is encoded") {
  const CostTable pixels = make_cost_table(
      two_layers(), {.items = 1, .encoding = InputEncoding::Pixels8}, kMobile, kServer);
  CostTable floats = make_cost_table(
      two_layers(), {.items = 1, .encoding = InputEncoding::Float32}, kMobile, kServer);
  CHECK(floats.cuts.front().upload == Bytes{48.0});

  floats.cuts.front().upload = Bytes{12.0};
  CHECK(floats == pixels);
}

TEST_CASE("A cost table needs a chain and a cost for every layer") {
  const ThrowingContracts contracts;
  const std::vector<LayerCost> one(1);
  CHECK_THROWS_WITH(make_cost_table(two_layers(), {}, one, kServer),
                    "mobile.size() == layers.size()");
  CHECK_THROWS_WITH(make_cost_table(two_layers(), {}, kMobile, one),
                    "server.size() == layers.size()");

  const DnnGraph chain = two_layers();
  const DnnGraph apart{"net", {1}, {chain.layers().begin(), chain.layers().end()}, {}};
  CHECK_THROWS_WITH(make_cost_table(apart, {}, kMobile, kServer), "dnn.is_chain()");
}

}  // namespace
}  // namespace cutpoint
