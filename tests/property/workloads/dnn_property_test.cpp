#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "workloads/cost_table.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/dnn_builder.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

int below(std::mt19937& random, std::size_t bound) { return static_cast<int>(random() % bound); }

// How many windows start inside a padded length, counted one by one.
int counted_windows(int length, int kernel, int stride, bool last_may_overhang) {
  int windows = 0;
  for (int start = 0;; start += stride) {
    const bool fits = start + kernel <= length;
    if (fits) {
      ++windows;
      continue;
    }
    const bool reaches_something_new = start - stride + kernel < length;
    return windows + (last_may_overhang && reaches_something_new ? 1 : 0);
  }
}

TEST_CASE("Inferred sizes are those of counting the windows one by one") {
  constexpr unsigned kSeed = 20240602;
  CAPTURE(kSeed);
  std::mt19937 random{kSeed};
  for (int i = 0; i < 2000; ++i) {
    const int kernel = below(random, 9) + 1;
    const int stride = below(random, static_cast<std::size_t>(kernel)) + 1;
    const int pad = below(random, 4);
    const int size = kernel + below(random, 40);
    CAPTURE(kernel, stride, pad, size);
    const Shape input{2, size, size};

    const DnnGraph convolved =
        DnnBuilder{"net", input}
            .convolution("c", {.filters = 3, .kernel = kernel, .stride = stride, .pad = pad})
            .build();
    const int down = counted_windows(size + 2 * pad, kernel, stride, false);
    CHECK(convolved.layers().front().output == Shape{3, down, down});

    const DnnGraph pooled =
        DnnBuilder{"net", input}.pooling("p", {.kernel = kernel, .stride = stride}).build();
    const int up = counted_windows(size, kernel, stride, true);
    CHECK(pooled.layers().front().output == Shape{2, up, up});
  }
}

TEST_CASE("Any acyclic graph, given in any order, is put in topological order") {
  constexpr unsigned kSeed = 20240603;
  CAPTURE(kSeed);
  std::mt19937 random{kSeed};
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    const std::size_t count = 1 + random() % 12;
    std::vector<std::size_t> rank(count);  // a hidden topological order
    for (std::size_t i = 0; i < count; ++i) {
      rank[i] = i;
    }
    std::ranges::shuffle(rank, random);

    std::vector<Layer> layers(count);
    std::vector<DnnGraph::Edge> edges;
    std::set<std::pair<std::string, std::string>> by_name;
    for (std::size_t i = 0; i < count; ++i) {
      layers[i].name = std::to_string(i);
    }
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < count; ++b) {
        if (rank[a] < rank[b] && random() % 3 == 0) {
          edges.push_back({a, b});
          by_name.emplace(layers[a].name, layers[b].name);
        }
      }
    }

    const DnnGraph dnn{"net", {1}, layers, edges};
    REQUIRE(dnn.layers().size() == count);
    std::set<std::pair<std::string, std::string>> found;
    for (const DnnGraph::Edge& edge : dnn.edges()) {
      CHECK(edge.from < edge.to);
      found.emplace(dnn.layers()[edge.from].name, dnn.layers()[edge.to].name);
    }
    CHECK(found == by_name);

    // An order that is topological already stays as it is.
    const std::vector<Layer> ordered{dnn.layers().begin(), dnn.layers().end()};
    const DnnGraph again{"net", {1}, ordered, dnn.edges()};
    CHECK(std::ranges::equal(again.layers(), ordered));
    CHECK(again.edges() == dnn.edges());
  }
}

TEST_CASE("In every cost table, moving the cut on trades the server's time for the phone's") {
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const std::vector<LayerCost> mobile =
        layer_costs(built_in_processors()[0], dnn, application.default_query);
    const std::vector<LayerCost> server =
        layer_costs(built_in_processors()[2], dnn, application.default_query);
    const CostTable table = make_cost_table({dnn, application.default_query, mobile, server});

    REQUIRE(table.cuts.size() == dnn.layers().size() + 1);
    CHECK(table.cuts.front().mobile_time == Seconds{0.0});
    CHECK(table.cuts.front().mobile_energy == Joules{0.0});
    CHECK(table.cuts.back().server_time == Seconds{0.0});
    CHECK(table.cuts.back().server_energy == Joules{0.0});
    CHECK(table.cuts.back().upload == Bytes{0.0});
    for (std::size_t j = 0; j < dnn.layers().size(); ++j) {
      CAPTURE(application.name, j);
      const CutCost& before = table.cuts[j];
      const CutCost& after = table.cuts[j + 1];
      CHECK((after.mobile_time - before.mobile_time).count() ==
            Approx(mobile[j].time.count()).margin(1e-12));
      CHECK((before.server_time - after.server_time).count() ==
            Approx(server[j].time.count()).margin(1e-12));
      CHECK(after.mobile_energy >= before.mobile_energy);
      CHECK(after.server_energy <= before.server_energy);
    }
  }
}

}  // namespace
}  // namespace cutpoint
