#include "predictor/predictor.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include "base/contract.hpp"
#include "tests/support/catch.hpp"
#include "workloads/devices/actual_costs.hpp"
#include "workloads/dnn/zoo.hpp"

namespace cutpoint {
namespace {

const Processor& processor(std::string_view name) {
  return *std::ranges::find(built_in_processors(), name, &Processor::name);
}

ProfilingOptions noiseless() { return {.seed = 1, .time_noise = 0.0, .power_noise = 0.0}; }

// Rows of some types only, to keep the fits of a test quick.
std::vector<ProfileRow> profile_of(const Processor& profiled,
                                   const std::vector<LayerType>& types,
                                   const ProfilingOptions& options = {}) {
  std::vector<ProfileRow> rows = simulate_profile(profiled, options);
  std::erase_if(rows, [&](const ProfileRow& row) {
    return std::ranges::find(types, row.layer.type) == types.end();
  });
  return rows;
}

std::vector<LayerCost> predictions(const Predictor& predictor,
                                   const std::vector<ProfileRow>& rows) {
  std::vector<LayerCost> costs;
  for (const ProfileRow& row : rows) {
    costs.push_back(predictor.predict(row.layer, row.items));
  }
  return costs;
}

struct Mape {
  double time = 0.0;
  double power = 0.0;
};

// Over the layers of the eight networks, none of which was profiled; dropout apart.
Mape zoo_error(const Predictor& predictor, const Processor& actual) {
  Mape sum;
  double count = 0.0;
  for (const Application& application : applications()) {
    const DnnGraph dnn = application.build();
    const auto expected = layer_costs(actual, dnn, application.default_query);
    const auto predicted = predicted_costs(predictor, dnn, application.default_query);
    REQUIRE(predicted.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (dnn.layers()[i].type != LayerType::Dropout) {
        sum.time += std::abs(predicted[i].time / expected[i].time - 1.0);
        sum.power += std::abs(predicted[i].power / expected[i].power - 1.0);
        count += 1.0;
      }
    }
  }
  return {.time = sum.time / count, .power = sum.power / count};
}

TEST_CASE("a noiseless profile of bare rooflines predicts the phone's layers within a percent") {
  const Predictor predictor{simulate_profile(without_misfit(processor("tk1-cpu")), noiseless())};
  const Mape error = zoo_error(predictor, processor("tk1-cpu"));
  CHECK(error.time < 0.01);
  CHECK(error.power < 0.01);
}

TEST_CASE("a server that computes tile by tile is predicted within ten percent") {
  const Predictor predictor{simulate_profile(without_misfit(processor("k40")), {})};
  const Mape error = zoo_error(predictor, processor("k40"));
  CHECK(error.time < 0.1);
  CHECK(error.power < 0.03);
}

TEST_CASE("what costs nothing is predicted to cost exactly nothing") {
  const Predictor predictor{profile_of(processor("tk1-gpu"), {LayerType::Dropout})};
  const Layer dropout{.name = "drop",
                      .type = LayerType::Dropout,
                      .window = {},
                      .input = {.channels = 4096, .height = 1, .width = 1},
                      .output = {.channels = 4096, .height = 1, .width = 1}};
  CHECK(predictor.predict(dropout, 1) == LayerCost{});
  CHECK(predictor.predict(dropout, 548) == LayerCost{});
  REQUIRE(predictor.reports().size() == 2);
  CHECK(predictor.reports()[0].held_out_mape == 0.0);
}

TEST_CASE("dropout that does cost something is predicted, too") {
  auto rows = profile_of(processor("tk1-gpu"), {LayerType::Dropout});
  for (ProfileRow& row : rows) {
    row.time = Seconds{1e-4 + 1e-9 * row.items * row.layer.input.channels};
    row.power = Watts{3.0};
  }
  const Predictor predictor{rows};
  const LayerCost predicted = predictor.predict(rows[10].layer, rows[10].items);
  CHECK(predicted.time.count() == Approx(rows[10].time.count()));
  CHECK(predicted.power.value() == Approx(3.0));
  CHECK(predictor.reports()[0].form == "physical (ours)");
}

TEST_CASE("opaque layers are predicted as copies unless they were measured") {
  const Layer opaque{.name = "opaque",
                     .type = LayerType::Opaque,
                     .input = {.channels = 4000},
                     .output = {.channels = 5000},
                     .parameters = 1000};
  Layer copy = opaque;
  copy.type = LayerType::Copy;
  copy.input.channels += 1000;
  auto rows = profile_of(processor("tk1-gpu"), {LayerType::Copy});
  const Predictor copies{rows};
  CHECK(copies.covers(LayerType::Opaque));
  CHECK(copies.knows_power(LayerType::Opaque));
  CHECK(copies.predict(opaque, 1) == copies.predict(copy, 1));
  CHECK_FALSE(copies.extrapolates(opaque, 1));
  CHECK(copies.extrapolates(opaque, 1'000'000));

  for (ProfileRow row : profile_of(processor("tk1-gpu"), {LayerType::Relu})) {
    row.layer.type = LayerType::Opaque;
    row.time *= 100.0;
    rows.push_back(row);
  }
  const Predictor both{rows};
  CHECK(both.predict(copy, 1) == copies.predict(copy, 1));
  CHECK(both.predict(opaque, 1).time > 10.0 * copies.predict(opaque, 1).time);

  const Predictor neither{profile_of(processor("tk1-gpu"), {LayerType::Relu})};
  CHECK_FALSE(neither.covers(LayerType::Opaque));
}

TEST_CASE("networks with branches are predicted within a fifth, though made for others") {
  for (const Processor& device : built_in_processors()) {
    const Predictor predictor{simulate_profile(device, {})};
    const ActualCosts costs{device};
    for (const Application& application : graph_applications()) {
      CAPTURE(device.name, application.name);
      const DnnGraph dnn = application.build();
      Seconds actual{};
      Seconds predicted{};
      for (const Layer& layer : dnn.layers()) {
        const int items = application.default_query.items;
        actual += costs.of(layer, items).time;
        predicted += predictor.predict(layer, items).time;
        CHECK_FALSE(predictor.extrapolates(layer, items));
      }
      CHECK(predicted / actual == Approx(1.0).margin(0.2));
    }
  }
}

TEST_CASE("the same seed gives the same predictor, another seed another") {
  const std::vector types = {LayerType::Local, LayerType::Pooling};
  const auto fit = [&](std::uint64_t seed) {
    return Predictor{profile_of(processor("tk1-cpu"), types, {.seed = seed})};
  };
  const auto rows = profile_of(processor("tk1-cpu"), types);
  const auto first = predictions(fit(1), rows);
  CHECK(predictions(fit(1), rows) == first);
  CHECK(predictions(fit(2), rows) != first);
}

TEST_CASE("neither the order of the rows nor their names change a bit") {
  const std::vector types = {LayerType::FullyConnected, LayerType::Tanh};
  const auto rows = profile_of(processor("tk1-gpu"), types);
  auto shuffled = rows;
  std::mt19937_64 random{7};
  for (std::size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1], shuffled[random() % i]);
  }
  for (ProfileRow& row : shuffled) {
    row.layer.name = "renamed";
  }
  const Predictor a{rows};
  const Predictor b{shuffled};
  CHECK(predictions(a, rows) == predictions(b, rows));
  REQUIRE(a.reports().size() == b.reports().size());
  for (std::size_t i = 0; i < a.reports().size(); ++i) {
    CHECK(a.reports()[i].held_out_mape == b.reports()[i].held_out_mape);
    CHECK(a.reports()[i].condition_number == b.reports()[i].condition_number);
  }
}

