#include "predictor/profile.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "base/contract.hpp"
#include "tests/support/catch.hpp"
#include "workloads/devices/actual_costs.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

// What a layer asks of a processor, each with its range over the grid.
std::array<double, 6> demands(const Layer& layer, int items) {
  const LayerWork work = work_of(layer, items);
  return {work.flop.value(),
          work.weights.value(),
          work.input.value(),
          work.output.value(),
          static_cast<double>(layer.input.elements()),
          static_cast<double>(layer.output.elements())};
}

struct Range {
  std::array<double, 6> least;
  std::array<double, 6> greatest;
};

std::map<LayerType, Range> grid_ranges() {
  std::map<LayerType, Range> ranges;
  for (const auto& [layer, items] : profiling_grid()) {
    const auto values = demands(layer, items);
    auto& range = ranges.try_emplace(layer.type, Range{values, values}).first->second;
    for (std::size_t k = 0; k < values.size(); ++k) {
      range.least[k] = std::min(range.least[k], values[k]);
      range.greatest[k] = std::max(range.greatest[k], values[k]);
    }
  }
  return ranges;
}

bool same_configuration(const Layer& a, const Layer& b) {
  return a.type == b.type && a.window == b.window && a.input == b.input && a.output == b.output;
}

ProfilingOptions noiseless() { return {.seed = 1, .time_noise = 0.0, .power_noise = 0.0}; }

const Processor& processor(std::string_view name) {
  return *std::ranges::find(built_in_processors(), name, &Processor::name);
}

TEST_CASE("the grid holds a few hundred convolutions and dozens of every other type") {
  std::map<LayerType, int> rows;
  for (const LayerConfiguration& configuration : profiling_grid()) {
    ++rows[configuration.layer.type];
  }
  CHECK(rows.size() == kLayerTypeCount - 1);
  CHECK(rows.count(LayerType::Opaque) == 0);
  for (const auto& [type, count] : rows) {
    CAPTURE(std::string{to_string(type)}, count);
    CHECK(count >= (type == LayerType::Convolution ? 200 : 60));
    CHECK(count <= (type == LayerType::Convolution ? 500 : 200));
  }
}

void check_is_covered(const Layer& layer, int items, const Range& range) {
  const auto values = demands(layer, items);
  for (std::size_t k = 0; k < values.size(); ++k) {
    CAPTURE(layer.name, items, k);
    CHECK(values[k] >= range.least[k]);
    CHECK(values[k] <= range.greatest[k]);
  }
}

TEST_CASE("the grid covers every layer of the eight networks") {
  const auto ranges = grid_ranges();
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    for (const int items : {1, application.default_query.items}) {
      for (const Layer& layer : dnn.layers()) {
        CAPTURE(dnn.name());
        check_is_covered(layer, items, ranges.at(layer.type));
      }
    }
  }
}

TEST_CASE("the grid covers what only networks with branches have") {
  const auto ranges = grid_ranges();
  for (const Application& application : graph_applications()) {
    const DnnGraph dnn = application.build();
    for (Layer layer : dnn.layers()) {
      if (layer.type > LayerType::Dropout) {
        CAPTURE(dnn.name());
        layer.parameters.reset();  // which are not read, or two per channel
        check_is_covered(layer, 1, ranges.at(layer.type));
      }
    }
  }
}

TEST_CASE("the grid holds no layer of a network") {
  const auto grid = profiling_grid();
  for (const auto& networks : {applications(), graph_applications()}) {
    for (const Application& application : networks) {
      const DnnGraph dnn = application.build();
      for (const Layer& layer : dnn.layers()) {
        CAPTURE(dnn.name(), layer.name);
        CHECK(std::ranges::none_of(grid, [&](const LayerConfiguration& configuration) {
          return same_configuration(configuration.layer, layer);
        }));
      }
    }
  }
}

TEST_CASE("every configuration of the grid is its own and has output") {
  std::set<std::array<int, 12>> seen;
  std::set<std::string> names;
  for (const auto& [layer, items] : profiling_grid()) {
    CAPTURE(layer.name);
    const int kernel = layer.window.kernel;
    const int stride = layer.window.stride;
    const int pad = layer.window.pad;
    const int group = layer.window.group;
    const Shape& in = layer.input;
    const Shape& out = layer.output;
    CHECK(seen.insert({static_cast<int>(layer.type),
                       kernel,
                       stride,
                       pad,
                       group,
                       in.channels,
                       in.height,
                       in.width,
                       out.channels,
                       out.height,
                       out.width,
                       items})
              .second);
    CHECK(names.insert(layer.name).second);
    CHECK(std::min({out.channels, out.height, out.width}) >= 1);
    CHECK((in.channels % group == 0 && out.channels % group == 0));
  }
}

