#include "sim/random/counter_stream.hpp"

#include <limits>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

TEST_CASE("Philox4x64-10 gives its published output") {
  // Random123, kat_vectors: all zeros, all ones, and the digits of pi.
  const std::uint64_t ones = std::numeric_limits<std::uint64_t>::max();
  CHECK(philox4x64({0, 0, 0, 0}, {0, 0}) ==
        PhiloxBlock{
            0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU});
  CHECK(philox4x64({ones, ones, ones, ones}, {ones, ones}) ==
        PhiloxBlock{
            0x87b092c3013fe90bU, 0x438c3c67be8d0224U, 0x9cc7d7c69cd777b6U, 0xa09caebf594f0ba0U});
  CHECK(philox4x64(
            {0x243f6a8885a308d3U, 0x13198a2e03707344U, 0xa4093822299f31d0U, 0x082efa98ec4e6c89U},
            {0x452821e638d01377U, 0xbe5466cf34e90c6cU}) ==
        PhiloxBlock{
            0xa528f45403e61d95U, 0x38c72dbd566e9788U, 0xa5a1610e72fd18b5U, 0x57bd43b5e52b7fe6U});
}

TEST_CASE("A counter stream is the blocks of its address, one after the other") {
  const StreamAddress address{
      .seed = 7, .replication = 3, .entity = 99, .purpose = Purpose::Client};
  CounterStream stream{address};
  for (std::uint64_t block = 0; block < 5; ++block) {
    for (const std::uint64_t expected : philox4x64({block, 99, 3, 0}, {7, 4})) {
      CHECK(stream.bits() == expected);
    }
  }
}

TEST_CASE("A counter stream goes on from any number of draws") {
  CounterStream whole{StreamAddress{.entity = 5}};
  for (std::uint64_t draws = 0; draws < 20; ++draws) {
    CAPTURE(draws);
    REQUIRE(whole.draws() == draws);
    CounterStream resumed{StreamAddress{.entity = 5}, draws};
    CounterStream copy = whole;
    for (int i = 0; i < 9; ++i) {
      REQUIRE(resumed.bits() == copy.bits());
    }
    static_cast<void>(whole.bits());
  }
}

TEST_CASE("Draws of a counter stream are made of its bits as those of any stream") {
  CounterStream stream{{}};
  CounterStream bits{{}};
  CHECK(stream.uniform() == open_unit_interval(bits.bits()));
  const std::uint64_t random = bits.bits();
  const std::size_t layer = random % Ziggurat::kLayers;
  CHECK(stream.exponential() == open_unit_interval(random) * kExponentialZiggurat.edges[layer]);
  const ThrowingContracts contracts;
  CHECK_THROWS_WITH(stream.below(0), "n >= 1");
}

}  // namespace
}  // namespace cutpoint
