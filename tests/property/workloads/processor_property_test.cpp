#include <charconv>
#include <random>
#include <string>

#include "tests/support/catch.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/dnn_builder.hpp"
#include "workloads/dnn/zoo.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {
namespace {

std::string written(const CatalogEntry& entry) {
  char digits[64];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), entry.value).ptr;
  return std::string{std::begin(digits), end} + ' ' + std::string{entry.unit};
}

// Every entry of the catalog can be written into a scenario, and means the same there.
void check_catalog_can_be_read_back(auto owner) {
  const auto original = owner;
  for (const CatalogEntry& entry : catalog(original)) {
    CAPTURE(entry.owner, entry.name, written(entry));
    set_constant(owner, entry.name, written(entry), {});
  }
  const std::vector<CatalogEntry> before = catalog(original);
  const std::vector<CatalogEntry> after = catalog(owner);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(before[i].owner, before[i].name);
    CHECK(after[i].value == Approx(before[i].value).epsilon(1e-12));
    CHECK(after[i].evidence == Evidence::Assumed);
    CHECK(after[i].source == "scenario");
  }
}

TEST_CASE("Every constant of the catalog can be read back") {
  for (const Processor& processor : built_in_processors()) {
    check_catalog_can_be_read_back(processor);
  }
  for (const Link& link : built_in_links()) {
    check_catalog_can_be_read_back(link);
  }
}

TEST_CASE("More items never take less time, and powers stay between the two levels") {
  for (const Processor& processor : built_in_processors()) {
    for (const Application& application : applications()) {
      const DnnGraph dnn = application.build();
      for (const Layer& layer : dnn.layers()) {
        CAPTURE(processor.name, application.name, layer.name);
        LayerCost last{};
        for (int items = 1; items <= 64; items *= 2) {
          const LayerCost now = cost(processor, layer, items);
          CHECK(now.time >= last.time);
          if (layer.type != LayerType::Dropout) {
            CHECK(now.power.value() <= processor.compute_power.value.value() * (1 + 1e-12));
            CHECK(now.power.value() >= processor.memory_power.value.value() * (1 - 1e-12));
          }
          last = now;
        }
      }
    }
  }
}

TEST_CASE("Occupancy never makes a convolution faster than full rate, nor slower than one tile") {
  const Processor tiled = built_in_processors()[2];
  Processor full = tiled;
  full.gemm_tile_slots.value = 0.0;
  const double slots = tiled.gemm_tile_slots.value;

  constexpr unsigned kSeed = 20240601;
  CAPTURE(kSeed);
  std::mt19937 random{kSeed};
  for (int i = 0; i < 500; ++i) {
    const int size = static_cast<int>(random() % 60) + 1;
    const int group = static_cast<int>(random() % 3) + 1;
    const int filters = group * (static_cast<int>(random() % 300) + 1);
    const int items = static_cast<int>(random() % 20) + 1;
    CAPTURE(size, group, filters, items);
    const DnnGraph dnn = DnnBuilder{"net", {group * 8, size, size}}
                             .convolution("c", {.filters = filters, .kernel = 1, .group = group})
                             .build();
    const Layer& layer = dnn.layers().front();
    const Seconds arithmetic = work_of(layer, items).flop / full.conv_rate.value;
    const Seconds added = cost(tiled, layer, items).time - cost(full, layer, items).time;
    CHECK(added / arithmetic >= -1e-9);
    CHECK(added / arithmetic <= slots - 1.0 + 1e-9);
  }
}

}  // namespace
}  // namespace cutpoint
