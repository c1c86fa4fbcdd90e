#include "partitioner/best_cut.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include "base/contract.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr double kNone = 0.0;

CutCost cut(double mobile_s, double mobile_j, double upload_bytes, double server_s) {
  return {.mobile_time = Seconds{mobile_s},
          .mobile_energy = Joules{mobile_j},
          .upload = Bytes{upload_bytes},
          .server_time = Seconds{server_s},
          .server_energy = Joules{kNone}};
}

CostTable table(std::vector<CutCost> cuts) { return {.cuts = std::move(cuts)}; }

// Three layers; every figure below is exact in binary.
CostTable example() {
  return table({cut(0.0, 0.0, 1024.0, 0.5),
                cut(1.0, 2.0, 4096.0, 0.25),
                cut(1.5, 3.0, 128.0, 0.125),
                cut(4.0, 8.0, 0.0, 0.0)});
}

Belief belief(double uplink, double upload_power = 0.0) {
  return {.uplink = BytesPerSecond{uplink}, .upload_power = Watts{upload_power}};
}

TEST_CASE("latency adds phone, upload and server time") {
  CHECK(expected_latency(cut(1.0, 9.0, 512.0, 0.25), belief(256.0)) == Seconds{3.25});
}

TEST_CASE("the load level multiplies server time only") {
  Belief loaded = belief(256.0);
  loaded.load_level = 4.0;
  CHECK(expected_latency(cut(1.0, 9.0, 512.0, 0.25), loaded) == Seconds{4.0});
}

TEST_CASE("remote overhead is paid once, by every cut that uses the server") {
  Belief far = belief(256.0);
  far.remote_overhead = Seconds{8.0};
  CHECK(expected_latency(cut(1.0, 0.0, 512.0, 0.25), far) == Seconds{11.25});
  CHECK(expected_latency(cut(1.0, 0.0, 512.0, 0.0), far) == Seconds{11.0});
  CHECK(expected_latency(cut(1.0, 0.0, 0.0, 0.25), far) == Seconds{9.25});
  CHECK(expected_latency(cut(1.0, 0.0, 0.0, 0.0), far) == Seconds{1.0});
}

TEST_CASE("energy adds the phone's and the radio's, and none for waiting") {
  Belief loaded = belief(256.0, 3.0);
  loaded.load_level = 100.0;
  loaded.remote_overhead = Seconds{100.0};
  CHECK(expected_energy(cut(1.0, 9.0, 512.0, 0.25), loaded) == Joules{15.0});
  CHECK(expected_energy(cut(1.0, 9.0, 0.0, 0.0), loaded) == Joules{9.0});
}

TEST_CASE("the best cut for latency moves toward the phone as bandwidth falls") {
  CHECK(best_cut(example(), Objective::Latency, belief(1e9)) == 0);
  // 1024 / B + 0.5 against 1.5 + 128 / B + 0.125: equal at B = 896 / 1.125.
  CHECK(best_cut(example(), Objective::Latency, belief(797.0)) == 0);
  CHECK(best_cut(example(), Objective::Latency, belief(796.0)) == 2);
  // 1.625 + 128 / B against 4: equal at B = 128 / 2.375.
  CHECK(best_cut(example(), Objective::Latency, belief(54.0)) == 2);
  CHECK(best_cut(example(), Objective::Latency, belief(53.0)) == 3);
}

TEST_CASE("the best cut for energy weighs radio power and ignores the server") {
  // Joules at 1024 B/s and 1 W: 1, 2 + 4, 3 + 1/8, 8. At 4 W: 4, 18, 3.5, 8. At 64 W: 64, …, 11, 8.
  CHECK(best_cut(example(), Objective::Energy, belief(1024.0, 1.0)) == 0);
  CHECK(best_cut(example(), Objective::Energy, belief(1024.0, 4.0)) == 2);
  CHECK(best_cut(example(), Objective::Energy, belief(1024.0, 64.0)) == 3);
}

TEST_CASE("a busier server pushes the latency cut toward the phone") {
  Belief loaded = belief(1e9);
  loaded.load_level = 64.0;
  CHECK(best_cut(example(), Objective::Latency, loaded) == 3);
  CHECK(best_cut(example(), Objective::Energy, loaded) == 0);
}

TEST_CASE("remote overhead can make the phone alone the best") {
  Belief far = belief(1e9);
  far.remote_overhead = Seconds{3.25};
  CHECK(best_cut(example(), Objective::Latency, far) == 0);
  far.remote_overhead = Seconds{3.75};
  CHECK(best_cut(example(), Objective::Latency, far) == 3);
}

TEST_CASE("equal cuts resolve to the earliest") {
  const CostTable equal = table({cut(3.0, 5.0, 1024.0, 0.0),
                                 cut(1.0, 2.0, 1024.0, 0.0),
                                 cut(1.5, 2.5, 512.0, 0.0),
                                 cut(2.0, 3.0, 0.0, 0.0)});
  CHECK(best_cut(equal, Objective::Latency, belief(1024.0, 1.0)) == 1);
  CHECK(best_cut(equal, Objective::Energy, belief(1024.0, 1.0)) == 1);
}

TEST_CASE("a network without layers has one cut") {
  CHECK(best_cut(table({cut(0.0, 0.0, 0.0, 0.0)}), Objective::Latency, belief(1.0)) == 0);
}

TEST_CASE("an unlimited uplink costs no upload time") {
  const double unlimited = std::numeric_limits<double>::infinity();
  CHECK(expected_latency(cut(1.0, 0.0, 512.0, 0.25), belief(unlimited)) == Seconds{1.25});
}

TEST_CASE("the best cut needs cuts and a bandwidth above zero") {
  ContractHandler former = set_contract_handler(
      [](const char* condition, const char*, int) { throw std::logic_error{condition}; });
  CHECK_THROWS_WITH(best_cut(CostTable{}, Objective::Latency, belief(1.0)), "!table.cuts.empty()");
  CHECK_THROWS_WITH(best_cut(example(), Objective::Latency, belief(0.0)),
                    "belief.uplink > BytesPerSecond{0.0}");
  set_contract_handler(former);
}

}  // namespace
}  // namespace cutpoint