TEST_CASE("without noise a profile is the actual cost of the grid, row by row") {
  const Processor& gpu = processor("tk1-gpu");
  const auto grid = profiling_grid();
  const auto rows = simulate_profile(gpu, noiseless());
  const ActualCosts costs{gpu};
  REQUIRE(rows.size() == grid.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].layer == grid[i].layer);
    CHECK(rows[i].items == grid[i].items);
    CHECK(LayerCost{rows[i].time, rows[i].power} == costs.of(grid[i].layer, grid[i].items));
  }
}

TEST_CASE("noise has mean one and the coefficient of variation asked for") {
  const Processor& gpu = processor("tk1-gpu");
  const auto exact = simulate_profile(gpu, noiseless());
  const auto noisy = simulate_profile(gpu, {.seed = 1, .time_noise = 0.5, .power_noise = 0.02});
  const auto check = [&](auto value, double variation) {
    double count = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      if (exact[i].layer.type != LayerType::Dropout) {
        const double factor = value(noisy[i]) / value(exact[i]);
        CHECK(factor > 0.0);
        count += 1.0;
        sum += factor;
        squares += factor * factor;
      }
    }
    const double mean = sum / count;
    // Four standard errors: of a mean, variation / sqrt(n); of a deviation, by the fourth moment of
    // a lognormal law, variation x sqrt((kurtosis - 1) / (4 n)).
    const double w = 1.0 + variation * variation;
    const double kurtosis = std::pow(w, 4.0) + 2.0 * std::pow(w, 3.0) + 3.0 * w * w - 3.0;
    CHECK(std::abs(mean - 1.0) <= 4.0 * variation / std::sqrt(count));
    CHECK(std::abs(std::sqrt(squares / count - mean * mean) - variation) <=
          4.0 * variation * std::sqrt((kurtosis - 1.0) / (4.0 * count)));
  };
  check([](const ProfileRow& row) { return row.time.count(); }, 0.5);
  check([](const ProfileRow& row) { return row.power.value(); }, 0.02);
}

TEST_CASE("what costs nothing measures nothing") {
  for (const ProfileRow& row : simulate_profile(processor("tk1-cpu"), {})) {
    if (row.layer.type == LayerType::Dropout) {
      CHECK(row.time == Seconds::zero());
      CHECK(row.power == Watts{0.0});
    }
  }
}

TEST_CASE("noise depends on the seed and on the processor, and on nothing else") {
  const auto factors = [](const Processor& profiled, std::uint64_t seed) {
    const ActualCosts costs{profiled};
    std::vector<double> values;
    for (const ProfileRow& row : simulate_profile(profiled, {.seed = seed})) {
      const LayerCost actual = costs.of(row.layer, row.items);
      values.push_back(actual.time > Seconds::zero() ? row.time / actual.time : 1.0);
    }
    return values;
  };
  const auto base = factors(processor("tk1-gpu"), 1);
  CHECK(factors(processor("tk1-gpu"), 1) == base);
  for (const auto& other : {factors(processor("tk1-gpu"), 2), factors(processor("tk1-cpu"), 1)}) {
    int equal = 0;
    for (std::size_t i = 0; i < base.size(); ++i) {
      equal += base[i] != 1.0 && other[i] == Approx(base[i]).epsilon(1e-9) ? 1 : 0;
    }
    CHECK(equal == 0);
  }

  Processor slower = processor("tk1-gpu");
  set_constant(slower, "layer_overhead", "0.2 ms", {});
  const auto same = factors(slower, 1);
  for (std::size_t i = 0; i < base.size(); ++i) {
    CHECK(same[i] == Approx(base[i]));
  }
}

TEST_CASE("negative noise breaks the contract") {
  ContractHandler former = set_contract_handler(
      [](const char* condition, const char*, int) { throw std::logic_error{condition}; });
  const Processor& gpu = processor("tk1-gpu");
  CHECK_THROWS_WITH(simulate_profile(gpu, {.seed = 1, .time_noise = -0.1}),
                    "options.time_noise >= 0.0");
  CHECK_THROWS_WITH(simulate_profile(gpu, {.seed = 1, .power_noise = -0.1}),
                    "options.power_noise >= 0.0");
  set_contract_handler(former);
}

}  // namespace
}  // namespace cutpoint