TEST_CASE("a processor a thousand times slower is predicted a thousand times slower") {
  const std::vector types = {LayerType::Pooling, LayerType::Relu};
  const auto rows = profile_of(processor("tk1-gpu"), types);
  auto slower = rows;
  for (ProfileRow& row : slower) {
    row.time *= 1000.0;
  }
  const auto a = predictions(Predictor{rows}, rows);
  const auto b = predictions(Predictor{slower}, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(b[i].time / a[i].time == Approx(1000.0));
    CHECK(b[i].power.value() == Approx(a[i].power.value()));
  }
}

TEST_CASE("there is a report for time and one for power of each type, in order") {
  const Predictor predictor{
      profile_of(without_misfit(processor("tk1-cpu")), {LayerType::Sigmoid, LayerType::Local})};
  REQUIRE(predictor.reports().size() == 4);
  const std::array types = {
      LayerType::Local, LayerType::Local, LayerType::Sigmoid, LayerType::Sigmoid};
  for (std::size_t i = 0; i < types.size(); ++i) {
    const FitReport& report = predictor.reports()[i];
    CHECK(report.layer_type == types[i]);
    CHECK(report.quantity == (i % 2 == 0 ? "time" : "power"));
    CHECK(report.rows >= 60);
    CHECK(report.held_out_mape > 0.0);
    CHECK(report.held_out_mape < 0.03);
    CHECK(report.held_out_mape <= report.paper_held_out_mape);
    CHECK(report.condition_number >= 1.0);
  }
  CHECK(predictor.reports()[2].form == "physical (ours)");
}

TEST_CASE("a predictor can be moved") {
  Predictor predictor{profile_of(processor("tk1-cpu"), {LayerType::Relu})};
  const Predictor moved = std::move(predictor);
  CHECK(moved.reports().size() == 2);
}

TEST_CASE("a type without rows cannot be predicted, and impossible rows are a mistake") {
  ContractHandler former = set_contract_handler(
      [](const char* condition, const char*, int) { throw std::logic_error{condition}; });
  auto rows = profile_of(processor("tk1-cpu"), {LayerType::Relu});
  rows.resize(10);
  const Predictor enough{rows};
  Layer local;
  local.type = LayerType::Local;
  CHECK_THROWS_WITH(enough.predict(local, 1), "covers(layer.type)");
  CHECK_THROWS_WITH(enough.predict(rows[0].layer, 0), "items >= 1");

  rows = profile_of(processor("tk1-cpu"), {LayerType::Relu});
  rows[3].time = Seconds{-1.0};
  CHECK_THROWS_WITH(Predictor{rows},
                    "std::isfinite(row.time.count()) && row.time >= Seconds::zero()");
  rows[3].time = Seconds{1.0};
  rows[3].power = Watts{-1.0};
  CHECK_THROWS_WITH(Predictor{rows}, "!(row.power < Watts{0.0})");
  set_contract_handler(former);
}

}  // namespace
}  // namespace cutpoint
